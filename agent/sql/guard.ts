import { fail, ok, type Result } from "../failure.ts";
import { createBoundedMap } from "./bounded-map.ts";
import { Complaint, complain } from "./complaint.ts";
import { MAX_SQL_CHARACTERS } from "./lexer.ts";
import { parseStatement } from "./parse-query.ts";
import { printBigquery } from "./print-query.ts";
import type { Catalog } from "./resolution.ts";
import { resolveStatement } from "./resolve-query.ts";
import { UNKNOWN } from "./types.ts";

/** What a statement may read. Table names are without dataset; column names are physical. */
export type SqlScope = {
  /** BigQuery dataset; names may be written `dataset.table` or `table`. */
  readonly dataset: string;
  readonly tables: ReadonlyMap<string, readonly string[]>;
};

declare const guarded: unique symbol;

/**
 * A statement that passed the guard: one SELECT over known tables with known functions, written back from its tree.
 * Only `guardSql` makes one.
 */
export type GuardedStatement = {
  readonly [guarded]: true;
  /** BigQuery SQL, canonical: comments gone, spacing and case of keywords settled. Two equal statements have equal text. */
  readonly sql: string;
  readonly tables: readonly string[];
  /** Columns of those tables that it reads in whatever place, each `table.column`, sorted. */
  readonly columns: readonly string[];
};

type Guarded = {
  readonly catalog: Catalog;
  readonly results: Map<string, Result<GuardedStatement>>;
};

const REMEMBERED = 500;
const scopes = new WeakMap<SqlScope, Guarded>();

/**
 * The statement as it may run, or `query-rejected` with words that help to mend it. Never throws.
 * Pure; remembers the last 500 answers a scope.
 */
export function guardSql(sql: string, scope: SqlScope): Result<GuardedStatement> {
  const { catalog, results } = openScope(scope);
  const known = results.get(sql);
  if (known !== undefined) return known;
  const result = guard(sql, catalog);
  if (sql.length <= MAX_SQL_CHARACTERS) results.set(sql, result);
  return result;
}

function openScope(scope: SqlScope): Guarded {
  const known = scopes.get(scope);
  if (known !== undefined) return known;
  const opened = {
    catalog: toCatalog(scope),
    results: createBoundedMap<string, Result<GuardedStatement>>(REMEMBERED),
  };
  scopes.set(scope, opened);
  return opened;
}

/** The scope's tables as the resolver reads them; their types are not known. */
export function toCatalog({ dataset, tables }: SqlScope): Catalog {
  const known = [...tables].map(
    ([table, columns]) => [table, columns.map((name) => ({ name, type: UNKNOWN }))] as const,
  );
  return { dataset, tables: new Map(known) };
}

function guard(sql: string, catalog: Catalog): Result<GuardedStatement> {
  try {
    const { text, tables, columns } = writeBack(sql, catalog);
    // What was written must read as what it was written from: no engine may see another statement than was checked.
    if (writeBack(text, catalog).text !== text)
      complain("The statement cannot be written without doubt");
    return ok(Object.freeze({ sql: text, tables, columns }) as unknown as GuardedStatement);
  } catch (cause) {
    const reason =
      cause instanceof Complaint
        ? cause.message
        : "The statement could not be read; write a simpler one";
    return fail({ kind: "query-rejected", reason });
  }
}

type Written = {
  readonly text: string;
  readonly tables: readonly string[];
  readonly columns: readonly string[];
};

function writeBack(sql: string, catalog: Catalog): Written {
  const query = parseStatement(sql);
  const resolution = resolveStatement(query, catalog);
  const columns = [...resolution.reads].toSorted();
  return {
    text: printBigquery(query, resolution, catalog),
    tables: [...resolution.tables],
    columns,
  };
}
