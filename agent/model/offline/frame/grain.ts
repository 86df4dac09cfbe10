import { daysBetween } from "../../../semantic/dates.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Grain, TimeRange } from "../../../semantic/time-range.ts";
import type { Reading } from "../reading/reading.ts";
import type { Asked } from "./given.ts";
import { severalOf } from "./series.ts";
import { coverageOf, isSnapshot, type World } from "./world.ts";

/** The length of the periods of a series; undefined where none is told. */
export function chooseGrain(
  { given, intent, main }: Asked,
  range: TimeRange | undefined,
): Grain | undefined {
  const { reading, before, world } = given;
  const said = reading.grain === "auto" ? undefined : reading.grain;
  if (intent !== "trend") return intent === "target" ? said : undefined;
  const named = said ?? reading.compareGrain ?? statesOf(main, reading, world);
  if (named) return named;
  if (before?.grain && !range) return before.grain;
  const known = range ?? (main && coverageOf(world, main));
  return known ? grainFor(daysBetween(known.start, known.end)) : "month";
}

function statesOf(main: Metric | undefined, { text }: Reading, world: World): Grain | undefined {
  return main && isSnapshot(world, main) ? severalOf(text) : undefined;
}

/** The grain that shows a stretch of so many days in some 4 to 30 points. */
function grainFor(days: number): Grain {
  if (days <= 31) return "day";
  if (days <= 100) return "week";
  return days <= 1100 ? "month" : "quarter";
}
