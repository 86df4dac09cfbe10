import { describePeriod } from "../../../semantic/dates.ts";
import type { Grain, TimeRange } from "../../../semantic/time-range.ts";
import type { Reading } from "../reading/reading.ts";

const GRAINS: readonly Grain[] = ["day", "week", "month", "quarter", "year"];

/** "By quarter for 2023 and 2024": two periods that follow each other, with a finer grain, are one stretch of time. */
export function stretchOf({ ranges, against, grain }: Reading): TimeRange | undefined {
  const both = [...ranges, ...(against ? [against] : [])].toSorted((a, b) =>
    a.start < b.start ? -1 : 1,
  );
  const [first, second, another] = both;
  if (!first || !second || another || grain === undefined || first.end !== second.start)
    return undefined;
  const isFiner = grain === "auto" || GRAINS.indexOf(grain) < GRAINS.indexOf(first.grain);
  if (!isFiner) return undefined;
  const label = describePeriod(first.start, second.end);
  return { start: first.start, end: second.end, grain: second.grain, label };
}
