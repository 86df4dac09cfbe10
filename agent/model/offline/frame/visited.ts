import { describePeriod } from "../../../semantic/dates.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import type { Given } from "./given.ts";
import { ADD_UP } from "./intent.ts";

const SUM =
  /\b(?:add(?:ed)?(?: (?:it|them|those|that|these))? up|add (?:it|them|those|these)|sum(?: of)?|sum (?:it|them|those) up|plus|together|combined|total(?:led)?|in total|altogether)\b/i;
const COMPARE = /\b(?:them|both|the two|those|these|all|it)\b/i;

/**
 * "October?", "and November?", "and December?", then "which was best" or "add them up": what is asked of all the periods that
 * were told one after another. "Add up Q1 and Q2" is one stretch of time.
 */
export function withVisited(reading: Reading, before: Frame | undefined): Reading {
  const visited = before?.visited ?? [];
  const isBare = reading.names.length + reading.ranges.length === 0 && !reading.shift;
  if (ADD_UP.test(reading.text) && visited.length < 2) return withoutSum(reading);
  return isBare && visited.length > 1 ? overAll(reading, visited) : withSum(reading);
}

function overAll(reading: Reading, visited: readonly TimeRange[]): Reading {
  const { ranking, cues, text } = reading;
  const hull = stretch(visited);
  const [first, , third] = visited;
  if (hull && SUM.test(text)) return withoutSum({ ...reading, lifted: [], ranges: [hull] });
  if (hull && first && (ranking !== undefined || cues.has("ahead")))
    return {
      ...reading,
      ranges: [hull],
      grain: first.grain,
      ranking: { direction: "desc", ...ranking, limit: 1 },
    };
  const isPair = third === undefined && cues.has("compare") && COMPARE.test(text);
  if (!isPair) return reading;
  return { ...reading, ranges: visited, unknown: reading.unknown.filter(isNoPair) };
}

function withSum(reading: Reading): Reading {
  const { against: _, ...rest } = reading;
  const both = [...reading.ranges, ...(reading.against ? [reading.against] : [])];
  const isSum = both.length > 1 && SUM.test(reading.text) && !reading.cues.has("compare");
  const whole = isSum && reading.grain === undefined ? stretch(both) : undefined;
  return whole ? withoutSum({ ...rest, ranges: [whole] }) : reading;
}

/** "Add" and "plus" are understood where something is added up. */
function withoutSum(reading: Reading): Reading {
  const unknown = reading.unknown.filter((word) => !/^(?:add(?:ed)?|sum|plus|up)$/.test(word));
  const cues = new Set([...reading.cues].filter((cue) => cue !== "up" && cue !== "sort"));
  return { ...reading, unknown, cues };
}

function isNoPair(word: string): boolean {
  return !/^(?:two|2|both)$/.test(word);
}

/** Periods that follow each other as one; undefined where they do not. */
function stretch(ranges: readonly TimeRange[]): TimeRange | undefined {
  const sorted = ranges.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  const isChain = sorted.every((range, i) => i === 0 || sorted[i - 1]?.end === range.start);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!isChain || !first || !last) return undefined;
  const label = describePeriod(first.start, last.end);
  return { start: first.start, end: last.end, grain: first.grain, label };
}

/** The periods that were asked for one after another, of the same figure and nothing else new. */
export function visitedPart(
  { reading, roles, before }: Given,
  range: TimeRange | undefined,
): Pick<Frame, "visited"> {
  const isStep =
    before?.range !== undefined &&
    range !== undefined &&
    range.grain === before.range.grain &&
    range.start !== before.range.start &&
    roles.metrics.length + roles.filters.length + roles.dimensions.length === 0 &&
    reading.grain === undefined;
  if (!isStep || !before?.range) return {};
  return { visited: [...(before.visited ?? [before.range]), range] };
}
