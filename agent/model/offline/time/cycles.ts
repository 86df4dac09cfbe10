import { addDays, addMonths, fiscalYearOf, isIsoDate, startOf } from "../../../semantic/dates.ts";
import type { IsoDate } from "../../../semantic/time-range.ts";
import { type Cycle, toRange } from "./period.ts";
import type { Clock } from "./time-mention.ts";

/** Month 1..12; undefined outside. */
export function monthCycle(clock: Clock, month: number): Cycle {
  return monthsCycle(clock, { name: `month-${month}`, first: month, count: 1, fiscalStart: 1 });
}

/** Quarter 1..4 of the workspace's fiscal year, or of the calendar's. */
export function quarterCycle(clock: Clock, quarter: number, calendar = false): Cycle {
  const fiscalStart = calendar ? 1 : clock.fiscalYearStartMonth;
  const first = fiscalStart + 3 * (quarter - 1);
  return monthsCycle(clock, { name: `quarter-${quarter}`, first, count: 3, fiscalStart });
}

/** Half 1..2 of the workspace's fiscal year, or of the calendar's. */
export function halfCycle(clock: Clock, half: number, calendar = false): Cycle {
  const fiscalStart = calendar ? 1 : clock.fiscalYearStartMonth;
  const first = fiscalStart + 6 * (half - 1);
  return monthsCycle(clock, { name: `half-${half}`, first, count: 6, fiscalStart });
}

const SEASON_STARTS = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 };

export type Season = keyof typeof SEASON_STARTS;

/** Three whole months of the northern year; the winter of a year begins in its December. */
export function seasonCycle(clock: Clock, season: Season): Cycle {
  const first = SEASON_STARTS[season];
  return monthsCycle(clock, { name: `season-${first}`, first, count: 3, fiscalStart: 1 });
}

/** Days `from` to `to` of a month; undefined in a year that lacks one of them. */
export function daysCycle(
  clock: Clock,
  month: number,
  [from, to]: readonly [number, number],
): Cycle {
  return {
    name: `days-${month}-${from}-${to}`,
    yearOf: calendarYear,
    inYear: (year) => {
      const start = isoDay(year, month, from);
      const last = isoDay(year, month, to);
      if (!(isIsoDate(start) && isIsoDate(last)) || last < start) return undefined;
      return toRange(clock, { start, end: addDays(last, 1) });
    },
  };
}

/** ISO week 1..53. */
export function isoWeekCycle(clock: Clock, week: number): Cycle {
  const yearOf = (date: IsoDate) => calendarYear(addDays(startOf("week", date), 3));
  return {
    name: `week-${week}`,
    yearOf,
    inYear: (year) => {
      const start = addDays(startOf("week", `${year}-01-04`), 7 * (week - 1));
      if (week < 1 || yearOf(start) !== year) return undefined;
      return toRange(clock, { start, end: addDays(start, 7) });
    },
  };
}

type Months = { name: string; first: number; count: number; fiscalStart: number };

function monthsCycle(clock: Clock, { name, first, count, fiscalStart }: Months): Cycle {
  return {
    name,
    yearOf: (date) => fiscalYearOf(date, fiscalStart),
    inYear: (year) => {
      if (!isYear(year)) return undefined;
      const january = isoDay(fiscalStart === 1 ? year : year - 1, 1, 1);
      const start = addMonths(january, first - 1);
      return toRange(clock, { start, end: addMonths(start, count) });
    },
  };
}

function isYear(year: number): boolean {
  return year >= 1000 && year < 9000;
}

function calendarYear(date: IsoDate): number {
  return Number(date.slice(0, 4));
}

/** Any numbers; check with `isIsoDate`. */
export function isoDay(year: number, month: number, day: number): IsoDate {
  return [
    String(year).padStart(4, "0"),
    ...[month, day].map((n) => String(n).padStart(2, "0")),
  ].join("-");
}
