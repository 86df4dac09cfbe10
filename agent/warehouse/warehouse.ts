import type { Cell, Column } from "../events.ts";
import type { Result } from "../failure.ts";
import type { GuardedStatement } from "../sql/guard.ts";

export type QueryLimits = {
  readonly maxRows: number;
  readonly timeoutMs: number;
  readonly maxCostUsd: number;
};

export type QueryOptions = {
  readonly limits: QueryLimits;
  readonly signal: AbortSignal;
  /** Who asks and in which turn, without personal data, for the warehouse's own records where it keeps any. */
  readonly labels?: Readonly<Record<string, string>>;
};

/** `rows` in the order of `columns`, at most `maxRows`; `truncated` says whether there were more. */
export type QueryResult = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows returned here; when `truncated` the engine had more. */
  readonly rowCount: number;
  readonly truncated: boolean;
  /** Bytes scanned, 0 where the engine does not say. */
  readonly bytes: number;
  readonly costUsd: number;
  readonly ms: number;
};

/** Where the workspace's tables live. Spoken to in BigQuery SQL that has passed the guard. */
export type Warehouse = AsyncDisposable & {
  readonly kind: "duckdb" | "bigquery" | "postgres";
  /**
   * Runs one guarded statement. A statement that the engine refuses is a result of kind `query-rejected`
   * (a wrong column names the real ones), one that would cost too much `query-too-large`, one that takes too long `timed-out`.
   *
   * @throws {TurnError} when the warehouse is down; the reason of `signal` when that aborts (the engine's query is stopped).
   */
  query(statement: GuardedStatement, options: QueryOptions): Promise<Result<QueryResult>>;
  /** The last date with data among the named tables (ISO), null when they carry no time. */
  asOf(tables: readonly string[], signal: AbortSignal): Promise<string | null>;
};
