import { columnsIn, parseExpression } from "../semantic/expression.ts";
import type { Dataset, SemanticModel } from "../semantic/model.ts";
import type { SqlScope } from "../sql/guard.ts";
import type { Narrowed } from "./narrow-model.ts";
import { queryColumns } from "./strict-columns.ts";

/** Tables and columns that free SQL may name: those that the narrowed model stands on. What no model names is not there. */
export function narrowScope({ model, strict }: Narrowed, whole: SqlScope): SqlScope {
  const open = new Set(
    model.datasets
      .flatMap((dataset) => [...ownColumns(dataset, model), ...queryColumns(dataset, whole)])
      .filter((column) => !strict.has(column)),
  );
  const tables = [...whole.tables].flatMap(([table, columns]) => {
    const kept = columns.filter((column) => open.has(`${table}.${column}`.toLowerCase()));
    return kept.length > 0 ? [[table, kept] as const] : [];
  });
  return { dataset: whole.dataset, tables: new Map(tables) };
}

/** Columns of the table that a dataset is, by its fields, keys, joins and filter; none of a query. */
function ownColumns(dataset: Dataset, { relationships }: SemanticModel): readonly string[] {
  const { source, fields, defaultFilter = "TRUE", name } = dataset;
  if (source.kind === "query") return [];
  const expressions = [...fields.map(({ expression }) => expression), defaultFilter];
  const joined = relationships.flatMap(({ from, to, fromColumns, toColumns }) => [
    ...(from === name ? fromColumns : []),
    ...(to === name ? toColumns : []),
  ]);
  const keys = [...dataset.primaryKey, ...dataset.uniqueKeys.flat(), ...joined];
  return [...expressions.flatMap(columnsOf), ...keys].map((column) =>
    `${source.table}.${column}`.toLowerCase(),
  );
}

function columnsOf(expression: string): readonly string[] {
  const parsed = parseExpression(expression);
  return parsed.ok ? columnsIn(parsed.value).flatMap(([name]) => name ?? []) : [];
}
