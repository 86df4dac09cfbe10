import { daysBetween } from "../../../semantic/dates.ts";
import type { Grain, TimeRange } from "../../../semantic/time-range.ts";
import type { Asked } from "./given.ts";
import { coverageOf } from "./world.ts";

/** The length of the periods of a series; undefined where none is told. */
export function chooseGrain(
  { given, intent, main }: Asked,
  range: TimeRange | undefined,
): Grain | undefined {
  const { reading, before, world } = given;
  if (intent === "target" && reading.grain !== "auto") return reading.grain;
  if (intent !== "trend") return undefined;
  if (reading.grain !== undefined && reading.grain !== "auto") return reading.grain;
  if (reading.compareGrain) return reading.compareGrain;
  if (before?.grain && !range) return before.grain;
  const known = range ?? (main && coverageOf(world, main));
  return known ? grainFor(daysBetween(known.start, known.end)) : "month";
}

/** The grain that shows a stretch of so many days in some 4 to 30 points. */
function grainFor(days: number): Grain {
  if (days <= 31) return "day";
  if (days <= 100) return "week";
  return days <= 1100 ? "month" : "quarter";
}
