import { addDays, describePeriod, periodOf, startOf, step } from "../../../semantic/dates.ts";
import type { Grain, IsoDate, TimeRange } from "../../../semantic/time-range.ts";
import type { Clock } from "./time-mention.ts";

/**
 * A period that comes once a year. `name` tells whether two are the same one; `inYear` is undefined where the year lacks
 * it (29 February). `shape` is what was said of it ("since July"): the year is chosen first, then the shape applied.
 */
export type Cycle = {
  readonly name: string;
  readonly inYear: (year: number) => TimeRange | undefined;
  readonly shape?: (range: TimeRange) => TimeRange;
  /** The year, in the cycle's own counting, that a date belongs to. */
  readonly yearOf: (date: IsoDate) => number;
};

/** What was read: a range, or one whose year is still open. `cycle` of a fixed one is what it was read from. */
export type Period =
  | {
      readonly kind: "fixed";
      readonly range: TimeRange;
      readonly cycle?: Cycle;
      readonly wholeYear?: YearRef;
    }
  | { readonly kind: "open"; readonly cycle: Cycle };

/** A year as said: `2024`, or so many years from the one that holds `from`. `fiscal` when the words say so. */
export type YearRef = {
  readonly year: number | { readonly by: number; readonly from: IsoDate };
  readonly fiscal?: boolean;
};

/** How far a period without a year is looked for: far enough for 29 February. */
const YEARS_AWAY = 9;

export function fixed(range: TimeRange): Period {
  return { kind: "fixed", range };
}

/** Named by `label`, or by its dates. Its grain is `day` unless it is exactly one week, month, quarter or year. */
export function toRange(
  clock: Clock,
  { start, end }: { start: IsoDate; end: IsoDate },
  label?: string,
): TimeRange {
  const name = label ?? describePeriod(start, end, clock.fiscalYearStartMonth);
  return { start, end, grain: grainOf(clock, start, end), label: name };
}

function grainOf({ fiscalYearStartMonth }: Clock, start: IsoDate, end: IsoDate): Grain {
  const grains = ["week", "month", "quarter", "year"] as const;
  for (const fiscalStart of [fiscalYearStartMonth, 1]) {
    const found = grains.find(
      (grain) => startOf(grain, start, fiscalStart) === start && step(grain, start, 1) === end,
    );
    if (found !== undefined) return found;
  }
  return "day";
}

/** The period of the grain that holds the date; years are the calendar's unless `fiscal`, quarters the workspace's. */
export function periodAt(
  clock: Clock,
  grain: Grain,
  { date, fiscal }: { date: IsoDate; fiscal?: boolean },
): TimeRange {
  const fiscalStart = clock.fiscalYearStartMonth;
  if (grain !== "year" || fiscal === true) return periodOf(grain, date, fiscalStart);
  const start = startOf("year", date);
  return toRange(clock, { start, end: step("year", start, 1) });
}

/** First day without data, or tomorrow when the data reach today: where "so far" ends. */
export function horizon({ today, dataEnd }: Clock): IsoDate {
  return addDays(dataEnd !== undefined && dataEnd < today ? dataEnd : today, 1);
}

export function lastDay(range: Pick<TimeRange, "end">): IsoDate {
  return addDays(range.end, -1);
}

/** The period in the year said; undefined where that year lacks it. */
export function inYear(cycle: Cycle, { year }: YearRef): Period | undefined {
  const range = rangeIn(cycle, typeof year === "number" ? year : cycle.yearOf(year.from) + year.by);
  return range && { kind: "fixed", range, cycle };
}

/** The cycle in one year of its own counting. */
export function rangeIn(cycle: Cycle, year: number): TimeRange | undefined {
  const range = cycle.inYear(year);
  return range && cycle.shape ? cycle.shape(range) : range;
}

/** The latest year whose period begins on or before `date`. */
export function latestYear(cycle: Cycle, date: IsoDate): number | undefined {
  return nearest(cycle, { date, step: -1 }, (range) => range.start <= date);
}

/** The latest one that begins on or before `date`. */
export function latestBegun(cycle: Cycle, date: IsoDate): TimeRange | undefined {
  return rangeOf(cycle, latestYear(cycle, date));
}

/** The latest one that is over on `date`. */
export function latestEnded(cycle: Cycle, date: IsoDate): TimeRange | undefined {
  return rangeOf(
    cycle,
    nearest(cycle, { date, step: -1 }, (range) => range.end <= date),
  );
}

/** The first one that begins on or after `date`. */
export function firstFrom(cycle: Cycle, date: IsoDate): TimeRange | undefined {
  return rangeOf(
    cycle,
    nearest(cycle, { date, step: 1 }, (range) => range.start >= date),
  );
}

function rangeOf(cycle: Cycle, year: number | undefined): TimeRange | undefined {
  return year === undefined ? undefined : rangeIn(cycle, year);
}

function nearest(
  cycle: Cycle,
  { date, step: by }: { date: IsoDate; step: 1 | -1 },
  fits: (range: TimeRange) => boolean,
): number | undefined {
  const first = cycle.yearOf(date) - by;
  for (let years = 0; years <= YEARS_AWAY; years++) {
    const range = cycle.inYear(first + by * years);
    if (range && fits(range)) return first + by * years;
  }
  return undefined;
}

/** The same period seen through `change`; its year stays open when it was. */
export function mapPeriod(period: Period, change: (range: TimeRange) => TimeRange): Period {
  if (period.kind === "fixed") return fixed(change(period.range));
  const { shape, ...cycle } = period.cycle;
  const both = shape ? (range: TimeRange) => change(shape(range)) : change;
  return { kind: "open", cycle: { ...cycle, shape: both } };
}
