import type { Dataset, Rollup, SemanticModel } from "./model.ts";
import { datasetNamed } from "./reachable.ts";

const known = new WeakMap<SemanticModel, SemanticModel>();

/**
 * The model with tables in the place of queries whose rows a roll-up holds worked out: one for each, with every field as it
 * is written. Whatever is asked then reads the table. The model itself where there is none.
 */
export function withWorkedOut(model: SemanticModel): SemanticModel {
  const made = known.get(model) ?? replaceQueries(model);
  known.set(model, made);
  return made;
}

function replaceQueries(model: SemanticModel): SemanticModel {
  const datasets = model.datasets.map((dataset) => {
    const worked = workedOut(model, dataset);
    return worked ? { ...dataset, source: worked.source, tables: worked.tables } : dataset;
  });
  return datasets.every((dataset, i) => dataset === model.datasets[i])
    ? model
    : { ...model, datasets };
}

function workedOut(model: SemanticModel, dataset: Dataset): Dataset | undefined {
  if (dataset.source.kind !== "query" || dataset.defaultFilter) return undefined;
  return model.rollups.find(
    (rollup) =>
      rollup.of === dataset.name &&
      rollup.dataset.source.kind === "table" &&
      !rollup.dataset.defaultFilter &&
      hasSameRows(model, rollup) &&
      hasEveryField(dataset, rollup.dataset) &&
      hasEveryKey(model, dataset, rollup.dataset),
  )?.dataset;
}

/** Whether the roll-up has a row for each row of what it sums up: any aggregate is then the same over both. */
export function hasSameRows(model: SemanticModel, { of, dataset }: Rollup): boolean {
  const key = datasetNamed(model, of)?.primaryKey ?? [];
  const own = dataset.primaryKey;
  return key.length > 0 && key.length === own.length && key.every((name) => own.includes(name));
}

function hasEveryField({ fields }: Dataset, rollup: Dataset): boolean {
  return fields.every(
    ({ name, expression, values }) =>
      // Parts of a date that the model adds are made of a field beside them.
      values !== undefined ||
      rollup.fields.some(
        (other) => other.name === name && bare(other.expression) === bare(expression),
      ),
  );
}

function bare(column: string): string {
  return column.replaceAll("`", "");
}

/** What joins name are columns, of which the query may have more than the model names. */
function hasEveryKey(
  { relationships }: SemanticModel,
  { name }: Dataset,
  rollup: Dataset,
): boolean {
  const keys = relationships.flatMap(({ from, to, fromColumns, toColumns }) => [
    ...(from === name ? fromColumns : []),
    ...(to === name ? toColumns : []),
  ]);
  return keys.every((key) => rollup.fields.some((field) => field.name === key));
}
