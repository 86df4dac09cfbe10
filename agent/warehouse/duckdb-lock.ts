import { DUCKDB_MACROS } from "../sql/duckdb/macros.ts";
import type { Catalog } from "../sql/resolution.ts";
import { readCatalog } from "./duckdb-catalog.ts";
import { type EngineConnection, openEngine } from "./duckdb-engine.ts";

export type LockedOptions = {
  /** An existing DuckDB file, opened read-only; or statements that fill a database in memory. */
  readonly source: { readonly file: string } | { readonly setup: readonly string[] };
  /** The schema that holds the tables. */
  readonly dataset: string;
  /** Such as `1GB`; `2GB` unless given. */
  readonly memoryLimit?: string;
  /** 2 unless given. */
  readonly threads?: number;
  /** Statements that can run at the same time; 3 unless given. */
  readonly connections?: number;
};

export type Locked = {
  readonly connections: readonly EngineConnection[];
  readonly catalog: Catalog;
  readonly close: () => void;
};

/**
 * DuckDB shut in: no files, no network, no extensions, its settings fixed, the words of translated SQL known to every
 * connection. A file is read-only.
 *
 * @throws {Error} when the file cannot be opened.
 */
export async function openLocked(options: LockedOptions): Promise<Locked> {
  const { source } = options;
  const engine = await openEngine({
    path: "file" in source ? source.file : ":memory:",
    readOnly: "file" in source,
    memoryLimit: options.memoryLimit ?? "2GB",
    threads: options.threads ?? 2,
  });
  try {
    return await lock(engine, options);
  } catch (cause) {
    engine.close();
    throw cause;
  }
}

type Engine = Awaited<ReturnType<typeof openEngine>>;

async function lock(engine: Engine, options: LockedOptions): Promise<Locked> {
  const { source, dataset } = options;
  const connections = await Promise.all(
    Array.from({ length: options.connections ?? 3 }, () => engine.connect()),
  );
  const [first] = connections;
  if (first === undefined) throw new RangeError("A warehouse needs at least one connection");
  if ("setup" in source) for (const sql of source.setup) await first.query(sql);
  const catalog = await readCatalog(first, dataset);
  for (const connection of connections) await teach(connection);
  // What is closed stays closed: the lock comes last.
  await first.query("SET enable_external_access = false");
  await first.query("SET lock_configuration = true");
  return { connections, catalog, close: engine.close };
}

async function teach(connection: EngineConnection): Promise<void> {
  await connection.query("SET TimeZone = 'UTC'");
  for (const macro of DUCKDB_MACROS) await connection.query(macro);
}
