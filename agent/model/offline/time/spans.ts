import type { TimeRange } from "../../../semantic/time-range.ts";
import { daysCycle } from "./cycles.ts";
import { readNamedPeriod } from "./named-periods.ts";
import {
  type Cycle,
  firstFrom,
  fixed,
  horizon,
  lastDay,
  latestBegun,
  mapPeriod,
  type Period,
  toRange,
} from "./period.ts";
import { readRelativePeriod } from "./relative-periods.ts";
import { anyOf, type Found, firstOf, matchAt, type Reader, rule, type Scan } from "./scan.ts";
import type { Clock } from "./time-mention.ts";
import { MONTH, monthNumber, TO } from "./words.ts";
import { withYear } from "./years.ts";

/** One period, named or told from today. */
export const readPeriod: Reader<Period> = anyOf<Period>([readNamedPeriod, readRelativePeriod]);

const BETWEEN_DAYS = "(?: ?- ?| (?:to|through|until) (?:the )?)";
const FROM_DAY = "(?<from>\\d{1,2})(?:st|nd|rd|th)?";
const TO_DAY = "(?<to>\\d{1,2})(?:st|nd|rd|th)?";

const readDaysOfMonth: Reader<Cycle> = firstOf<Cycle>([
  rule(`(?:from )?(?:the )?${FROM_DAY}${BETWEEN_DAYS}${TO_DAY}(?: of)? ${MONTH}`, daysOf),
  rule(`between (?:the )?${FROM_DAY} and (?:the )?${TO_DAY}(?: of)? ${MONTH}`, daysOf),
  rule(`(?:from )?${MONTH} ${FROM_DAY}${BETWEEN_DAYS}${TO_DAY}`, daysOf),
  rule(`between ${MONTH} ${FROM_DAY} and ${TO_DAY}`, daysOf),
]);

function daysOf(
  { month, from, to }: Readonly<Record<string, string | undefined>>,
  { clock }: Scan,
): Cycle | undefined {
  const days = [Number(from), Number(to)] as const;
  if (days.some((day) => day < 1 || day > 31)) return undefined;
  return daysCycle(clock, monthNumber(month), days);
}

/** "5 to 20 May", "between 5 and 20 May 2024", "May 5-20". */
export const readDays: Reader<Period> = (scan, at) => {
  const days = readDaysOfMonth(scan, at);
  return days && withYear(days.value, scan, days.end);
};

const FROM = /(?:(?<word>from|between) )?(?:the )?/y;
const SEPARATOR = new RegExp(TO, "y");
const AND = / and /y;
const NOW = /(?:now|today|date|(?:the )?present(?: day)?)\b/y;

/** Both ends of "from March to June", "between Q1 and Q3 2024", "2022-2024", "from July until today". */
export function readEnds(
  scan: Scan,
  at: number,
): { from: Found<Period>; to: Found<Period>; end: number } | undefined {
  const prefix = matchAt(FROM, scan.text, at);
  const from = prefix && readPeriod(scan, prefix.end);
  const joins = prefix?.groups["word"] === "between" ? AND : SEPARATOR;
  const middle = from && matchAt(joins, scan.text, from.end);
  const to = middle && (readNow(scan, middle.end) ?? readPeriod(scan, skipThe(scan, middle.end)));
  return from && to && { from, to, end: to.end };
}

function readNow(scan: Scan, at: number): Found<Period> | undefined {
  const now = matchAt(NOW, scan.text, at);
  const end = horizon(scan.clock);
  return (
    now && { value: fixed(toRange(scan.clock, { start: lastDay({ end }), end })), end: now.end }
  );
}

function skipThe({ text }: Scan, at: number): number {
  return matchAt(/the /y, text, at)?.end ?? at;
}

/** The stretch from the first to the last day of two periods. */
export const readFromTo: Reader<Period> = (scan, at) => {
  const ends = readEnds(scan, at);
  const value = ends && stretch(scan.clock, ends.from.value, ends.to.value);
  return value && { value, end: ends.end };
};

function stretch(clock: Clock, from: Period, to: Period): Period | undefined {
  if (to.kind === "open") {
    if (from.kind === "open") return openStretch(clock, from.cycle, to.cycle);
    const last = firstFrom(to.cycle, from.range.start);
    return last && fixed(hull(clock, from.range, last));
  }
  const first = from.kind === "open" ? latestBegun(from.cycle, lastDay(to.range)) : from.range;
  return first && fixed(hull(clock, first, to.range));
}

/** Lies in the year of its last part, so that "Q1 to Q3" is not one that has only begun. */
function openStretch(clock: Clock, from: Cycle, to: Cycle): Period {
  return mapPeriod({ kind: "open", cycle: { ...to, name: `${from.name}–${to.name}` } }, (last) => {
    const first = latestBegun(from, last.start);
    return first ? hull(clock, first, last) : last;
  });
}

function hull(clock: Clock, ...ranges: readonly TimeRange[]): TimeRange {
  const start = ranges.map((range) => range.start).sort()[0] ?? clock.today;
  const end =
    ranges
      .map((range) => range.end)
      .sort()
      .at(-1) ?? clock.today;
  return toRange(clock, { start, end });
}
