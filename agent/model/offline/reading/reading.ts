import type { Filter, FilterOp } from "../../../semantic/metric-query.ts";
import type { Grain, TimeRange } from "../../../semantic/time-range.ts";
import type { Meaning } from "../language/model-names.ts";
import type { Part } from "./read-order.ts";

/** What the person does with the sentence. All but `ask` are answered without a question to the data. */
export type Act =
  | "ask"
  | "greet"
  | "thanks"
  | "help"
  | "coverage"
  | "about-me"
  | "recall"
  | "remember"
  | "forget"
  | "change-data";

/** What is asked after, where that is no figure by its wording; data or documents may have it. */
export type Asking =
  | "role"
  | "who"
  | "when"
  | "where"
  | "duration"
  | "event"
  | "rule"
  | "price"
  | "instance";

/** What the wording asks for beyond a plain value. */
export type Cue =
  | "why"
  | "health"
  | "benchmark"
  | "compare"
  | "trend"
  | "define"
  | "know"
  | "list"
  | "count"
  | "forecast"
  | "overview"
  | "asks-direction"
  | "price"
  | "what-is"
  | "sort"
  | "refers"
  | "same-rows"
  | "share"
  | "ratio"
  | "target"
  | "above-target"
  | "below-target"
  | "growth"
  | "relative"
  | "best-period"
  | "worst-period"
  | "first-time"
  | "ahead"
  | "average"
  | "median"
  | "maximum"
  | "minimum"
  | "running-total"
  | "moving-average"
  | "continues"
  | "corrects"
  | "up"
  | "down"
  | "moves";

/** A name of the model in the question, with all that it may stand for. */
export type Named = {
  readonly meanings: readonly Meaning[];
  /** The question's own words. */
  readonly words: string;
  readonly corrected?: string;
  readonly partial: boolean;
  readonly negated: boolean;
  /** Stands where a grouping stands: "by X", "which X", "top 5 X". */
  readonly grouping: boolean;
  /** What something is held against: "from the X", "vs X", "below X". */
  readonly against: boolean;
  /** Right after a value: "online X". */
  readonly afterValue: boolean;
  /** One of several names in a row: "X, Y and Z". */
  readonly listed: boolean;
  /** Points back: "that X", "the same X". */
  readonly demonstrative: boolean;
  /** What a ranking picks from: "top 5 X". */
  readonly ranked: boolean;
  /** Stands where something is counted: "how many X". */
  readonly counted: boolean;
  /** What a mean is asked of: "average X". */
  readonly averaged: boolean;
  /** "From X", "to X". */
  readonly direction?: "from" | "to";
  /** Its condition is taken back: "drop the X filter". */
  readonly lifted: boolean;
  /** Whose share is asked for: "share of X", "X's share", "what share of revenue is X". */
  readonly shared: boolean;
  /** What a share is taken of, where the sentence says what is the part: "what percentage of X are Y". */
  readonly whole: boolean;
  /** Index of the name before "per": "X per Y". */
  readonly perOf?: number;
};

/** What happened on a date: "shipped", "not yet delivered". `fields` are ids of the dates that it may be. */
export type Dated = {
  readonly fields: readonly string[];
  readonly words: string;
  readonly undone: boolean;
};

/** "more than $50k": on the name before or after it, when there is one. `named` is an index into `names`. */
export type Condition = {
  readonly op: Extract<FilterOp, "eq" | "gt" | "gte" | "lt" | "lte" | "between">;
  readonly values: readonly number[];
  /** `usd`, an ISO currency, `percent` or a measure ("kg", "minutes"), where the question writes one. */
  readonly unit?: string;
  readonly named?: number;
  /** Id of the field that is limited, where the things themselves decide it: what products cost. */
  readonly field?: string;
};

export type Ranking = {
  readonly direction: "asc" | "desc";
  readonly limit: number;
  /** Of lengths of time the fast ones are the small: "fastest", "slowest". */
  readonly speed?: true;
  /** The first or last by when each came: "the oldest", "the newest". */
  readonly byDate?: true;
  /** The place that is asked for, from 1: "the second largest". */
  readonly place?: number;
  /** Picked by what is good, whichever way that is: "best", "worst". */
  readonly judged?: true;
  /** The other end is asked for as well: "best and worst". */
  readonly both?: true;
};

/** What a sentence says, before the model's structure or the conversation decides what it means. */
export type Reading = {
  readonly text: string;
  readonly act: Act;
  readonly asking?: Asking;
  readonly cues: ReadonlySet<Cue>;
  readonly names: readonly Named[];
  /** True when the number of groups is asked for: "how many X have more than …". */
  readonly countsGroups: boolean;
  /** True when it asks for those who act: "who …". */
  readonly who: boolean;
  readonly ranges: readonly TimeRange[];
  /** A period named after "vs", "than", "compared to". */
  readonly against?: TimeRange;
  readonly compare?: "previous" | "year-before";
  /** The grain named in the comparison: "month over month". */
  readonly compareGrain?: Grain;
  readonly shift?: "previous" | "next" | "year-before";
  readonly grain?: Grain | "auto";
  readonly ranking?: Ranking;
  /** The period next to the one that a ranking picks: "the month after the best one". */
  readonly beside?: "before" | "after";
  /** All of it in the order of the sentence. */
  readonly order: readonly Part[];
  /** Those who are asked about by what they have or have not: "customers without orders". */
  readonly sets?: {
    readonly register: string;
    readonly filters: readonly Filter[];
    /** How many they are is asked, not who they are. */
    readonly counts: boolean;
  };
  readonly conditions: readonly Condition[];
  /** A limit with a number belongs to the part that a share is taken of. */
  readonly limitsPart: boolean;
  readonly dates: readonly Dated[];
  /** Periods of a moving average. */
  readonly window?: number;
  /** Points at what came out first before: "the first one", "that one". */
  readonly pointsAtFirst: boolean;
  /** Hours of the day, the last not included: "between 9 and 11 am". */
  readonly hours?: { readonly from: number; readonly to: number };
  /** Whose doings are meant: those who came in a period. */
  readonly cohort?: { readonly filter: Filter; readonly label: string };
  /** Words that nothing in the language or the model explains. */
  readonly unknown: readonly string[];
  /** Plain words that would name a figure or a group if anything in the model were called so: "rate", "by type". */
  readonly loose: readonly string[];
  /** Fields whose conditions are lifted: "drop the phone filter". "all" of them for "and in total?". */
  readonly lifted: readonly string[] | "all";
};
