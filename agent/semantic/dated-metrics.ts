import { isDate } from "./build-datasets.ts";
import { metricPlan } from "./metric-plan.ts";
import type { Field, Metric, SemanticModel } from "./model.ts";
import { timeFieldOf } from "./reachable.ts";

/**
 * The metrics of the model by each other date of their rows: orders by the day that they were shipped. For metrics that go
 * over the rows of one dataset, states excepted; never listed, only used.
 */
export function datedMetrics(model: SemanticModel): Metric[] {
  return model.metrics.flatMap((metric) => {
    const dataset = model.datasets.find(({ name }) => name === metric.dataset);
    const { bases } = metricPlan(model, metric);
    if (!dataset || dataset.snapshot || bases.length > 1) return [];
    const usual = timeFieldOf(model, metric.name);
    const others = dataset.fields.filter((field) => isDate(field) && field.id !== usual?.id);
    return others.map((field) => datedBy(metric, field));
  });
}

function datedBy(metric: Metric, field: Field): Metric {
  const { target: _goal, ratio: _sides, definition: _text, ...rest } = metric;
  return {
    ...rest,
    name: datedName(metric.name, field),
    label: `${metric.label} by ${field.label}`,
    synonyms: [],
    timeField: field.name,
    implied: true,
  };
}

/** What the metric is called when periods apply to that date of its rows. */
export function datedName(metric: string, { name }: Pick<Field, "name">): string {
  return `${metric}_by_${name}`;
}
