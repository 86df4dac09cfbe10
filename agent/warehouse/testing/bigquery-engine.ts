import { type Failure, toWords } from "../../failure.ts";
import { toDuckdb } from "../../sql/dialect.ts";
import { guardSql, type SqlScope } from "../../sql/guard.ts";
import { tokenize } from "../../sql/lexer.ts";
import type { Catalog } from "../../sql/resolution.ts";
import type { SqlField } from "../../sql/types.ts";
import type { WireField } from "../bigquery-wire.ts";
import type { EngineConnection, EngineRows } from "../duckdb-engine.ts";
import { openLocked } from "../duckdb-lock.ts";
import { createPool } from "../duckdb-pool.ts";
import { ApiError, toApiError } from "./bigquery-complaints.ts";
import type { Store, StoredTable } from "./bigquery-store.ts";
import { resultField, sqlField } from "./bigquery-types.ts";

/** A statement as the engine runs it, and what it reads. */
export type Plan = {
  readonly statementType: string;
  readonly sql: string;
  readonly columns: readonly SqlField[];
  readonly tables: readonly StoredTable[];
  readonly processedBytes: number;
};

export type Output = {
  readonly fields: readonly WireField[];
  readonly rows: EngineRows["rows"];
};

/** DuckDB with BigQuery's SQL in front of it. */
export type StandInEngine = {
  /** @throws {ApiError} as BigQuery would refuse the statement. */
  plan(sql: string, defaultDataset: string | undefined): Plan;
  /** Columns alone: no data is read. @throws {ApiError} */
  describe(plan: Plan, signal: AbortSignal): Promise<Output>;
  /** @throws {ApiError}; the reason of `signal` when that aborts, the engine's statement being stopped. */
  run(plan: Plan, signal: AbortSignal): Promise<Output>;
  /** One after another, by a connection of its own. @throws {Error} in the engine's words. */
  write<T>(work: (connection: EngineConnection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const READERS = 4;

export async function openStandInEngine(store: Store): Promise<StandInEngine> {
  const locked = await openLocked({
    source: { setup: [] },
    dataset: "none",
    memoryLimit: "1GB",
    connections: READERS + 1,
  });
  const [writer, ...readers] = locked.connections;
  if (writer === undefined) throw new RangeError("The stand-in needs a connection that writes");
  const reading = createPool(readers);
  const writing = createPool([writer]);

  const read = async (plan: Plan, sql: string, signal: AbortSignal): Promise<Output> => {
    try {
      const { columns, rows } = await reading.use(
        (connection) => stoppable(connection, sql, signal),
        signal,
      );
      const fields = columns.map(({ name, type }, i) =>
        resultField(name, plan.columns[i]?.type ?? { kind: "UNKNOWN" }, type),
      );
      return { fields, rows };
    } catch (cause) {
      signal.throwIfAborted();
      throw cause instanceof Error ? toApiError(cause.message, plan.sql) : cause;
    }
  };

  return {
    plan: (sql, defaultDataset) => planStatement(sql, store, defaultDataset),
    describe: (plan, signal) => read(plan, `SELECT * FROM (${plan.sql}) LIMIT 0`, signal),
    run: (plan, signal) => read(plan, plan.sql, signal),
    write: (work) => writing.use(work, new AbortController().signal),
    close: async () => {
      await reading.close();
      await writing.close();
      locked.close();
    },
  };
}

/** Interrupts until the statement has ended: an interrupt that comes before it has begun is lost. */
async function stoppable(
  connection: EngineConnection,
  sql: string,
  signal: AbortSignal,
): Promise<EngineRows> {
  let again: NodeJS.Timeout | undefined;
  const stop = () => {
    connection.interrupt();
    again = setTimeout(stop, 5);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const rows = await connection.query(sql);
    signal.throwIfAborted();
    return rows;
  } finally {
    signal.removeEventListener("abort", stop);
    clearTimeout(again);
  }
}

/** Statements over the tables of one dataset: the default one, one that is named, or any. */
function planStatement(sql: string, store: Store, defaultDataset: string | undefined): Plan {
  const other = /^\s*(INSERT|UPDATE|DELETE|MERGE|CREATE|DROP|ALTER|TRUNCATE|DECLARE|BEGIN)\b/i.exec(
    sql,
  );
  if (other !== null) return otherStatement(other[1] ?? "");
  const ids = [...store.datasets.keys()];
  const rank = (id: string) => (id === defaultDataset ? 0 : sql.includes(id) ? 1 : 2);
  const datasets = ids.sort((a, b) => rank(a) - rank(b));
  const failures: ApiError[] = [];
  for (const dataset of datasets.length > 0 ? datasets : ["none"]) {
    const planned = planIn(sql, dataset, store);
    if (!(planned instanceof ApiError)) return planned;
    failures.push(planned);
  }
  throw failures[0] ?? new ApiError(400, "invalidQuery", "The statement cannot be read");
}

const TYPES: Readonly<Record<string, string>> = {
  CREATE: "CREATE_TABLE",
  DROP: "DROP_TABLE",
  ALTER: "ALTER_TABLE",
  TRUNCATE: "TRUNCATE_TABLE",
  DECLARE: "SCRIPT",
  BEGIN: "SCRIPT",
};

function otherStatement(word: string): Plan {
  const name = word.toUpperCase();
  const statementType = TYPES[name] ?? name;
  return { statementType, sql: "", columns: [], tables: [], processedBytes: 0 };
}

function planIn(sql: string, dataset: string, store: Store): Plan | ApiError {
  const tables = store.datasets.get(dataset)?.tables ?? new Map<string, StoredTable>();
  const scope: SqlScope = {
    dataset,
    tables: new Map([...tables].map(([id, { fields }]) => [id, fields.map(({ name }) => name)])),
  };
  const guarded = guardSql(sql, scope);
  if (!guarded.ok) return refusal(guarded.failure, sql);
  const catalog: Catalog = {
    dataset,
    tables: new Map([...tables].map(([id, { fields }]) => [id, fields.map(sqlField)])),
  };
  const made = toDuckdb(guarded.value, { catalog });
  if (!made.ok) return refusal(made.failure, sql);
  const read = guarded.value.tables.flatMap((id) => tables.get(id) ?? []);
  return {
    statementType: "SELECT",
    sql: made.value.sql,
    columns: made.value.columns,
    tables: read,
    processedBytes: bytesOf(guarded.value.sql, read),
  };
}

function refusal(failure: Failure, sql: string): ApiError {
  const words = failure.kind === "query-rejected" ? failure.reason : toWords(failure);
  return toApiError(words, sql);
}

/** The size of the columns that the statement names, or of all where it has a star. */
function bytesOf(canonical: string, tables: readonly StoredTable[]): number {
  const tokens = tokenize(canonical);
  const names = new Set(tokens.map(({ text }) => text.toLowerCase()));
  const star = tokens.some(
    ({ text }, i) =>
      text === "*" && /^(SELECT|,|\.)$/.test(tokens[i - 1]?.upper || (tokens[i - 1]?.text ?? "")),
  );
  const columns = tables.flatMap(({ columnBytes }) => [...columnBytes]);
  return columns
    .filter(([name]) => star || names.has(name.toLowerCase()))
    .reduce((sum, [, bytes]) => sum + bytes, 0);
}
