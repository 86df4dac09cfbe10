import { parentPort, workerData } from "node:worker_threads";
import { PGlite, type Transaction } from "@electric-sql/pglite";
import {
  PLAIN_OIDS,
  type PostgresRows,
  type PostgresSession,
  type PostgresStatement,
  sessionSql,
} from "./postgres-driver.ts";

/** What the worker is started with: the scripts that make and fill the database. */
export type PostgresWorkerData = { readonly scripts: readonly string[] };

/** What the worker is asked, and what it answers. `code` is the SQLSTATE, where the engine has one. */
export type PostgresRequest = {
  readonly id: number;
  readonly statement: PostgresStatement;
  readonly session: PostgresSession;
};
export type PostgresReply =
  | { readonly id: number; readonly read: PostgresRows }
  | { readonly id: number; readonly error: string; readonly code?: string };

const AS_TEXT = Object.fromEntries(PLAIN_OIDS.map((oid) => [oid, (text: string) => text]));

// Awaited before anything is answered: a start that fails ends the thread, and whoever waits hears of it.
const { scripts } = workerData as PostgresWorkerData;
const engine = await PGlite.create();
for (const script of scripts) await engine.exec(script);

parentPort?.on("message", (request: PostgresRequest) => void reply(request));

async function reply({ id, statement, session }: PostgresRequest): Promise<void> {
  const answer = await engine
    .transaction((transaction) => transact(transaction, statement, session))
    .then(
      (read): PostgresReply => ({ id, read }),
      (cause: unknown): PostgresReply => ({ id, ...toError(cause) }),
    );
  parentPort?.postMessage(answer);
}

/** An error loses its code on the way between threads. */
function toError(cause: unknown): { readonly error: string; readonly code?: string } {
  const error = cause instanceof Error ? cause.message : String(cause);
  const { code } = cause as { code?: unknown };
  return typeof code === "string" ? { error, code } : { error };
}

async function transact(
  transaction: Transaction,
  { sql, values }: PostgresStatement,
  session: PostgresSession,
): Promise<PostgresRows> {
  await transaction.query("SET TRANSACTION READ ONLY");
  for (const { sql: set, values: given } of sessionSql(session)) {
    await transaction.query(set, [...given]);
  }
  const { fields, rows } = await transaction.query<(string | null)[]>(sql, [...values], {
    rowMode: "array",
    parsers: AS_TEXT,
  });
  // Leaves no trace in the one connection that there is.
  await transaction.rollback();
  return { columns: fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })), rows };
}
