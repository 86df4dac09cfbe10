import type { Result } from "../failure.ts";
import { parseStatement } from "../sql/parse-query.ts";
import { resolveStatement } from "../sql/resolve-query.ts";
import { UNKNOWN } from "../sql/types.ts";
import { messageOf } from "./check-fields.ts";
import { physical } from "./check-relationships.ts";
import { attempt, columnsIn, parseExpression } from "./expression.ts";
import type { Dataset, SemanticModel } from "./model.ts";
import { mend } from "./nearest.ts";
import type { Path, Problem } from "./problems.ts";
import { withoutQualifiers } from "./sql-source.ts";

/** Columns by physical table, names without the dataset. */
export type Tables = ReadonlyMap<string, readonly string[]>;

/** Where the model names tables or columns that the warehouse does not have. Paths are those of the document; empty when all are there. */
export function checkModel(model: SemanticModel, tables: Tables): readonly Problem[] {
  return [
    ...model.datasets.flatMap((dataset, index) =>
      checkDataset(dataset, tables, ["datasets", index]),
    ),
    ...model.rollups.flatMap(({ dataset }) => checkDataset(dataset, tables, ["datasets"])),
    ...model.relationships.flatMap((relationship, index) =>
      (["from", "to"] as const).flatMap((side) => {
        const dataset = model.datasets.find(({ name }) => name === relationship[side]);
        const columns =
          dataset && relationship[`${side}Columns`].map((name) => physical(dataset, name));
        const place = { path: ["relationships", index, `${side}_columns`], tables };
        return dataset && columns ? missing(dataset, columns, place) : [];
      }),
    ),
  ];
}

function checkDataset(dataset: Dataset, tables: Tables, path: Path): readonly Problem[] {
  const unknown = dataset.tables.filter((table) => !tables.has(table));
  if (unknown.length > 0) {
    return unknown.map((table) => ({
      path: [...path, "source"],
      message: `names the table "${table}", which the data does not have${mend(table, [...tables.keys()])}`,
    }));
  }
  if (dataset.source.kind === "query") {
    const checked = checkQuery(dataset.source.sql, tables);
    if (!checked.ok) return [{ path: [...path, "source"], message: messageOf(checked.failure) }];
  }
  const keys = [...dataset.primaryKey, ...dataset.uniqueKeys.flat()].map((name) =>
    physical(dataset, name),
  );
  return [
    ...missing(dataset, keys, { path: [...path, "primary_key"], tables }),
    ...dataset.fields.flatMap((field, index) =>
      missing(dataset, columnsOf(field.expression), {
        path: [...path, "fields", index, "expression"],
        tables,
      }),
    ),
    ...missing(dataset, filterColumns(dataset), { path: [...path, "custom_extensions"], tables }),
  ];
}

/** Resolves every name of a query against the tables, whatever dataset it writes before them. */
function checkQuery(sql: string, tables: Tables): Result<unknown> {
  const columns = [...tables].map(
    ([table, names]) => [table, names.map((name) => ({ name, type: UNKNOWN }))] as const,
  );
  return attempt(() =>
    resolveStatement(withoutQualifiers(parseStatement(sql)), {
      dataset: "",
      tables: new Map(columns),
    }),
  );
}

function filterColumns(dataset: Dataset): readonly string[] {
  const fields = new Set(dataset.fields.map(({ name }) => name.toLowerCase()));
  return columnsOf(dataset.defaultFilter ?? "TRUE").filter(
    (name) => !fields.has(name.toLowerCase()),
  );
}

function missing(
  dataset: Dataset,
  columns: readonly string[],
  { path, tables }: { path: Path; tables: Tables },
): readonly Problem[] {
  const known =
    dataset.source.kind === "table" ? tables.get(dataset.source.table) : dataset.columns;
  if (!known) return [];
  const there = new Set(known.map((column) => column.toLowerCase()));
  return [...new Set(columns)]
    .filter((column) => !there.has(column.toLowerCase()))
    .map((column) => ({
      path,
      message: `names the column "${column}", which ${dataset.name} does not have${mend(column, known)}`,
    }));
}

function columnsOf(sql: string): readonly string[] {
  const parsed = parseExpression(sql);
  return parsed.ok ? columnsIn(parsed.value).flatMap(([name]) => name ?? []) : [];
}
