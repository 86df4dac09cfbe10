import { addDays, endOf, step } from "../../../semantic/dates.ts";
import type { IsoDate, TimeRange } from "../../../semantic/time-range.ts";
import { horizon, mapPeriod, type Period, periodAt, toRange } from "./period.ts";
import { matchAt, type Reader } from "./scan.ts";
import { readPeriod } from "./spans.ts";
import type { Clock } from "./time-mention.ts";
import { COUNT, countOf, UNIT, unitOf } from "./words.ts";

type Edge = (clock: Clock, range: TimeRange) => TimeRange;

const START = "(?:(?:the )?(?:very )?(?:start|beginning) of )?(?:the )?";
const END = "(?:(?:the )?(?:very )?(?:end|close) of )?(?:the )?";

const BEFORE_PERIOD: readonly (readonly [RegExp, Edge])[] = [
  [new RegExp(`(?:ever since|since|starting(?: from| in| on| with)?|from) ${START}`, "y"), since],
  [new RegExp(`(?:after|later than) ${END}`, "y"), after],
  [new RegExp(`(?:before|prior to|earlier than) ${START}`, "y"), before],
  [new RegExp(`(?:(?:up )?(?:until|through)|up to|to) ${END}`, "y"), until],
];

const ONWARDS = /,? (?:on(?:wards?)?|forward|and (?:later|after|beyond|onwards?)|or later)(?!\w)/y;
const BACKWARDS = /,? (?:and|or) (?:before|earlier)(?!\w)/y;

/** "Since July" ends with the data; "until August" holds August; "before 2024" begins with the data; "from March on". */
export const readEdge: Reader<Period> = (scan, at) => {
  for (const [prefix, edge] of BEFORE_PERIOD) {
    const word = matchAt(prefix, scan.text, at);
    const period = word && readPeriod(scan, word.end);
    if (!period) continue;
    const onwards = matchAt(ONWARDS, scan.text, period.end);
    // "From March" and "to March" alone name March, only "from March on" goes further.
    if (/^(?:from|to) /.test(scan.text.slice(at, at + 5)) && !onwards) continue;
    const value = mapPeriod(period.value, (range) => edge(scan.clock, range));
    return { value, end: onwards?.end ?? period.end };
  }
  return undefined;
};

/** A period, with "onwards" or "and earlier" behind it if that is there. */
export const readOpenEnded: Reader<Period> = (scan, at) => {
  const period = readPeriod(scan, at);
  if (!period) return undefined;
  const later = matchAt(ONWARDS, scan.text, period.end);
  const earlier = later ? undefined : matchAt(BACKWARDS, scan.text, period.end);
  if (!(later ?? earlier)) return period;
  const edge = later ? since : until;
  const value = mapPeriod(period.value, (range) => edge(scan.clock, range));
  return { value, end: (later ?? earlier)?.end ?? period.end };
};

const BESIDE = new RegExp(
  `(?:the )?(?:${COUNT} )?${UNIT}s? (?<side>before|prior to|leading up to|preceding|after|following|to|until|ending|ended)(?: in| on)? ${END}`,
  "y",
);

/** "The quarter before Q4 2024", "the two weeks after November 1", "3 months to March 2024". */
export const readBeside: Reader<Period> = (scan, at) => {
  const beside = matchAt(BESIDE, scan.text, at);
  const period = beside && readPeriod(scan, beside.end);
  if (!(beside && period)) return undefined;
  const unit = unitOf(beside.groups["unit"]);
  const amount = countOf(beside.groups["count"]) * unit.of;
  const side = beside.groups["side"] ?? "";
  const value = mapPeriod(period.value, (range) => {
    if (/^(?:after|following)/.test(side)) {
      return toRange(scan.clock, { start: range.end, end: step(unit.grain, range.end, amount) });
    }
    const end = /^(?:to|until|end)/.test(side) ? range.end : range.start;
    return toRange(scan.clock, { start: step(unit.grain, end, -amount), end });
  });
  return { value, end: period.end };
};

/** Where a stretch that nothing begins begins, when the data are not known. */
const DAWN = "1900-01-01";

export function dataStart({ dataStart: start }: Clock): IsoDate {
  return start ?? DAWN;
}

function since(clock: Clock, { start }: TimeRange): TimeRange {
  return toRange(clock, { start, end: endAfter(clock, start) });
}

function after(clock: Clock, { end }: TimeRange): TimeRange {
  return toRange(clock, { start: end, end: endAfter(clock, end) });
}

/** The end of the data; where those end before, today; where that has not come, the end of that month. */
function endAfter(clock: Clock, start: IsoDate): IsoDate {
  const ends = [horizon(clock), addDays(clock.today, 1)];
  return ends.find((end) => end > start) ?? endOf("month", start);
}

function before(clock: Clock, { start: end, label }: TimeRange): TimeRange {
  return upTo(clock, end, `before ${label}`);
}

function until(clock: Clock, { end, label }: TimeRange): TimeRange {
  return upTo(clock, end, `until ${label}`);
}

function upTo(clock: Clock, end: IsoDate, label: string): TimeRange {
  const start = dataStart(clock);
  if (start < end) return toRange(clock, { start, end }, start === DAWN ? label : undefined);
  return toRange(clock, { start: periodAt(clock, "year", { date: addDays(end, -1) }).start, end });
}
