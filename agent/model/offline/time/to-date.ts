import { addDays } from "../../../semantic/dates.ts";
import type { Grain, IsoDate, TimeRange } from "../../../semantic/time-range.ts";
import { dataStart } from "./edges.ts";
import { fixed, horizon, mapPeriod, type Period, periodAt, toRange } from "./period.ts";
import { anyOf, firstOf, matchAt, type Reader, rule } from "./scan.ts";
import { readPeriod } from "./spans.ts";
import type { Clock } from "./time-mention.ts";
import { UNIT, unitOf } from "./words.ts";

const KIND = "(?:(?<kind>fiscal|calendar) )?";
const ABBREVIATED: Readonly<Record<string, Grain>> = {
  y: "year",
  q: "quarter",
  m: "month",
  w: "week",
};

type Running = { readonly grain: Grain; readonly fiscal: boolean };

const readRunning: Reader<Running> = firstOf<Running>([
  rule(`(?:the )?(?:(?:this|current) )?${KIND}${UNIT}[- ]to[- ]date`, running),
  rule("(?<f>f?)(?<short>[yqmw])td", ({ f, short }) => ({
    grain: ABBREVIATED[short ?? "y"] ?? "year",
    fiscal: f === "f",
  })),
  rule(`(?:so far|to date) (?:in )?(?:this|the(?: current)?) ${KIND}${UNIT}`, running),
  rule(`(?:this|the current) ${KIND}${UNIT} (?:so far|to date|until now|up to now)`, running),
  rule(
    `since (?:the )?(?:start|beginning) of (?:the|this)(?: current)? ${KIND}${UNIT}(?! \\d)`,
    running,
  ),
]);

function running({ unit, kind }: Readonly<Record<string, string | undefined>>): Running {
  return { grain: unitOf(unit).grain, fiscal: kind === "fiscal" };
}

const YEAR_BEHIND = /(?: in| for| of)? (?=(?:19|20)\d\d|fy|fiscal)/y;
const RUNNING_WORDS = / (?:to date|so far|ytd|year[- ]to[- ]date)(?!\w)/y;

/** "YTD", "so far this quarter", "month to date": to today, or in the year said ("2024 YTD", "YTD 2023") to its end. */
export const readToDate: Reader<Period> = anyOf<Period>([
  (scan, at) => {
    const found = readRunning(scan, at);
    if (!found) return undefined;
    const behind = matchAt(YEAR_BEHIND, scan.text, found.end);
    const year = behind && readPeriod(scan, behind.end);
    if (year)
      return { value: mapPeriod(year.value, (range) => soFar(scan.clock, range)), end: year.end };
    const { grain, fiscal } = found.value;
    const range = periodAt(scan.clock, grain, { date: scan.clock.today, fiscal });
    return { value: fixed(soFar(scan.clock, range)), end: found.end };
  },
  (scan, at) => {
    const period = readPeriod(scan, at);
    const words = period && matchAt(RUNNING_WORDS, scan.text, period.end);
    return (
      words && {
        value: mapPeriod(period.value, (range) => soFar(scan.clock, range)),
        end: words.end,
      }
    );
  },
]);

function soFar(clock: Clock, range: TimeRange): TimeRange {
  const end = [horizon(clock), addDays(clock.today, 1)].find((day) => day > range.start);
  if (end === undefined || end >= range.end) return range;
  const part = toRange(clock, { start: range.start, end });
  return { ...part, label: `${range.label} to date (${part.label})` };
}

/** "All time", "ever", "the entire history": everything there is. */
export const readAllTime: Reader<Period> = firstOf<Period>([
  rule(
    "(?:of |over |for )?all[- ]time|ever(?! since)|since (?:the )?(?:very )?(?:beginning|start)(?: of (?:time|the data|data))?(?! of)|(?:(?:over|in) )?(?:the |our |its )?(?:whole|entire|full|complete) (?:history|period|time|timespan|data ?set)|all (?:years|periods|history|dates)|(?:from|since) day one",
    (_, { clock }) => fixed(allTime(clock)),
  ),
]);

/** All data there are; from 1900 when their start is unknown. */
export function allTime(clock: Clock): TimeRange {
  const start: IsoDate = dataStart(clock);
  const range = toRange(clock, { start, end: horizon(clock) });
  return { ...range, label: `all time (${range.label})` };
}
