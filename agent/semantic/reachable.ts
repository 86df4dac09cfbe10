import { pathsFrom } from "./join-paths.ts";
import { metricPlan } from "./metric-plan.ts";
import type { Dataset, Field, Metric, SemanticModel } from "./model.ts";

/**
 * The field that a metric's rows can be grouped or filtered by when a question names `fieldId`: that field itself when
 * many-to-one steps lead to it, else the field of the same name and type in the metric's own dataset, else the nearest such
 * field that steps lead to. Undefined when there is none, or the metric is unknown.
 */
export function resolveField(
  model: SemanticModel,
  metricName: string,
  fieldId: string,
): string | undefined {
  const metric = model.metrics.find(({ name }) => name === metricName);
  if (!metric) return undefined;
  const resolved = metricPlan(model, metric).bases.map((base) => resolveFrom(model, base, fieldId));
  return resolved.every(Boolean) ? resolved[0]?.id : undefined;
}

/** Fields that the metric can be grouped or filtered by, those of its own dataset first. Empty for an unknown metric. */
export function reachableFields(model: SemanticModel, metricName: string): readonly Field[] {
  const metric = model.metrics.find(({ name }) => name === metricName);
  if (!metric) return [];
  const [base = "", ...others] = metricPlan(model, metric).bases;
  return fieldsFrom(model, base).filter(({ id }) =>
    others.every((other) => resolveFrom(model, other, id)),
  );
}

/** Fields of a dataset and of all that it joins to, its own first, then the nearest. */
export function fieldsFrom(model: SemanticModel, base: string): readonly Field[] {
  return [...pathsFrom(model, base).keys()].flatMap(
    (name) => datasetNamed(model, name)?.fields ?? [],
  );
}

/** As `resolveField`, for the rows of one dataset. */
export function resolveFrom(
  model: SemanticModel,
  base: string,
  fieldId: string,
): Field | undefined {
  const reachable = fieldsFrom(model, base);
  const exact = reachable.find(({ id }) => id === fieldId);
  if (exact) return exact;
  const asked = fieldWithId(model, fieldId);
  return asked && reachable.find((field) => field.name === asked.name && sameType(field, asked));
}

/** A type that the model leaves open is not held against a field. */
function sameType(a: Field, b: Field): boolean {
  return a.type === b.type || a.type === "Opaque" || b.type === "Opaque";
}

/** The field that periods apply to. Undefined for an unknown metric or one whose data carries no time. */
export function timeFieldOf(model: SemanticModel, metricName: string): Field | undefined {
  const metric = model.metrics.find(({ name }) => name === metricName);
  return (
    metric && timeFieldFor(model, metric, metricPlan(model, metric).bases[0] ?? metric.dataset)
  );
}

/** The field that periods apply to in one of the datasets that a metric goes over. */
export function timeFieldFor(
  model: SemanticModel,
  metric: Metric,
  base: string,
): Field | undefined {
  const own = metric.timeField;
  const named = own && (own.includes(".") ? own : `${metric.dataset}.${own}`);
  const chosen = named && fieldsFrom(model, base).find(({ id }) => id === named);
  return chosen || timeFieldIn(model, base);
}

/** The field that periods apply to in a dataset's rows: its own, or that of the dataset it belongs to. */
export function timeFieldIn(model: SemanticModel, base: string): Field | undefined {
  const dataset = datasetNamed(model, base);
  if (dataset?.timeField) return fieldWithId(model, `${base}.${dataset.timeField}`);
  return dataset?.inheritedTime ? fieldWithId(model, dataset.inheritedTime) : undefined;
}

export function datasetNamed(model: SemanticModel, name: string): Dataset | undefined {
  return model.datasets.find((dataset) => dataset.name === name);
}

export function fieldWithId(model: SemanticModel, id: string): Field | undefined {
  const dot = id.indexOf(".");
  return datasetNamed(model, id.slice(0, dot))?.fields.find((field) => field.id === id);
}
