import type { PGlite, Transaction } from "@electric-sql/pglite";
import {
  PLAIN_OIDS,
  type PostgresDriver,
  type PostgresRows,
  type PostgresSession,
  type PostgresStatement,
  sessionSql,
} from "./postgres-driver.ts";

const AS_TEXT = Object.fromEntries(PLAIN_OIDS.map((oid) => [oid, (text: string) => text]));

/**
 * Postgres inside the process, in memory: made and filled by the scripts when it is first asked, which takes a second or
 * two. One statement at a time. Never throws.
 */
export function openPostgresEmbedded(scripts: () => Promise<readonly string[]>): PostgresDriver {
  let opening: Promise<PGlite> | undefined;
  const open = (): Promise<PGlite> => {
    opening ??= start(scripts);
    // A failed start is not remembered: the next question tries again.
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  return {
    run: async (statement, session, signal) => {
      signal.throwIfAborted();
      const engine = await open();
      signal.throwIfAborted();
      return engine.transaction((transaction) => transact(transaction, statement, session));
    },
    [Symbol.asyncDispose]: async () => {
      const engine = await opening?.catch(() => undefined);
      await engine?.close();
    },
  };
}

async function start(scripts: () => Promise<readonly string[]>): Promise<PGlite> {
  // Loaded only here: the engine is several megabytes of WebAssembly.
  const { PGlite: Engine } = await import("@electric-sql/pglite");
  const engine = await Engine.create();
  for (const script of await scripts()) await engine.exec(script);
  return engine;
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
