import type { Metric } from "../../../semantic/model.ts";
import type { Reading } from "../reading/reading.ts";
import { rowCountOf } from "./aggregates.ts";
import { flagValues } from "./flags.ts";
import { valueMeanings } from "./named.ts";
import { headlineMetric, isFact, isSnapshot, type World } from "./world.ts";

/**
 * "Which channel has the most cancellations", "troponins from Emergency": where no figure is named and the headline is a rate, or
 * something of yes and no is, how many rows there are is meant. Undefined otherwise.
 */
export function countImplied(reading: Reading, world: World): string | undefined {
  const flags = reading.names.flatMap((name) =>
    valueMeanings(name).filter(({ field }) => flagValues(field, world) !== undefined),
  );
  const flagged = flags
    .map(({ field }) => field.slice(0, field.indexOf(".")))
    .find((dataset) => isFact(world, dataset));
  if (flagged !== undefined && COUNTING.test(reading.text)) return rowCountOf(flagged, world)?.name;
  const headline = headlineMetric(world);
  const isAmong = reading.names.some((name) => valueMeanings(name).length > 0);
  const isCounted = (isAmong || BUSY.test(reading.text)) && !reading.cues.has("overview");
  if (!headline || !isRate(headline, world) || !isCounted) return undefined;
  return rowCountOf(headline.dataset, world)?.name;
}

const COUNTING = /\b(?:most|many|number|fewest|least|count)\b/i;
const BUSY = /\b(?:busiest|quietest|most popular|most common)\b/i;

function isRate(metric: Metric, world: World): boolean {
  return !metric.additive && !isSnapshot(world, metric);
}
