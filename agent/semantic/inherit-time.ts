import { physical } from "./check-relationships.ts";
import { pathsFrom } from "./join-paths.ts";
import type { Dataset, Relationship, SemanticModel } from "./model.ts";

/** Fields that say when without being dates: rows that have one are not dated by something else. */
const TIME_WORDS =
  /^(fiscal_?)?(year|quarter|half|month|week|day|date|period)(_?(no|number|name|id|key))?$/i;

/**
 * Lends a date to datasets that have none: that of the dataset each row belongs to (a line's order: the reference is part of the
 * line's own key), else the nearest one that the model marks `default_time`, else that of the nearest that refers to others itself,
 * as events do and things do not. Where several would do, or the rows say when in another way, none is lent.
 */
export function inheritTime(model: SemanticModel): SemanticModel {
  const datasets = model.datasets.map((dataset) => {
    if (dataset.timeField || dataset.inheritedTime || dataset.snapshot || saysWhen(dataset))
      return dataset;
    const inheritedTime =
      lent(model, dataset, "owner") ??
      lent(model, dataset, "marked") ??
      lent(model, dataset, "event");
    return inheritedTime === undefined ? dataset : { ...dataset, inheritedTime };
  });
  return { ...model, datasets };
}

function lent(
  model: SemanticModel,
  dataset: Dataset,
  by: "owner" | "marked" | "event",
): string | undefined {
  const candidates = [...pathsFrom(model, dataset.name)].flatMap(([name, path]) => {
    const other = model.datasets.find((candidate) => candidate.name === name);
    const field = other?.fields.find((candidate) => candidate.name === other.timeField);
    if (!field || path.length === 0) return [];
    const fits = {
      owner: () => path.every((step) => belongs(model, step)),
      marked: () => field.defaultTime === true,
      event: () => model.relationships.some(({ from }) => from === name),
    }[by];
    return fits() ? [{ id: field.id, steps: path.length }] : [];
  });
  const nearest = Math.min(...candidates.map(({ steps }) => steps));
  const [only, another] = candidates.filter(({ steps }) => steps === nearest);
  return another ? undefined : only?.id;
}

/** True when the reference is what the many side's own key begins with. */
function belongs(model: SemanticModel, step: Relationship): boolean {
  const many = model.datasets.find(({ name }) => name === step.from);
  if (!many || many.primaryKey.length <= step.fromColumns.length) return false;
  const start = many.primaryKey
    .slice(0, step.fromColumns.length)
    .map((column) => physical(many, column));
  return step.fromColumns.every((column) => start.includes(physical(many, column)));
}

function saysWhen({ fields }: Dataset): boolean {
  return fields.some((field) => field.isTime || TIME_WORDS.test(field.name));
}
