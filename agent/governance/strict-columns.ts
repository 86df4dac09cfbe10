import { columnsIn, parseExpression } from "../semantic/expression.ts";
import type { Dataset, SemanticModel } from "../semantic/model.ts";
import { withoutQualifiers } from "../semantic/sql-source.ts";
import { guardSql, type SqlScope, toCatalog } from "../sql/guard.ts";
import { parseStatement } from "../sql/parse-query.ts";
import { printBigquery } from "../sql/print-query.ts";
import { resolveStatement } from "../sql/resolve-query.ts";

export type StrictColumns = {
  /** Of tables, each `table.column`, in small letters. */
  readonly columns: ReadonlySet<string>;
  /** True when an expression over the dataset's rows takes up such a column. */
  reads(dataset: Dataset, expression: string): boolean;
};

/** The columns behind hidden fields. Whatever else reads them is as hidden as they are. */
export function strictColumns(model: SemanticModel, hidden: ReadonlySet<string>): StrictColumns {
  const homes = new Set(
    model.datasets.flatMap((dataset) =>
      dataset.fields
        .filter(({ id }) => hidden.has(id))
        .flatMap(({ expression }) =>
          namesIn(expression).map((column) => `${homeOf(dataset)}.${column}`),
        ),
    ),
  );
  return {
    columns: new Set([...homes].flatMap((one) => (one.startsWith("(") ? [] : [one]))),
    reads: (dataset, expression) =>
      namesIn(expression).some((column) => homes.has(`${homeOf(dataset)}.${column}`)),
  };
}

/** Columns of tables, in small letters, that the query of a dataset reads; none of a dataset that is a table, all known ones of a query that cannot be read. */
export function queryColumns({ source, tables }: Dataset, scope: SqlScope): readonly string[] {
  if (source.kind === "table") return [];
  const guarded = guardSql(toPlain(source.sql, scope), scope);
  const columns = guarded.ok
    ? guarded.value.columns
    : tables.flatMap((table) => (scope.tables.get(table) ?? []).map((name) => `${table}.${name}`));
  return columns.map((column) => column.toLowerCase());
}

/** The query with tables named as the scope names them; itself where it cannot be read. */
function toPlain(sql: string, scope: SqlScope): string {
  try {
    const query = withoutQualifiers(parseStatement(sql));
    const catalog = toCatalog(scope);
    return printBigquery(query, resolveStatement(query, catalog), catalog);
  } catch {
    return sql; // The guard says no to it, and then all columns count as read.
  }
}

/** Two datasets over one table share its columns; a query's are its own. */
function homeOf({ name, source }: Dataset): string {
  return source.kind === "table" ? source.table.toLowerCase() : `(${name})`;
}

/** In small letters: engines compare names without case. */
function namesIn(expression: string): readonly string[] {
  const parsed = parseExpression(expression);
  if (!parsed.ok) return [];
  return columnsIn(parsed.value).flatMap(([name]) => name?.toLowerCase() ?? []);
}
