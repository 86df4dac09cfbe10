import { addDays, periodsIn, startOf } from "../../../semantic/dates.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import { readNumericDate } from "./numeric-dates.ts";
import { firstFrom, inYear, latestEnded, mapPeriod, type Period, toRange } from "./period.ts";
import { readCycle } from "./read-cycle.ts";
import { anyOf, type Found, firstOf, matchAt, type Reader, rule, type Scan } from "./scan.ts";
import type { Clock } from "./time-mention.ts";
import { COUNT, countOf, ORDINAL, ordinalOf, UNIT, type Unit, unitOf } from "./words.ts";
import { readYear, wholeYear, withYear } from "./years.ts";

/** Any one period that is named: by number, by name with or without its year, or as a part of another. */
export const readNamedPeriod: Reader<Period> = (scan, at) =>
  anyOf<Period>([
    readNumericDate,
    readYearFirst,
    readMoved,
    readWeekOf,
    readInYear,
    readPart,
    readWholeYear,
  ])(scan, at);

const AFTER_YEAR = /'s?,? |,? |'s?-|-/y;

/** "2024 Q4", "last year's December", "FY25 H1". */
function readYearFirst(scan: Scan, at: number): Found<Period> | undefined {
  const year = readYear(scan, at);
  const next = year && matchAt(AFTER_YEAR, scan.text, year.end);
  const cycle = next && readCycle(scan, next.end);
  if (!(year && cycle) || withYear(cycle.value, scan, cycle.end).value.kind === "fixed") {
    return undefined;
  }
  const value = inYear(cycle.value, year.value);
  return value && { value, end: cycle.end };
}

const MOVED = /(?:the )?(?<which>last|this past|past|previous|this|next|coming) /y;

/** "Last December", "this May", "next Q1": of those that are over, of this year, of those to come. */
function readMoved(scan: Scan, at: number): Found<Period> | undefined {
  const moved = matchAt(MOVED, scan.text, at);
  const cycle = moved && readCycle(scan, moved.end);
  if (!(moved && cycle)) return undefined;
  const { today } = scan.clock;
  const which = moved.groups["which"] ?? "";
  if (which === "this") {
    const value = inYear(cycle.value, { year: { by: 0, from: today } });
    return value && { value, end: cycle.end };
  }
  const isAhead = which === "next" || which === "coming";
  const range = isAhead
    ? firstFrom(cycle.value, addDays(today, 1))
    : latestEnded(cycle.value, today);
  return range && { value: { kind: "fixed", range, cycle: cycle.value }, end: cycle.end };
}

const WEEK_OF =
  /(?:the )?week (?:of|starting|beginning|commencing|containing|from)(?: on)?(?: the)? /y;

function readWeekOf(scan: Scan, at: number): Found<Period> | undefined {
  const prefix = matchAt(WEEK_OF, scan.text, at);
  const day = prefix && anyOf<Period>([readNumericDate, readInYear])(scan, prefix.end);
  return day && { value: mapPeriod(day.value, (range) => weekOf(scan.clock, range)), end: day.end };
}

function weekOf(clock: Clock, range: TimeRange): TimeRange {
  const start = startOf("week", range.start);
  return toRange(clock, { start, end: addDays(start, 7) });
}

function readInYear(scan: Scan, at: number): Found<Period> | undefined {
  const cycle = readCycle(scan, at);
  return cycle && withYear(cycle.value, scan, cycle.end);
}

function readWholeYear(scan: Scan, at: number): Found<Period> | undefined {
  const year = readYear(scan, at);
  return year && { value: wholeYear(scan.clock, year.value), end: year.end };
}

type Part = { nth: number; count: number; unit: Unit };

const readPartPrefix = firstOf<Part>([
  rule(
    `(?:the )?${ORDINAL} (?:${COUNT} )?${UNIT}s?(?= (?:of|in) )`,
    ({ ordinal, count, unit }) => ({
      nth: ordinalOf(ordinal),
      count: countOf(count),
      unit: unitOf(unit),
    }),
  ),
  rule("(?:the )?(?:very )?(?:end|close)(?= of )", () => ({
    nth: -1,
    count: 0,
    unit: unitOf("day"),
  })),
]);

/** "The first two months of 2024", "the last week of December", "the last quarter of last year"; "the end of Q3" is Q3. */
function readPart(scan: Scan, at: number): Found<Period> | undefined {
  const part = readPartPrefix(scan, at);
  const inner = part && matchAt(/ (?:of|in) (?:the )?/y, scan.text, part.end);
  const whole =
    inner && anyOf<Period>([readNumericDate, readInYear, readWholeYear])(scan, inner.end);
  if (!(part && whole)) return undefined;
  const value = mapPeriod(whole.value, (range) => partOf(scan.clock, range, part.value));
  return { value, end: whole.end };
}

function partOf(clock: Clock, range: TimeRange, { nth, count, unit }: Part): TimeRange {
  // The end of a year is its last quarter; of anything shorter the whole of it tells the same.
  if (count === 0 && range.grain === "year") {
    const last = periodsIn(range, "quarter", clock.fiscalYearStartMonth).at(-1);
    return last && last.end === range.end ? toRange(clock, last) : range;
  }
  if (count === 0) return range;
  const pieces = piecesOf(clock, range, unit);
  const wanted =
    nth < 0 ? pieces.slice(-count) : pieces.slice(count > 1 ? 0 : nth - 1).slice(0, count);
  const first = wanted[0];
  const last = wanted.at(-1);
  return first && last ? toRange(clock, { start: first.start, end: last.end }) : range;
}

/** A week belongs to where its Thursday is (ISO 8601); anything longer, to where it begins. */
function piecesOf(clock: Clock, range: TimeRange, unit: Unit): readonly TimeRange[] {
  const pieces = periodsIn(range, unit.grain, clock.fiscalYearStartMonth).filter(({ start }) => {
    const belongsTo = unit.grain === "week" ? addDays(start, 3) : start;
    return belongsTo >= range.start && belongsTo < range.end;
  });
  const lots: TimeRange[] = [];
  for (let index = 0; index < pieces.length; index += unit.of) {
    const first = pieces[index];
    const last = pieces[index + unit.of - 1];
    if (first && last) lots.push(toRange(clock, { start: first.start, end: last.end }));
  }
  return lots;
}
