import type { MetricQuery } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import { resolveField } from "../../../semantic/reachable.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Frame } from "../frame/frame.ts";
import { isWhole } from "../frame/shifts.ts";
import { sameYearBefore } from "../frame/so-far.ts";
import { coverageOf, type World } from "../frame/world.ts";

/** The frame as a query over its own period. */
export function base(frame: Frame): Omit<MetricQuery, "kind"> {
  return {
    metrics: frame.metrics,
    dimensions: frame.dimensions,
    filters: frame.filters,
    ...(frame.having.length > 0 && { having: frame.having }),
    ...(frame.range && { time: { start: frame.range.start, end: frame.range.end } }),
  };
}

/** The same query over another period. */
export function over(
  query: Omit<MetricQuery, "kind">,
  range: TimeRange,
): Omit<MetricQuery, "kind"> {
  return { ...query, time: { start: range.start, end: range.end } };
}

/** The metric's target, when it exists at the grain of the period and under every filter. */
export function targetFor(main: Metric, frame: Frame, world: World): string | undefined {
  const { target } = main;
  const { range, filters } = frame;
  if (!target || !range) return undefined;
  const whole = isWhole(range, target.grain, world.workspace.fiscalYearStartMonth);
  const fields = filters.map(({ field }) => field);
  return whole && resolvable(fields, target.metric, world) ? target.metric : undefined;
}

/** True when the metric can be filtered and grouped by all the fields. */
export function resolvable(fields: readonly string[], metric: string, { model }: World): boolean {
  return fields.every((field) => resolveField(model, metric, field) !== undefined);
}

/** The same period a year before, when the data reach back that far; of a period that is not over, the same days. */
export function yearBeforeWithin(
  range: TimeRange,
  main: Metric,
  world: World,
): TimeRange | undefined {
  const before = sameYearBefore(range, main, world);
  const known = coverageOf(world, main);
  return known && known.start <= before.start ? before : undefined;
}

/** A single sum with what it is made of: revenue = transactions × average deal. */
export function withComponents(metrics: readonly string[], { model }: World): readonly string[] {
  const [only, another] = metrics;
  if (another !== undefined) return metrics;
  const made = model.metrics.find(({ ratio, implied }) => !implied && ratio?.numerator === only);
  return made?.ratio ? [...metrics, made.ratio.denominator, made.name] : metrics;
}
