import { addMonths, describePeriod } from "../../../semantic/dates.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";

/** Words that speak of what is yet to come. */
export const AHEAD =
  /\b(?:will|won['’ ]?t|shall|going to|about to|likely to|forecast|predict\w*|project(?:ed|ions?))\b/i;

/** The same period a year later. */
export function yearAfter({ start, end, grain }: TimeRange, fiscalStart: number): TimeRange {
  const [from, to] = [addMonths(start, 12), addMonths(end, 12)];
  return { start: from, end: to, grain, label: describePeriod(from, to, fiscalStart) };
}
