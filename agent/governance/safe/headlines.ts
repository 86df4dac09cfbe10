import { startOf, step } from "../../semantic/dates.ts";
import { metricPlan } from "../../semantic/metric-plan.ts";
import type { Metric } from "../../semantic/model.ts";
import type { Grain } from "../../semantic/time-range.ts";
import type { SafeContext } from "./safe-context.ts";
import type { Slice } from "./slices.ts";

/** True for metrics over all rows of a slice in whole periods, each as the author vouches for it. */
export function isHeadline(
  slice: Slice,
  metrics: readonly Metric[],
  context: SafeContext,
): boolean {
  const { base, dimensions, filters } = slice;
  if (dimensions.length > 0 || filters.length > 0) return false;
  const own = metrics.filter((metric) => basesOf(metric, context).includes(base));
  return own.every(({ name }) => {
    const headline = context.access.headlines.find(({ metric }) => metric === name);
    return headline !== undefined && isWhole(slice, headline.grain, context);
  });
}

/** What everyone may know of the periods that a slice touches: nothing where no headline is of its dataset. */
export function headlinesBeside(slice: Slice, context: SafeContext): readonly Slice[] {
  const { base, time, timeField } = slice;
  const grains = context.access.headlines.flatMap(({ metric: name, grain }) => {
    const metric = context.model.metrics.find((one) => one.name === name);
    return metric && basesOf(metric, context).includes(base) ? [grain] : [];
  });
  const whole = { base, dimensions: [], filters: [] };
  const { fiscalYearStartMonth: first } = context.options;
  return [...new Set(grains)].map((grain) => {
    if (!time || timeField === undefined) return whole;
    const start = startOf(grain, time.start, first);
    const last = startOf(grain, time.end, first);
    const end = last === time.end ? last : step(grain, last, 1);
    return { ...whole, timeField, time: { start, end, grain } };
  });
}

function basesOf(metric: Metric, { model }: SafeContext): readonly string[] {
  return metricPlan(model, metric).bases;
}

function isWhole({ time, timeField }: Slice, grain: Grain, context: SafeContext): boolean {
  if (!time) return true;
  const { fiscalYearStartMonth: first } = context.options;
  const known = context.coverage.get(timeField ?? "");
  const isEdge = (day: string) =>
    startOf(grain, day, first) === day ||
    // There are no data before, or none after yet.
    (known !== undefined && (day <= known.start || (day > known.end && day >= context.today)));
  const asked = (time.grain ?? grain) as Grain;
  return isEdge(time.start) && isEdge(time.end) && (asked === grain || HELD[grain].includes(asked));
}

/** Longer periods that are made of whole ones. */
const HELD: Readonly<Record<Grain, readonly Grain[]>> = {
  day: ["week", "month", "quarter", "year"],
  week: [],
  month: ["quarter", "year"],
  quarter: ["year"],
  year: [],
};
