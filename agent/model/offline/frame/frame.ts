import type { Filter, MetricFilter } from "../../../semantic/metric-query.ts";
import type { Grain, TimeRange } from "../../../semantic/time-range.ts";
import type { Act, Ranking } from "../reading/reading.ts";

export type Intent =
  | "value"
  | "trend"
  | "periods"
  | "target"
  | "why"
  | "health"
  | "define"
  | "rows"
  | "know";

/**
 * A question, whole: what is asked about which data. Names are the model's; fields are ids.
 * Without `range` all of the data count (of a snapshot: its last state).
 */
export type Frame = {
  readonly intent: Intent;
  readonly question: string;
  readonly metrics: readonly string[];
  /** Why these metrics, where the question names none: the conversation is about them, or they are the headline. */
  readonly chosenFor?: "conversation" | "headline";
  readonly dimensions: readonly string[];
  readonly filters: readonly Filter[];
  readonly having: readonly MetricFilter[];
  readonly range?: TimeRange;
  /** The data have not reached the end of `range`. */
  readonly partial?: true;
  /** What `range` is compared with. */
  readonly against?: TimeRange;
  readonly grain?: Grain;
  readonly ranking?: Ranking;
  /** Changes are ranked by their share of what was before: "grew fastest". */
  readonly relative?: true;
  /** Dimensions within which the ranking starts anew. */
  readonly rankedWithin?: readonly string[];
  /** The names of the groups are the answer, not what they come to. */
  readonly names?: true;
  /** Compared as a quotient: "the ratio of X to Y". */
  readonly ratio?: true;
  /** The answer is how many groups there are. */
  readonly countsGroups?: boolean;
  /** Compared with the metric's target; `missed` and `met` keep only such members. */
  readonly target?: "show" | "missed" | "met";
  readonly share: boolean;
  /** The fields whose filters are the part that a share is of: the whole is the same without them. */
  readonly shareOf?: readonly string[];
  readonly calculation?: {
    readonly kind: "running_total" | "moving_average" | "change" | "year_change";
    readonly periods?: number;
  };
  /** Which period of a trend is asked for; `first` and `last` of those that meet a limit. */
  readonly extreme?: "best" | "worst" | "both" | "mean" | "first" | "last";
  /** The periods of a trend are ranked by how much more or less they are than the one before each. */
  readonly ofChange?: "up" | "down";
  /** The period next to the one that is asked for: "the month after the best one". */
  readonly beside?: "before" | "after";
  /** What a why-question takes for granted. */
  readonly supposed?: "up" | "down" | "missed";
  /** Documents are asked first; "only" when the data have nothing to say to it. */
  readonly documents?: "first" | "only";
  /** Dataset of a row list. */
  readonly dataset?: string;
  /** Field that a row list is ranked by, where the question names it. */
  readonly rankedBy?: string;
  /** What a follow-up put something else in place of: "compare them" means both. */
  readonly replaced?: Filter;
  /** The member that came out first, for "that region" in the next question. */
  readonly leader?: { readonly field: string; readonly value: string };
  /** Periods that were asked for one after another, this one last: "which was best" means all of them. */
  readonly visited?: readonly TimeRange[];
  /** The period that was picked from a trend, for "why?" and "that month" in the next question. */
  readonly leadingPeriod?: TimeRange;
  /** What was decided where the question left it open, as sentences. */
  readonly assumed: readonly string[];
  /** Limits of the question that could not be applied to anything: they are never passed over. */
  readonly unplaced: readonly string[];
};

/** Why there is no answer from the data. `offers` are questions that can be answered. */
export type Refusal =
  | { readonly kind: "forecast"; readonly frame?: Frame }
  | { readonly kind: "no-data"; readonly frame: Frame; readonly period: TimeRange }
  | {
      readonly kind: "unknown-words";
      readonly words: readonly string[];
      readonly near: readonly string[];
      /** True when a figure is asked for, which documents that mention the words do not give. */
      readonly asksFigure: boolean;
      readonly frame?: Frame;
    }
  | {
      readonly kind: "not-divisible";
      readonly metric: string;
      readonly field: string;
      readonly frame: Frame;
    }
  | { readonly kind: "unplaced-limit"; readonly limits: readonly string[]; readonly frame: Frame }
  | { readonly kind: "change-data" }
  | { readonly kind: "impossible"; readonly message: string; readonly frame: Frame }
  | { readonly kind: "undocumented" }
  | { readonly kind: "nothing-read" };

export type Understanding =
  | { readonly status: "frame"; readonly frame: Frame }
  | { readonly status: "act"; readonly act: Exclude<Act, "ask"> }
  | { readonly status: "refused"; readonly refusal: Refusal };
