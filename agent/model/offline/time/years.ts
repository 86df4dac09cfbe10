import { endOf, startOf } from "../../../semantic/dates.ts";
import {
  type Cycle,
  inYear,
  lastDay,
  type Period,
  periodAt,
  toRange,
  type YearRef,
} from "./period.ts";
import { type Found, firstOf, matchAt, type Reader, rule, type Scan } from "./scan.ts";
import type { Clock } from "./time-mention.ts";
import { MONTH, yearNumber } from "./words.ts";

const BY = { last: -1, previous: -1, prior: -1, preceding: -1, next: 1, coming: 1, following: 1 };

/** Words before a number that make it an amount ("more than 2024 customers"). */
const AMOUNT =
  /(?:(?:more|less|fewer|greater|higher|lower|larger|smaller|bigger) than|at least|at most|exactly|about|around|roughly|nearly|almost|approximately|over|under|above|below|limit) $/;
const FUNCTION_WORD =
  /^ ?(?:$|[^ a-z]|(?:in|by|and|or|vs|versus|for|to|per|with|was|were|is|on|of|compared|than|against|at|from|as|did|do)\b)/;
const MEASURED =
  /^ ?(?:k|m|mm|bn|b|million|billion|thousand|percent|pct|usd|eur|gbp|dollars?|euros?|days?|weeks?|hours?|minutes?|units?|points?|pts|bps|x)\b/;

const FISCAL = "(?<calendar>fy|fiscal(?: year)?|cy|calendar(?: year)?)";

/** "2024", "'24", "FY25", "fiscal 2025", "calendar year 2024", "FY24/25", "last year", "this fiscal year". */
export const readYear: Reader<YearRef> = firstOf<YearRef>([
  rule(`${FISCAL}[- ]?(?:\\d{2,4}/)?'?(?<year>\\d{4}|\\d{2})`, ({ calendar, year }) =>
    isNear(yearNumber(year))
      ? { year: yearNumber(year), fiscal: calendar?.startsWith("f") ?? false }
      : undefined,
  ),
  rule("(?:the )?(?:full |whole )?(?:year )?(?<year>(?:19|20)\\d\\d)", ({ year }, scan, place) =>
    isAmount(scan, place) ? undefined : { year: Number(year) },
  ),
  rule("'(?<year>\\d\\d)", ({ year }) => ({ year: yearNumber(year) })),
  rule(
    "(?:the )?(?<which>last|previous|prior|preceding|this|current|next|coming|following)(?: full| complete)?(?: (?<calendar>fiscal|calendar))? year(?! (?:to|before|over|on))",
    ({ which, calendar }, { clock }) => relativeYear(clock, which, calendar),
  ),
]);

/** Years that a business asks about; other numbers of four digits are amounts. */
export function isNear(year: number): boolean {
  return year >= 1900 && year < 2100;
}

function isAmount({ text }: Scan, { at, end }: { at: number; end: number }): boolean {
  const next = text.slice(end, end + 12);
  if (MEASURED.test(next)) return true;
  return AMOUNT.test(text.slice(Math.max(0, at - 20), at)) && !FUNCTION_WORD.test(next);
}

function relativeYear(clock: Clock, which = "this", calendar?: string): YearRef {
  const moving = which !== "last" && which !== "this" && which !== "current";
  const from = moving && clock.anchor ? lastDay(clock.anchor) : clock.today;
  const year = { by: BY[which as keyof typeof BY] ?? 0, from };
  return calendar === undefined ? { year } : { year, fiscal: calendar === "fiscal" };
}

const BEFORE_YEAR = /,? ?\(?(?:(?:of|in|from|for|during) )?/y;
const TIGHT_YEAR = /[-/ ]?'(?<year>\d\d)(?![\w%])|[-/](?<year>\d{4}|\d\d)(?![-\w/%])/y;
const LOOSE_YEAR =
  / (?<year>[1-4]\d)(?= ?(?:$|[^\w %]| (?:vs|versus|by|and|or|compared|to|through)\b))/y;
const OF_THE_YEAR = /,? (?:of|in) the year(?![\w ]* \d{4})/y;

/** The cycle with the year that may stand behind it: "Q4 2024", "December of last year", "Q4 '23", "H1/24", "Q1 of the year". */
export function withYear(cycle: Cycle, scan: Scan, end: number): Found<Period> {
  const open = { value: { kind: "open", cycle } as const, end };
  const isSpan = /^(?:quarter|half)/.test(cycle.name);
  const tight =
    matchAt(TIGHT_YEAR, scan.text, end) ??
    (isSpan ? matchAt(LOOSE_YEAR, scan.text, end) : undefined) ??
    (/^(?:quarter|half|month)/.test(cycle.name) ? shortYear(scan, end) : undefined);
  if (tight) return said(cycle, { year: yearNumber(tight.groups["year"]) }, tight.end) ?? open;
  const before = matchAt(BEFORE_YEAR, scan.text, end)?.end ?? end;
  const year = before > end ? readYear(scan, before) : undefined;
  if (year) return said(cycle, year.value, closed(scan, before, year.end)) ?? open;
  return { ...open, end: matchAt(OF_THE_YEAR, scan.text, end)?.end ?? end };
}

const SHORT_YEAR =
  / (?<year>\d\d)(?! ?(?:%|:|largest|biggest|smallest|best|worst|highest|lowest|most|least|top|(?:am|pm|days?|weeks?|months?)\b)|[-,.]?\d|,? (?:19|20)\d\d\b)(?!\w)/y;
const MONTH_AND_NUMBER = new RegExp(`\\b${MONTH} (?<number>\\d{1,2})(?!\\d)`, "g");

/** "May 13 – December 10, 2020": who writes the year out writes days before it. */
const YEAR_BEHIND = /^(?: ?[-–] ?\d{1,2})?,? (?:19|20)\d\d\b/;

/** "In nov 24", "h1 25": behind a month, a quarter or a half the number of a year that has data, unless days are told elsewhere. */
export function shortYear(scan: Scan, end: number): ReturnType<typeof matchAt> {
  const found = matchAt(SHORT_YEAR, scan.text, end);
  if (!found || !hasData(scan.clock, found.groups["year"])) return undefined;
  const isOfDays = [...scan.text.matchAll(MONTH_AND_NUMBER)].some(
    ({ groups, index, 0: words }) =>
      !hasData(scan.clock, groups?.["number"]) ||
      YEAR_BEHIND.test(scan.text.slice(index + words.length)),
  );
  return isOfDays ? undefined : found;
}

function hasData({ today, dataStart, dataEnd }: Clock, digits: string | undefined): boolean {
  const year = yearNumber(digits ?? "");
  const last = [today, dataEnd ?? today].toSorted().at(-1) ?? today;
  const first = dataStart ?? `${Number(today.slice(0, 4)) - 5}`;
  return (
    digits?.length === 2 && Number(first.slice(0, 4)) <= year && year <= Number(last.slice(0, 4))
  );
}

function said(cycle: Cycle, year: YearRef, end: number): Found<Period> | undefined {
  const value = inYear(cycle, year);
  return value && { value, end };
}

function closed({ text }: Scan, before: number, end: number): number {
  return text[before - 1] === "(" && text[end] === ")" ? end + 1 : end;
}

/** A whole year: the calendar's unless the words say fiscal. */
export function wholeYear(clock: Clock, ref: YearRef): Period {
  const fiscalStart = ref.fiscal === true ? clock.fiscalYearStartMonth : 1;
  const date =
    typeof ref.year === "number"
      ? endingIn(ref.year, fiscalStart)
      : moved(ref.year.from, ref.year.by, fiscalStart);
  const range = periodAt(clock, "year", { date, fiscal: ref.fiscal ?? false });
  return { kind: "fixed", range: toRange(clock, range), wholeYear: ref };
}

/** A day of the fiscal year that ends in `year`. */
function endingIn(year: number, fiscalStart: number): string {
  const month = fiscalStart === 1 ? 12 : fiscalStart - 1;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
}

function moved(from: string, by: number, fiscalStart: number): string {
  const start = startOf("year", from, fiscalStart);
  const year = Number(start.slice(0, 4)) + by;
  return lastDay({ end: endOf("year", `${year}${start.slice(4)}`, fiscalStart) });
}
