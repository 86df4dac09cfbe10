import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ClientConfig, Pool, type PoolClient } from "pg";
import {
  type PostgresDriver,
  type PostgresRows,
  type PostgresSession,
  type PostgresStatement,
  sessionSql,
} from "./postgres-driver.ts";

const CONNECTIONS = 4;
const CONNECT_MS = 5000;

/** Types that the client would make numbers or dates of stay as Postgres writes them. */
const AS_TEXT: NonNullable<ClientConfig["types"]> = { getTypeParser: () => (text: string) => text };

/** A server, by its address; connects when it is first asked. Never throws. */
export function openPostgresServer(url: string): PostgresDriver {
  const options = { connectionString: url, connectionTimeoutMillis: CONNECT_MS, types: AS_TEXT };
  const pool = new Pool({ ...options, max: CONNECTIONS });
  // A connection that breaks while nobody uses it is thrown away by the pool.
  pool.on("error", () => {});
  // So is one that breaks while it is being closed; what runs on it fails by itself.
  pool.on("connect", (client) => void client.on("error", () => {}));
  return {
    run: async (statement, session, signal) => {
      signal.throwIfAborted();
      const client = await pool.connect();
      const running = { ended: false };
      const stop = () => void cancel(options, client, running);
      signal.addEventListener("abort", stop, { once: true });
      try {
        // It may have been aborted while a connection was waited for.
        signal.throwIfAborted();
        const rows = await transact(client, statement, session);
        client.release();
        return rows;
      } catch (cause) {
        // What state it is in is not known.
        client.release(true);
        signal.throwIfAborted();
        throw cause;
      } finally {
        running.ended = true;
        signal.removeEventListener("abort", stop);
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

async function transact(
  client: PoolClient,
  { sql, values }: PostgresStatement,
  session: PostgresSession,
): Promise<PostgresRows> {
  await client.query("BEGIN READ ONLY");
  for (const { sql: set, values: with_ } of sessionSql(session)) {
    await client.query(set, [...with_]);
  }
  const result = await client.query<(string | null)[]>({
    text: sql,
    values: [...values],
    rowMode: "array",
  });
  await client.query("ROLLBACK");
  return {
    columns: result.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })),
    rows: result.rows,
  };
}

const AGAIN_MS = 100;

/**
 * Stops what the connection runs, from another one, until it has stopped: it may be between two statements. Never throws:
 * each statement has a timeout of its own.
 */
async function cancel(
  options: ClientConfig,
  client: PoolClient,
  running: { readonly ended: boolean },
): Promise<void> {
  const { processID: pid } = client as PoolClient & { processID?: number };
  const other = new Client(options);
  other.on("error", () => {});
  try {
    await other.connect();
    while (!running.ended) {
      await other.query("SELECT pg_cancel_backend($1)", [pid]);
      await sleep(AGAIN_MS);
    }
  } catch {
    // The server is gone, and the statement with it.
  } finally {
    await other.end().catch(() => {});
  }
}

/** Runs scripts of many statements each, in one transaction, as the role that the address names. @throws what the server throws. */
export async function runScripts(url: string, scripts: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  await client.connect();
  try {
    await client.query("BEGIN");
    for (const script of scripts) await client.query(script);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}
