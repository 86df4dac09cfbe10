import type { Column } from "../events.ts";
import { type Failure, fail, ok, type Result, TurnError } from "../failure.ts";
import { createBoundedMap } from "../sql/bounded-map.ts";
import { type DuckdbStatement, toDuckdb } from "../sql/dialect.ts";
import type { GuardedStatement, SqlScope } from "../sql/guard.ts";
import type { Catalog } from "../sql/resolution.ts";
import { quoteName } from "../sql/standard-query.ts";
import { type CellColumn, toCell, toColumnType } from "./cells.ts";
import { checkStatement } from "./duckdb-check.ts";
import type { EngineConnection, EngineRows } from "./duckdb-engine.ts";
import { toReason } from "./duckdb-errors.ts";
import { type LockedOptions, openLocked } from "./duckdb-lock.ts";
import { createPool, type Pool } from "./duckdb-pool.ts";
import type { QueryLimits, QueryResult, Warehouse } from "./warehouse.ts";

export type DuckdbOptions = LockedOptions & {
  /** Column of a table that says when its rows happened. */
  readonly timeColumns?: ReadonlyMap<string, string>;
  /** What CURRENT_DATE gives, where the workspace has a clock of its own; undefined for the real one. */
  readonly today?: () => string | undefined;
};

/** `scope` is what the guard lets statements read: every table of the dataset. */
export type DuckdbWarehouse = Warehouse & { readonly kind: "duckdb"; readonly scope: SqlScope };

const REMEMBERED = 500;

/**
 * DuckDB behind the port: read-only, without access to files or network, its settings locked.
 *
 * @throws {Error} when the file cannot be opened.
 */
export async function openDuckdb(options: DuckdbOptions): Promise<DuckdbWarehouse> {
  const { connections, catalog, close } = await openLocked(options);
  return createWarehouse({ ...options, catalog, pool: createPool(connections), close });
}

type Open = Pick<DuckdbOptions, "dataset" | "timeColumns" | "today"> & {
  readonly catalog: Catalog;
  readonly pool: Pool;
  readonly close: () => void;
};

type Translated = { readonly sql: string; readonly zoned: readonly boolean[] };

function createWarehouse({ catalog, pool, close, ...options }: Open): DuckdbWarehouse {
  const translated = createBoundedMap<string, Result<Translated>>(REMEMBERED);
  const checked = createBoundedMap<string, true>(REMEMBERED);
  const lastDates = new Map<string, Promise<string | null>>();
  const allowed = new Set([...catalog.tables.keys()].map((table) => `${catalog.dataset}.${table}`));

  const translate = (statement: GuardedStatement): Result<Translated> => {
    const today = options.today?.();
    const key = `${today}\n${statement.sql}`;
    const known = translated.get(key);
    if (known !== undefined) return known;
    const made = toDuckdb(statement, { catalog, ...(today && { today }) });
    const result = made.ok ? ok(shape(made.value)) : made;
    translated.set(key, result);
    return result;
  };

  const query: Warehouse["query"] = async (statement, { limits, signal }) => {
    signal.throwIfAborted();
    const made = translate(statement);
    if (!made.ok) return made;
    const { sql, zoned } = made.value;
    const run = async (connection: EngineConnection) => {
      if (!checked.has(sql)) await checkStatement(connection, sql, allowed);
      checked.set(sql, true);
      return connection.query(sql, { most: limits.maxRows + 1 });
    };
    const startedMs = performance.now();
    const outcome = await attempt(pool, run, { limits, signal });
    if (!outcome.ok) return outcome;
    return ok(toResult(outcome.value, { zoned, limits, ms: performance.now() - startedMs }));
  };

  const lastDate = (table: string): Promise<string | null> => {
    const column = options.timeColumns?.get(table);
    if (column === undefined || !catalog.tables.has(table)) return Promise.resolve(null);
    const path = `${quoteName(catalog.dataset)}.${quoteName(table)}`;
    const sql = `SELECT CAST(CAST(max(${quoteName(column)}) AS DATE) AS VARCHAR) FROM ${path}`;
    const read = pool.use((connection) => connection.query(sql), new AbortController().signal);
    const date = read.then(({ rows }) => (rows[0]?.[0] === null ? null : String(rows[0]?.[0])));
    // A failure is not remembered: the next query asks again.
    date.catch(() => lastDates.delete(table));
    return date;
  };

  return {
    kind: "duckdb",
    scope: { dataset: catalog.dataset, tables: columnNames(catalog) },
    query,
    asOf: async (tables, signal) => {
      signal.throwIfAborted();
      const dates = tables.map((table) => {
        const known = lastDates.get(table) ?? lastDate(table);
        lastDates.set(table, known);
        return known;
      });
      const known = (await Promise.all(dates)).filter((date) => date !== null);
      return known.sort().at(-1) ?? null;
    },
    [Symbol.asyncDispose]: async () => {
      await pool.close();
      close();
    },
  };
}

function shape({ sql, columns }: DuckdbStatement): Translated {
  return { sql, zoned: columns.map(({ type }) => type.kind !== "DATETIME") };
}

function columnNames(catalog: Catalog): SqlScope["tables"] {
  return new Map(
    [...catalog.tables].map(([table, columns]) => [table, columns.map(({ name }) => name)]),
  );
}

type Attempt = { readonly limits: QueryLimits; readonly signal: AbortSignal };

/** Runs `work`, stopping the engine when `signal` aborts or time is up. */
async function attempt(
  pool: Pool,
  work: (connection: EngineConnection) => Promise<EngineRows>,
  { limits, signal }: Attempt,
): Promise<Result<EngineRows>> {
  const deadline = AbortSignal.timeout(limits.timeoutMs);
  const either = AbortSignal.any([signal, deadline]);
  try {
    const rows = await pool.use(
      (connection) => stoppable(connection, work(connection), either),
      either,
    );
    return ok(rows);
  } catch (cause) {
    signal.throwIfAborted();
    if (deadline.aborted)
      return fail({ kind: "timed-out", what: "query", afterMs: limits.timeoutMs });
    return fail(toFailure(cause));
  }
}

/** Interrupts until the work has ended: an interrupt that comes before the engine has begun is lost. */
async function stoppable<T>(
  connection: EngineConnection,
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let again: NodeJS.Timeout | undefined;
  const stop = () => {
    connection.interrupt();
    again = setTimeout(stop, 5);
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const result = await work;
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener("abort", stop);
    clearTimeout(again);
  }
}

/** @throws {TurnError} when the engine itself is broken. */
function toFailure(cause: unknown): Failure {
  if (cause instanceof TurnError) return cause.failure;
  const reason = cause instanceof Error ? toReason(cause.message) : undefined;
  if (reason !== undefined) return { kind: "query-rejected", reason };
  throw new TurnError({ kind: "upstream", service: "warehouse", retryable: true }, { cause });
}

type Shape = {
  readonly zoned: readonly boolean[];
  readonly limits: QueryLimits;
  readonly ms: number;
};

function toResult({ columns, rows }: EngineRows, { zoned, limits, ms }: Shape): QueryResult {
  const shown = rows.slice(0, limits.maxRows);
  const cells: readonly CellColumn[] = columns.map(({ type }, i) => ({
    type,
    zoned: zoned[i] ?? true,
  }));
  const named: readonly Column[] = columns.map(({ name, type }) => ({
    name,
    type: toColumnType(type),
  }));
  return {
    columns: named,
    rows: shown.map((row) => cells.map((column, i) => toCell(row[i], column))),
    rowCount: shown.length,
    truncated: rows.length > limits.maxRows,
    bytes: 0,
    costUsd: 0,
    ms: Math.round(ms),
  };
}
