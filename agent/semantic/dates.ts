import type { Grain, IsoDate, TimeRange } from "./time-range.ts";

/*
 * Arithmetic on ISO dates as text: no clock, no timezone. Weeks start on Monday. Ends are exclusive.
 * `fiscalStart` is the first month of the fiscal year, 1..12; with 1 the fiscal year is the calendar year.
 */

type Span = Pick<TimeRange, "start" | "end">;

const DAY_MS = 86_400_000;
const MONTHS_OF = { month: 1, quarter: 3, year: 12 } as const;

/** Negative `days` go back. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of another month, or that month's last day when it is shorter. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const index = monthIndex(date) + months;
  const first = monthStart(index);
  const last = addDays(monthStart(index + 1), -1);
  const day = Math.min(dayOf(date), dayOf(last));
  return `${first.slice(0, 8)}${String(day).padStart(2, "0")}`;
}

/** Days from `start` to `end`; negative when `end` is earlier. */
export function daysBetween(start: IsoDate, end: IsoDate): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / DAY_MS);
}

/** First day of the period that holds the date. */
export function startOf(grain: Grain, date: IsoDate, fiscalStart = 1): IsoDate {
  switch (grain) {
    case "day":
      return date;
    case "week":
      return addDays(date, -((new Date(Date.parse(date)).getUTCDay() + 6) % 7));
    case "month":
    case "quarter":
    case "year": {
      const index = monthIndex(date);
      const months = MONTHS_OF[grain];
      return monthStart(index - modulo(index - (fiscalStart - 1), months));
    }
  }
}

/** First day after the period that holds the date. */
export function endOf(grain: Grain, date: IsoDate, fiscalStart = 1): IsoDate {
  return step(grain, startOf(grain, date, fiscalStart), 1);
}

/** The date moved by whole periods. */
export function step(grain: Grain, date: IsoDate, count: number): IsoDate {
  if (grain === "day") return addDays(date, count);
  if (grain === "week") return addDays(date, 7 * count);
  return addMonths(date, MONTHS_OF[grain] * count);
}

/** The period of the grain that holds the date, named. */
export function periodOf(grain: Grain, date: IsoDate, fiscalStart = 1): TimeRange {
  const start = startOf(grain, date, fiscalStart);
  return named(start, endOf(grain, date, fiscalStart), { grain, fiscalStart });
}

/** The stretch of equal length that ends where the range starts: whole months stay whole months. */
export function previous(range: TimeRange, fiscalStart = 1): TimeRange {
  const start = isWholeMonths(range)
    ? addMonths(range.start, monthIndex(range.start) - monthIndex(range.end))
    : addDays(range.start, -daysBetween(range.start, range.end));
  return named(start, range.start, { grain: range.grain, fiscalStart });
}

/** The same stretch a year earlier; whole weeks go back 52 weeks, so that they stay weeks. */
export function yearBefore(range: TimeRange, fiscalStart = 1): TimeRange {
  if (range.grain === "week") {
    return named(addDays(range.start, -364), addDays(range.end, -364), {
      grain: "week",
      fiscalStart,
    });
  }
  // Going back from the last day keeps 28 February a whole day; from the first of a month keeps months whole.
  const end =
    dayOf(range.end) === 1
      ? addMonths(range.end, -12)
      : addDays(addMonths(addDays(range.end, -1), -12), 1);
  return named(addMonths(range.start, -12), end, { grain: range.grain, fiscalStart });
}

/** Whole periods that overlap the range, earliest first; the first and last may reach beyond it. */
export function periodsIn(range: Span, grain: Grain, fiscalStart = 1): readonly TimeRange[] {
  const periods: TimeRange[] = [];
  let start = startOf(grain, range.start, fiscalStart);
  while (start < range.end) {
    const period = periodOf(grain, start, fiscalStart);
    periods.push(period);
    start = period.end;
  }
  return periods;
}

/** The year a fiscal year is called by: the calendar year in which it ends. */
export function fiscalYearOf(date: IsoDate, fiscalStart = 1): number {
  return yearOf(addDays(endOf("year", date, fiscalStart), -1));
}

/** 1..4. */
export function fiscalQuarterOf(date: IsoDate, fiscalStart = 1): number {
  return Math.floor(modulo(monthIndex(date) - (fiscalStart - 1), 12) / 3) + 1;
}

/** True for a real day written `YYYY-MM-DD`. */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = Date.parse(text);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

/** What a person calls the period: "2024", "Q4 2024" ("Q4 FY2025"), "H1 2024", "December 2024", "Oct 1 – Nov 15, 2024". */
export function describePeriod(start: IsoDate, end: IsoDate, fiscalStart = 1): string {
  const days = daysBetween(start, end);
  if (days === 1) return longDay(start);
  if (days === 7 && startOf("week", start) === start) return `week of ${longDay(start)}`;
  return isWholeMonths({ start, end })
    ? describeMonths(start, end, fiscalStart)
    : describeDays(start, addDays(end, -1));
}

function describeMonths(start: IsoDate, end: IsoDate, fiscalStart: number): string {
  const count = monthIndex(end) - monthIndex(start);
  const offset = modulo(monthIndex(start) - (fiscalStart - 1), 12);
  const year = yearName(start, fiscalStart);
  if (offset === 0 && count === 12) return year;
  if (offset === 0 && count % 12 === 0) {
    return `${year} – ${yearName(addDays(end, -1), fiscalStart)}`;
  }
  if (count === 12 && monthIndex(start) % 12 === 0) return `calendar year ${yearOf(start)}`;
  if (count === 6 && offset % 6 === 0) return `H${offset / 6 + 1} ${year}`;
  if (count === 3 && offset % 3 === 0) return `Q${offset / 3 + 1} ${year}`;
  const last = addDays(end, -1);
  if (count === 1) return `${monthName(start)} ${yearOf(start)}`;
  const first = yearOf(start) === yearOf(last) ? "" : ` ${yearOf(start)}`;
  return `${monthName(start)}${first} – ${monthName(last)} ${yearOf(last)}`;
}

function describeDays(first: IsoDate, last: IsoDate): string {
  const year = yearOf(first) === yearOf(last) ? "" : `, ${yearOf(first)}`;
  return `${shortDay(first)}${year} – ${shortDay(last)}, ${yearOf(last)}`;
}

const MONTH_NAMES =
  "January February March April May June July August September October November December".split(
    " ",
  );

function monthName(date: IsoDate): string {
  return MONTH_NAMES[modulo(monthIndex(date), 12)] ?? "";
}

function shortDay(date: IsoDate): string {
  return `${monthName(date).slice(0, 3)} ${dayOf(date)}`;
}

function longDay(date: IsoDate): string {
  return `${monthName(date)} ${dayOf(date)}, ${yearOf(date)}`;
}

function yearName(date: IsoDate, fiscalStart: number): string {
  return fiscalStart === 1 ? `${yearOf(date)}` : `FY${fiscalYearOf(date, fiscalStart)}`;
}

function named(
  start: IsoDate,
  end: IsoDate,
  { grain, fiscalStart }: { grain: Grain; fiscalStart: number },
): TimeRange {
  return { start, end, grain, label: describePeriod(start, end, fiscalStart) };
}

function isWholeMonths({ start, end }: Span): boolean {
  return dayOf(start) === 1 && dayOf(end) === 1 && start < end;
}

/** Months since year 0. */
function monthIndex(date: IsoDate): number {
  return yearOf(date) * 12 + Number(date.slice(5, 7)) - 1;
}

function monthStart(index: number): IsoDate {
  const year = String(Math.floor(index / 12)).padStart(4, "0");
  return `${year}-${String(modulo(index, 12) + 1).padStart(2, "0")}-01`;
}

function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}

function dayOf(date: IsoDate): number {
  return Number(date.slice(8, 10));
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
