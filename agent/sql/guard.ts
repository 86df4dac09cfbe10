import type { Result } from "../failure.ts";

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
};

/** Placeholder signature while the guard is written. */
export type GuardSql = (sql: string, scope: SqlScope) => Result<GuardedStatement>;
