import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { TurnError } from "../failure.ts";
import { type CheckedPut, type CheckedWrite, checkWrites } from "./document-fields.ts";
import { decodeSegment, encodePath } from "./document-path.ts";
import { checkQuery, type DocumentPath, type Documents, type StoredDocument } from "./documents.ts";
import { packFields, unpackFields } from "./packed-fields.ts";
import { PATH_SEPARATOR, toSql } from "./sqlite-query.ts";

/**
 * WAL with `synchronous = NORMAL`: a commit is in the operating system's hands when it returns, so a killed process loses
 * nothing; only a power cut can take the last commits, never the file. `FULL` would cost a disk flush a commit.
 */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS documents (
    path TEXT PRIMARY KEY,
    collection TEXT NOT NULL,
    name TEXT NOT NULL,
    fields TEXT NOT NULL,
    bytes BLOB,
    version TEXT NOT NULL,
    expire_at INTEGER
  );
  CREATE INDEX IF NOT EXISTS documents_collection ON documents (collection, path);
  CREATE INDEX IF NOT EXISTS documents_expire_at ON documents (expire_at) WHERE expire_at IS NOT NULL;
`;

const PAGE_BYTES = 4096;
/** SQLite's codes. */
const BUSY = 5;
const FULL = 13;
const BUSY_PATIENCE_MS = 5_000;

export type SqliteOptions = {
  /** Unix ms. */
  readonly now?: () => number;
  /** How long to wait for another process that writes. */
  readonly patienceMs?: number;
  /** The file grows no further than this. Default: as far as the disk allows. */
  readonly maxBytes?: number;
};

/** Documents in one SQLite file, created where missing, shared by any number of processes. Expired documents are purged. */
export async function openSqlite(file: string, options: SqliteOptions = {}): Promise<Documents> {
  const { now = Date.now, patienceMs = BUSY_PATIENCE_MS, maxBytes } = options;
  const run = <T>(work: () => T) => whenFree(work, patienceMs);
  const db = await run(() => openFile(file));
  if (maxBytes) db.exec(`PRAGMA max_page_count = ${Math.floor(maxBytes / PAGE_BYTES)}`);
  const documents = createDocuments({ db, run, now });
  await documents.purge();
  return documents;
}

type Context = {
  readonly db: DatabaseSync;
  readonly run: <T>(work: () => T) => Promise<T>;
  readonly now: () => number;
};

function createDocuments({ db, run, now }: Context): Documents {
  const statement = statementCache(db);
  const indexed = new Set<string>();
  const read = (path: DocumentPath) =>
    toDocument(
      statement(
        "SELECT path, fields, bytes, version FROM documents WHERE path = ? AND (expire_at IS NULL OR expire_at > ?)",
      ).get(toKey(path), now()),
    );
  return {
    get: (path) => run(() => read(path)),
    getMany: (paths) => run(() => paths.map(read)),
    query: (query) =>
      run(() => {
        checkQuery(query);
        const { sql, values, indexes } = toSql(query, now());
        for (const index of indexes.filter((name) => !indexed.has(name))) {
          db.exec(index);
          indexed.add(index);
        }
        return statement(sql)
          .all(...values)
          .flatMap((row) => toDocument(row) ?? []);
      }),
    commit: (writes) => run(() => commit({ db, statement, now: now() }, checkWrites(writes))),
    deleteTree: (path) =>
      run(() => {
        const key = toKey(path);
        statement("DELETE FROM documents WHERE path = ? OR (path > ? AND path < ?)").run(
          key,
          key + PATH_SEPARATOR,
          `${key}\n`,
        );
      }),
    purge: () =>
      run(() => Number(statement("DELETE FROM documents WHERE expire_at <= ?").run(now()).changes)),
    [Symbol.asyncDispose]: async () => {
      if (db.isOpen) db.close();
    },
  };
}

type CommitContext = {
  readonly db: DatabaseSync;
  readonly statement: (sql: string) => StatementSync;
  readonly now: number;
};

function commit(context: CommitContext, writes: readonly CheckedWrite[]): boolean {
  const { db } = context;
  const version = randomUUID();
  db.exec("BEGIN IMMEDIATE");
  try {
    const holds = writes.every((write) => isMet(context, write));
    if (holds) for (const write of writes) apply(context, write, version);
    db.exec(holds ? "COMMIT" : "ROLLBACK");
    return holds;
  } catch (cause) {
    // SQLite has rolled back by itself after some errors, such as a full disk.
    if (db.isTransaction) db.exec("ROLLBACK");
    throw cause;
  }
}

function isMet({ statement, now }: CommitContext, { path, when }: CheckedWrite): boolean {
  if (when === undefined) return true;
  const found = statement("SELECT version, expire_at FROM documents WHERE path = ?").get(
    toKey(path),
  );
  if (when !== "absent") return found?.["version"] === when.version;
  const expireAt = found?.["expire_at"];
  return !found || (typeof expireAt === "number" && expireAt <= now);
}

function apply({ statement }: CommitContext, write: CheckedWrite, version: string): void {
  const key = toKey(write.path);
  if (write.kind === "delete") statement("DELETE FROM documents WHERE path = ?").run(key);
  else put(statement, write, version);
}

function put(statement: CommitContext["statement"], write: CheckedPut, version: string): void {
  const segments = encodePath(write.path);
  const { json, bytes } = packFields(write.fields);
  statement(
    `INSERT INTO documents (path, collection, name, fields, bytes, version, expire_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET fields = excluded.fields, bytes = excluded.bytes,
       version = excluded.version, expire_at = excluded.expire_at`,
  ).run(
    segments.join(PATH_SEPARATOR),
    segments.slice(0, -1).join(PATH_SEPARATOR),
    segments.at(-2) ?? "",
    json,
    bytes,
    version,
    write.expireAtMs ?? null,
  );
}

function openFile(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file);
  try {
    db.exec(SCHEMA);
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

function statementCache(db: DatabaseSync): (sql: string) => StatementSync {
  const cache = new Map<string, StatementSync>();
  return (sql) => {
    const statement = cache.get(sql) ?? db.prepare(sql);
    cache.set(sql, statement);
    return statement;
  };
}

function toKey(path: readonly string[]): string {
  return encodePath(path).join(PATH_SEPARATOR);
}

function toDocument(row: Record<string, SQLOutputValue> | undefined): StoredDocument | undefined {
  if (!row) return undefined;
  const { path, fields, bytes, version } = row;
  return {
    path: String(path).split(PATH_SEPARATOR).map(decodeSegment),
    fields: unpackFields(String(fields), bytes instanceof Uint8Array ? bytes : null),
    version: String(version),
  };
}

/** Waits for another process's write without blocking this one, which a busy timeout of SQLite would. */
async function whenFree<T>(work: () => T, patienceMs: number): Promise<T> {
  const start = performance.now();
  for (;;) {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof TurnError || !isSqlite(cause)) throw cause;
      if (codeOf(cause) !== BUSY || performance.now() - start > patienceMs) throw toFailed(cause);
    }
    await sleep(5 + Math.random() * 10);
  }
}

function toFailed(cause: SqliteError): TurnError {
  const code = codeOf(cause);
  const trouble = { [BUSY]: "locked", [FULL]: "full" } as const;
  const found = trouble[code as keyof typeof trouble];
  return new TurnError(
    {
      ...({ kind: "upstream", service: "store", retryable: code === BUSY } as const),
      ...(found && { trouble: found }),
    },
    { cause },
  );
}

type SqliteError = Error & { readonly errcode: number };

/** Without the detail that extended codes add. */
function codeOf({ errcode }: SqliteError): number {
  return errcode & 0xff;
}

function isSqlite(thrown: unknown): thrown is SqliteError {
  return thrown instanceof Error && "errcode" in thrown && typeof thrown.errcode === "number";
}
