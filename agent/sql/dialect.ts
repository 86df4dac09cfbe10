import { fail, ok, type Result } from "../failure.ts";
import { Complaint } from "./complaint.ts";
import { printDuckdb } from "./duckdb/query.ts";
import type { GuardedStatement } from "./guard.ts";
import { parseStatement } from "./parse-query.ts";
import type { Catalog } from "./resolution.ts";
import { outputColumns, resolveStatement } from "./resolve-query.ts";
import type { SqlField } from "./types.ts";

export type DuckdbDialect = {
  /** Tables with the types of their columns, since BigQuery's meaning hangs on them. */
  readonly catalog: Catalog;
  /** The date that CURRENT_DATE gives, where the workspace has a clock of its own; else the real one. */
  readonly today?: string;
};

/** `columns` are the statement's, by name and as far as is known by type. */
export type DuckdbStatement = { readonly sql: string; readonly columns: readonly SqlField[] };

/**
 * A guarded statement in DuckDB's SQL, with the same rows as BigQuery would give. It needs a connection that has run
 * `DUCKDB_MACROS`. What cannot be made the same is `query-rejected` with words. Never throws.
 */
export function toDuckdb(
  statement: GuardedStatement,
  { catalog, today }: DuckdbDialect,
): Result<DuckdbStatement> {
  try {
    const query = parseStatement(statement.sql);
    const resolution = resolveStatement(query, catalog);
    const sql = printDuckdb(query, { resolution, catalog, ...(today && { today }) });
    return ok({ sql, columns: outputColumns(resolution.columnsOf.get(query) ?? []) });
  } catch (cause) {
    const reason =
      cause instanceof Complaint
        ? cause.message
        : "The statement could not be translated; write a simpler one";
    return fail({ kind: "query-rejected", reason });
  }
}
