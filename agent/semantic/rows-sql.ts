import { quoteName } from "./expression.ts";
import { defaultFilterSql, keySql } from "./field-sql.ts";
import { joinPath, pathsFrom } from "./join-paths.ts";
import type { Dataset, Relationship, SemanticModel } from "./model.ts";
import { datasetNamed } from "./reachable.ts";
import type { Cte, Select } from "./select.ts";
import { withWorkedOut } from "./worked-out.ts";

/** The rows of a dataset, joined to what else is needed. `ctes` are the queries that stand for datasets. */
export type Rows = Required<Pick<Select, "from" | "joins" | "where">> & {
  readonly ctes: readonly Cte[];
  readonly tables: readonly string[];
};

export type RowsNeeded = {
  /** Names of datasets. */
  readonly needed: readonly string[];
  /** That of the warehouse which holds the tables. */
  readonly dataset: string;
  /** False where queries are to be run although their rows are worked out. */
  readonly rollups?: boolean | undefined;
};

/** Rows of `base` with the datasets that the query names: joined to one row each, none lost where there is no match. */
export function rowsOf(
  whole: SemanticModel,
  base: string,
  { needed, dataset, rollups = true }: RowsNeeded,
): Rows {
  const model = rollups ? withWorkedOut(whole) : whole;
  const steps = stepsTo(model, base, needed);
  const used = [base, ...steps.map(({ to }) => to)].flatMap(
    (name) => datasetNamed(model, name) ?? [],
  );
  const [own] = used;
  const filter = own && defaultFilterSql(own);
  const place = { dataset, apart: used.length > 1 && used.some(({ name }) => name === dataset) };
  return {
    from: own ? sourceSql(model, own, place) : quoteName(base),
    joins: steps.map((step) => joinSql(model, step, place)),
    where: filter ? [filter] : [],
    ctes: used.flatMap(({ name, source }) => {
      if (source.kind === "query") return [{ name: cteName(model, name), sql: source.sql }];
      const sql = `SELECT * FROM ${tableSql(dataset, source.table)}`;
      return place.apart ? [{ name: cteName(model, name), sql }] : [];
    }),
    tables: used.flatMap(({ tables }) => tables),
  };
}

/** The joins in an order in which each finds what it joins to. */
function stepsTo(
  model: SemanticModel,
  base: string,
  needed: readonly string[],
): readonly Relationship[] {
  const taken = new Set(needed.flatMap((name) => joinPath(model, base, name) ?? []));
  return [...pathsFrom(model, base).values()].flatMap((path) => {
    const last = path.at(-1);
    return last && taken.has(last) ? [last] : [];
  });
}

/**
 * Where the tables are. `apart`: each is named before the statement begins, since one called like the warehouse's dataset
 * would be taken for it in the names of all tables that are joined after it.
 */
type TablePlace = { readonly dataset: string; readonly apart: boolean };

function tableSql(dataset: string, table: string): string {
  return `${quoteName(dataset)}.${quoteName(table)}`;
}

function sourceSql(
  model: SemanticModel,
  { name, source }: Dataset,
  { dataset, apart }: TablePlace,
): string {
  if (source.kind === "query" || apart) {
    const cte = cteName(model, name);
    return cte === name ? quoteName(name) : `${quoteName(cte)} AS ${quoteName(name)}`;
  }
  const table = tableSql(dataset, source.table);
  return source.table === name ? table : `${table} AS ${quoteName(name)}`;
}

/** The name of a dataset's query in a statement: its own, unless a table has that too and another query might mean the table. */
function cteName(model: SemanticModel, name: string): string {
  const isTable = model.datasets.some(({ tables }) => tables.includes(name));
  return isTable ? `${name}_rows` : name;
}

function joinSql(model: SemanticModel, step: Relationship, place: TablePlace): string {
  const joined = datasetNamed(model, step.to);
  const keys = step.fromColumns.map((column, index) => {
    const other = step.toColumns[index] ?? column;
    return `${keySql(model, step.from, column)} = ${keySql(model, step.to, other)}`;
  });
  const filter = joined && defaultFilterSql(joined);
  const conditions = [...keys, ...(filter ? [filter] : [])].join(" AND ");
  return `LEFT JOIN ${joined ? sourceSql(model, joined, place) : quoteName(step.to)}\n  ON ${conditions}`;
}
