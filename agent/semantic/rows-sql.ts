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
  return {
    from: own ? sourceSql(model, own, dataset) : quoteName(base),
    joins: steps.map((step) => joinSql(model, step, dataset)),
    where: filter ? [filter] : [],
    ctes: used.flatMap(({ name, source }) =>
      source.kind === "query" ? [{ name: cteName(model, name), sql: source.sql }] : [],
    ),
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

function sourceSql(model: SemanticModel, { name, source }: Dataset, dataset: string): string {
  if (source.kind === "query") {
    const cte = cteName(model, name);
    return cte === name ? quoteName(name) : `${quoteName(cte)} AS ${quoteName(name)}`;
  }
  const table = `${quoteName(dataset)}.${quoteName(source.table)}`;
  return source.table === name ? table : `${table} AS ${quoteName(name)}`;
}

/** The name of a dataset's query in a statement: its own, unless a table has that too and another query might mean the table. */
function cteName(model: SemanticModel, name: string): string {
  const isTable = model.datasets.some(({ tables }) => tables.includes(name));
  return isTable ? `${name}_rows` : name;
}

function joinSql(model: SemanticModel, step: Relationship, dataset: string): string {
  const joined = datasetNamed(model, step.to);
  const keys = step.fromColumns.map((column, index) => {
    const other = step.toColumns[index] ?? column;
    return `${keySql(model, step.from, column)} = ${keySql(model, step.to, other)}`;
  });
  const filter = joined && defaultFilterSql(joined);
  const conditions = [...keys, ...(filter ? [filter] : [])].join(" AND ");
  return `LEFT JOIN ${joined ? sourceSql(model, joined, dataset) : quoteName(step.to)}\n  ON ${conditions}`;
}
