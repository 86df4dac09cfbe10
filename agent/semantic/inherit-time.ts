import { physical } from "./check-relationships.ts";
import { pathsFrom } from "./join-paths.ts";
import type { Dataset, Relationship, SemanticModel } from "./model.ts";

/**
 * Lends a date to datasets that have none: that of the dataset each row belongs to (a line's order: the reference is part of the
 * line's own key), else the nearest one that the model marks `default_time`. Where several would do, none is lent.
 */
export function inheritTime(model: SemanticModel): SemanticModel {
  const datasets = model.datasets.map((dataset) => {
    if (dataset.timeField || dataset.inheritedTime) return dataset;
    const inheritedTime = lent(model, dataset, "owner") ?? lent(model, dataset, "marked");
    return inheritedTime === undefined ? dataset : { ...dataset, inheritedTime };
  });
  return { ...model, datasets };
}

function lent(model: SemanticModel, dataset: Dataset, by: "owner" | "marked"): string | undefined {
  const candidates = [...pathsFrom(model, dataset.name)].flatMap(([name, path]) => {
    const other = model.datasets.find((candidate) => candidate.name === name);
    const field = other?.fields.find((candidate) => candidate.name === other.timeField);
    if (!field || path.length === 0) return [];
    const fits = by === "owner" ? path.every((step) => belongs(model, step)) : field.defaultTime;
    return fits ? [{ id: field.id, steps: path.length }] : [];
  });
  const nearest = Math.min(...candidates.map(({ steps }) => steps));
  const [only, another] = candidates.filter(({ steps }) => steps === nearest);
  return another ? undefined : only?.id;
}

/** True when the reference is part of the many side's own key. */
function belongs(model: SemanticModel, step: Relationship): boolean {
  const many = model.datasets.find(({ name }) => name === step.from);
  const key = many?.primaryKey.map((column) => physical(many, column)) ?? [];
  return (
    many !== undefined &&
    key.length > step.fromColumns.length &&
    step.fromColumns.every((column) => key.includes(physical(many, column)))
  );
}
