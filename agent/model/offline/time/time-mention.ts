import type { Grain, IsoDate, TimeRange } from "../../../semantic/time-range.ts";

/** What "now" means. `dataEnd` is the last date with data; `anchor` the period the conversation is about. */
export type Clock = {
  readonly today: IsoDate;
  readonly fiscalYearStartMonth: number;
  readonly dataStart?: IsoDate;
  readonly dataEnd?: IsoDate;
  readonly anchor?: TimeRange;
};

type Place = { readonly start: number; readonly end: number };

/**
 * A phrase about time; `start` and `end` are character offsets in the text, connecting words ("in", "vs", "compared to") included.
 *
 * A range's `implicitYear` says that its year was chosen, not read. Its `role` is `comparison` for what the
 * first range is held against, and `context` for a year that has already gone into another mention
 * ("in 2023, what was Q4 revenue" gives Q4 2023 and a context): remove its words, do not query it.
 */
export type TimeMention =
  | (Place & {
      readonly kind: "range";
      readonly range: TimeRange;
      readonly implicitYear: boolean;
      readonly role?: "comparison" | "context";
    })
  | (Place & { readonly kind: "grain"; readonly grain: Grain | "auto" })
  | (Place & {
      readonly kind: "compare";
      readonly to: "previous" | "year-before";
      readonly grain?: Grain;
    })
  | (Place & {
      readonly kind: "shift";
      readonly to: "previous" | "next" | "year-before";
      readonly grain?: Grain;
    });
