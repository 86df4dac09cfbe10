import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { quoteName } from "../sql/standard-query.ts";
import type { Workspace } from "../workspace.ts";
import { readCatalog } from "./duckdb-catalog.ts";
import { type EngineConnection, openEngine } from "./duckdb-engine.ts";
import { findFiles, fingerprintOf } from "./fingerprint.ts";
import type { Generate, GenerateOptions } from "./generated-table.ts";
import { loadFile, loadGenerated } from "./load-table.ts";

export type DataSource = Pick<Workspace, "name" | "folder" | "dataset" | "data"> & GenerateOptions;

/** `tables` are columns by table, as a `SqlScope` holds them. */
export type LoadedData = {
  readonly file: string;
  readonly tables: ReadonlyMap<string, readonly string[]>;
};

/**
 * The workspace's data as a DuckDB file, made when its source has changed since. It appears under its name only when it is
 * whole, so that a crash or a second process leaves nothing half made; files of earlier sources are removed.
 *
 * @throws {Error} that names the file or generator that cannot be read.
 */
export async function loadData(source: DataSource, dataDir: string): Promise<LoadedData> {
  const folder = join(dataDir, "warehouse");
  const file = join(folder, `${source.name}-${await fingerprintOf(source)}.duckdb`);
  await mkdir(folder, { recursive: true });
  if (!(await exists(file))) await build(source, file);
  await removeOthers(source.name, { folder, file });
  return { file, tables: await describeTables(file, source.dataset) };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function build(source: DataSource, file: string): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.tmp`;
  try {
    await fill(source, unfinished);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
    await rm(`${unfinished}.wal`, { force: true });
  }
}

async function fill(source: DataSource, file: string): Promise<void> {
  const engine = await openEngine({ path: file, readOnly: false, memoryLimit: "2GB", threads: 2 });
  try {
    const connection = await engine.connect();
    await connection.query("SET TimeZone = 'UTC'");
    await connection.query(`CREATE SCHEMA IF NOT EXISTS ${quoteName(source.dataset)}`);
    await fillTables(source, connection);
    await connection.query("CHECKPOINT");
    connection.close();
  } finally {
    engine.close();
  }
}

async function fillTables(source: DataSource, connection: EngineConnection): Promise<void> {
  const { data, dataset } = source;
  if ("generate" in data) await generateTables(source, data.generate, connection);
  if ("files" in data) {
    for (const path of await findFiles(source)) await loadFile(path, { connection, dataset });
  }
}

async function generateTables(
  { name, folder, dataset, rows }: DataSource,
  generator: string,
  connection: EngineConnection,
): Promise<void> {
  const path = join(folder, generator);
  const { generate } = (await import(pathToFileURL(path).href)) as { generate?: Generate };
  if (typeof generate !== "function")
    throw new Error(`Cannot make the data of "${name}": ${path} must export generate()`);
  await connection.query(`USE ${quoteName(dataset)}`);
  for await (const table of generate(rows === undefined ? {} : { rows })) {
    if (!("statements" in table)) await loadGenerated(table, { connection, dataset });
    else for (const sql of table.statements) await connection.query(sql);
  }
}

/** Columns by table, in order. */
async function describeTables(file: string, dataset: string): Promise<LoadedData["tables"]> {
  const engine = await openEngine({ path: file, readOnly: true, memoryLimit: "256MB", threads: 1 });
  try {
    const connection = await engine.connect();
    const { tables } = await readCatalog(connection, dataset);
    connection.close();
    return new Map([...tables].map(([table, columns]) => [table, columns.map(({ name }) => name)]));
  } finally {
    engine.close();
  }
}

const ABANDONED_MS = 3_600_000;

/** Earlier data of the same workspace, and what crashed processes left more than an hour ago. */
async function removeOthers(
  name: string,
  { folder, file }: { folder: string; file: string },
): Promise<void> {
  const own = new RegExp(`^${name.replace(/\W/g, "\\$&")}-[0-9a-f]{16}\\.duckdb(\\.|$)`);
  for (const entry of (await readdir(folder)).filter((other) => own.test(other))) {
    const path = join(folder, entry);
    if (path === file) continue;
    const unfinished = entry.includes(".tmp");
    if (unfinished && !(await isOlder(path, ABANDONED_MS))) continue;
    await rm(path, { force: true });
  }
}

async function isOlder(path: string, ageMs: number): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > ageMs,
    () => false,
  );
}
