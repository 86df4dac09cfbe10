import type { TimeRange } from "../../../semantic/time-range.ts";
import { parseTime } from "../time/parse-time.ts";

/** The latest day that a document is taken to speak from: what it names without a year lies before. */
type Around = Pick<TimeRange, "start" | "end">;

/**
 * True when the text names a period, by its year, that shares a day with the range and is no longer than two years:
 * "between 24 March and 1 June 2025" in April, "summer 2024" in August.
 */
export function tellsOf(text: string, range: Around): boolean {
  if (!/\d{4}/.test(text)) return false;
  return parseTime(text, { today: range.end, fiscalYearStartMonth: 1 }).some(
    (mention) =>
      mention.kind === "range" &&
      !mention.implicitYear &&
      mention.range.grain !== "year" &&
      daysOf(mention.range) <= LONGEST &&
      mention.range.start < range.end &&
      mention.range.end > range.start,
  );
}

const LONGEST = 731;

function daysOf({ start, end }: Around): number {
  return (Date.parse(end) - Date.parse(start)) / 86_400_000;
}
