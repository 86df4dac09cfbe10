import type { Metric } from "../../../semantic/model.ts";
import { fieldWithId, type World } from "./world.ts";

/** True for fields that can be summed: numbers that are no keys. */
export function isNumeric(fieldId: string, world: World): boolean {
  const field = fieldWithId(world, fieldId);
  const isNumber = ["Integer", "Decimal", "Float"].includes(field?.type ?? "");
  return isNumber && field !== undefined && !keysOf(field.dataset, world).includes(field.name);
}

/** Columns that say which row, or which row of another dataset, and measure nothing. */
function keysOf(dataset: string, { model }: World): readonly string[] {
  const own = model.datasets.find(({ name }) => name === dataset)?.primaryKey ?? [];
  const referring = model.relationships.flatMap(({ from, fromColumns }) =>
    from === dataset ? fromColumns : [],
  );
  return [...own, ...referring];
}

/** The metric with that expression, the model's own before an implied one. */
export function computing(expression: string, { model }: World): Metric | undefined {
  const plain = (text: string) => text.replaceAll(/\s+/g, "").toLowerCase();
  return model.metrics.find((metric) => plain(metric.expression) === plain(expression));
}

/** How many rows a dataset has: the metric that counts its key. */
export function rowCountOf(name: string, world: World): Metric | undefined {
  const key = world.model.datasets.find((dataset) => dataset.name === name)?.primaryKey ?? [];
  return key.flatMap(
    (column) =>
      computing(`COUNT(${name}.${column})`, world) ??
      (key.length === 1 ? computing(`COUNT(DISTINCT ${name}.${column})`, world) : undefined) ??
      [],
  )[0];
}
