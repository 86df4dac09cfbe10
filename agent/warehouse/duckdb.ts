import type { Column } from "../events.ts";
import { type Failure, fail, ok, type Result, TurnError } from "../failure.ts";
import { createBoundedMap } from "../sql/bounded-map.ts";
import { toDuckdb } from "../sql/dialect.ts";
import { DUCKDB_MACROS } from "../sql/duckdb/macros.ts";
import { quoteName } from "../sql/duckdb/words.ts";
import type { GuardedStatement, SqlScope } from "../sql/guard.ts";
import type { Catalog } from "../sql/resolution.ts";
import { type CellColumn, toCell, toColumnType } from "./cells.ts";
import { readCatalog } from "./duckdb-catalog.ts";
import { checkStatement } from "./duckdb-check.ts";
import { type EngineConnection, type EngineRows, openEngine } from "./duckdb-engine.ts";
import { toReason } from "./duckdb-errors.ts";
import { createPool, type Pool } from "./duckdb-pool.ts";
import type { QueryLimits, QueryResult, Warehouse } from "./warehouse.ts";

export type DuckdbOptions = {
  /** An existing DuckDB file, opened read-only; or statements that fill a database in memory. */
  readonly source: { readonly file: string } | { readonly setup: readonly string[] };
  /** The schema that holds the tables. */
  readonly dataset: string;
  /** Column of a table that says when its rows happened. */
  readonly timeColumns?: ReadonlyMap<string, string>;
  /** What CURRENT_DATE gives, where the workspace has a clock of its own. */
  readonly today?: () => string | undefined;
  readonly memoryLimit?: string;
  readonly threads?: number;
  /** Statements that can run at the same time. */
  readonly connections?: number;
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
  const inMemory = "setup" in options.source;
  const engine = await openEngine({
    path: "file" in options.source ? options.source.file : ":memory:",
    readOnly: !inMemory,
    memoryLimit: options.memoryLimit ?? "2GB",
    threads: options.threads ?? 2,
  });
  const connections = await Promise.all(
    Array.from({ length: options.connections ?? 3 }, () => engine.connect()),
  );
  const [first] = connections;
  if (first === undefined) throw new RangeError("A warehouse needs at least one connection");
  if ("setup" in options.source) for (const sql of options.source.setup) await first.query(sql);
  const catalog = await readCatalog(first, options.dataset);
  for (const connection of connections) await prepareConnection(connection);
  await lock(first);
  return createWarehouse({
    ...options,
    catalog,
    pool: createPool(connections),
    close: engine.close,
  });
}

async function prepareConnection(connection: EngineConnection): Promise<void> {
  await connection.query("SET TimeZone = 'UTC'");
  for (const macro of DUCKDB_MACROS) await connection.query(macro);
}

/** What is closed here stays closed: the lock comes last. */
async function lock(connection: EngineConnection): Promise<void> {
  await connection.query("SET enable_external_access = false");
  await connection.query("SET lock_configuration = true");
}

type Open = Pick<DuckdbOptions, "dataset" | "timeColumns" | "today"> & {
  readonly catalog: Catalog;
  readonly pool: Pool;
  readonly close: () => void;
};

type Translated = { readonly sql: string; readonly zoned: readonly boolean[] };

function createWarehouse({ catalog, pool, close, ...options }: Open): DuckdbWarehouse {
  const checked = createBoundedMap<string, Translated>(REMEMBERED);
  const lastDates = new Map<string, Promise<string | null>>();
  const allowed = new Set([...catalog.tables.keys()].map((table) => `${catalog.dataset}.${table}`));

  const translate = (statement: GuardedStatement): Result<Translated> => {
    const today = options.today?.();
    const translated = toDuckdb(statement, { catalog, ...(today && { today }) });
    if (!translated.ok) return translated;
    const { sql, columns } = translated.value;
    return ok({ sql, zoned: columns.map(({ type }) => type.kind !== "DATETIME") });
  };

  const query: Warehouse["query"] = async (statement, { limits, signal }) => {
    signal.throwIfAborted();
    const translated = translate(statement);
    if (!translated.ok) return translated;
    const { sql, zoned } = translated.value;
    const run = async (connection: EngineConnection) => {
      if (!checked.has(sql)) await checkStatement(connection, sql, allowed);
      checked.set(sql, translated.value);
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
    return read.then(({ rows }) => (rows[0]?.[0] === null ? null : String(rows[0]?.[0])));
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
