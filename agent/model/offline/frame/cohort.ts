import { addDays } from "../../../semantic/dates.ts";
import type { Filter } from "../../../semantic/metric-query.ts";
import { timeFieldOf } from "../../../semantic/reachable.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { isMetricName, metricsOf } from "./named.ts";
import { countedDataset } from "./rows.ts";
import { isSnapshot, metricNamed, type World } from "./world.ts";

/** Those who came in a period, as what a metric of their doings is limited to. */
export type Cohort = { readonly filter: Filter; readonly label: string };

/**
 * "Revenue from new customers in 2024", "revenue of customers acquired in 2023": the metric that counts those who came is no
 * second figure beside the first, but says whose the first is. `reading` is left without it; without the period as well where
 * that only says when they came. "Employees hired in 2024" are those who came themselves.
 */
export function withCohort(reading: Reading, world: World): Reading {
  const [range] = reading.ranges;
  const [first, second, another] = reading.names.filter(isMetricName);
  if (!range || !first || !second || another || first.listed || second.grouping) return reading;
  const field = cameOn(second, first, world);
  if (field === undefined) return reading;
  const register = field.slice(0, field.indexOf("."));
  if (isThemselves(first, register, world))
    return { ...reading, names: reading.names.filter((name) => name !== first) };
  const isNew = /\bnew\b/i.test(second.words);
  return {
    ...reading,
    names: reading.names.filter((name) => name !== second),
    ranges: isNew ? reading.ranges : [],
    cohort: {
      filter: { field, op: "between", values: [range.start, addDays(range.end, -1)] },
      label: `Only ${second.words} in ${labelOf(range)} count`,
    },
  };
}

/** The rows that came, by their own name or as what a state counts: "how many people did we hire". */
function isThemselves({ meanings, counted }: Named, register: string, world: World): boolean {
  return meanings.some((m) => {
    if (m.kind === "dataset") return m.dataset === register;
    const metric = m.kind === "metric" && counted ? metricNamed(world, m.metric) : undefined;
    return metric !== undefined && isSnapshot(world, metric);
  });
}

function labelOf({ label }: TimeRange): string {
  return label;
}

/** The date on which those came whom the second metric counts, where rows of the first refer to them. */
function cameOn(second: Named, first: Named, world: World): string | undefined {
  const [count] = metricsOf(second);
  const [main] = metricsOf(first).flatMap((name) => metricNamed(world, name) ?? []);
  const register = count === undefined ? undefined : countedDataset(count, world);
  const refers = world.model.relationships.some(
    ({ from, to }) => from === main?.dataset && to === register,
  );
  if (count === undefined || !refers) return undefined;
  const field = timeFieldOf(world.model, count);
  return field?.dataset === register ? field?.id : undefined;
}
