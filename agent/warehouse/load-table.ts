import { basename } from "node:path";
import { quote } from "../sql/duckdb/words.ts";
import { quoteName } from "../sql/standard-query.ts";
import { columnTypes } from "./column-types.ts";
import type { EngineConnection } from "./duckdb-engine.ts";
import type { GeneratedTable } from "./generated-table.ts";

export type Target = { readonly connection: EngineConnection; readonly dataset: string };

const STAGING = "staging";
const FIXED: Readonly<Record<string, string>> = {
  STRING: "VARCHAR",
  INT64: "BIGINT",
  FLOAT64: "DOUBLE",
  BOOL: "BOOLEAN",
  DATE: "DATE",
  TIMESTAMP: "TIMESTAMP",
};

/**
 * Writes a generated table. Every cell goes in as text and is cast by the engine, so that decimals stay exact.
 *
 * @throws {Error} that names the table, when a cell is not of its column's type.
 */
export async function loadGenerated(table: GeneratedTable, target: Target): Promise<void> {
  await withStaging(target, async ({ connection, dataset }) => {
    const names = table.columns.map(({ name }) => `${quoteName(name)} VARCHAR`);
    await connection.query(`CREATE TABLE ${quoteName(dataset)}.${STAGING} (${names.join(", ")})`);
    const appender = await connection.append(STAGING, dataset);
    for (const row of table.rows) {
      for (const cell of row) {
        if (cell === null) appender.null();
        else appender.text(String(cell));
      }
      appender.endRow();
    }
    appender.close();
    const numeric = table.columns.filter(({ type }) => type === "NUMERIC").map(({ name }) => name);
    const sniffed = await columnTypes(numeric, `${quoteName(dataset)}.${STAGING}`, connection);
    const casts = table.columns.map(({ name, type }) => {
      const wanted = FIXED[type] ?? toDecimal(sniffed.get(name)?.type);
      return { name, cast: castTo(quoteName(name), wanted) };
    });
    await keep(table.name, casts, target);
  });
}

/** Whole numbers of a NUMERIC column are decimals too. */
function toDecimal(type: string | undefined): string {
  return type?.startsWith("DECIMAL")
    ? type
    : type === "DOUBLE"
      ? "DECIMAL(38, 9)"
      : "DECIMAL(18, 4)";
}

function castTo(column: string, type: string): string {
  return type === "TIMESTAMP"
    ? `CAST(CAST(${column} AS TIMESTAMPTZ) AS TIMESTAMP)`
    : `CAST(${column} AS ${type})`;
}

/**
 * Writes a Parquet or CSV file as the table named after it. Columns of a CSV get the narrowest type that keeps every
 * value as it is written: an id with leading zeros stays a string, and so does a date that can be read in two ways.
 *
 * @throws {Error} that names the file.
 */
export async function loadFile(path: string, target: Target): Promise<void> {
  const file = basename(path);
  const name = file.replace(/\.(csv|tsv|parquet)(\.gz)?$/i, "").replace(/\W/g, "_");
  const reader = /\.parquet$/i.test(file)
    ? `read_parquet(${quote(path)})`
    : `read_csv(${quote(path)}, all_varchar = true, sample_size = -1)`;
  try {
    await withStaging(target, async ({ connection, dataset }) => {
      const staging = `${quoteName(dataset)}.${STAGING}`;
      await connection.query(`CREATE TABLE ${staging} AS SELECT * FROM ${reader}`);
      const { columns } = await connection.query(`SELECT * FROM ${staging} LIMIT 0`);
      const texts = columns.filter(({ type }) => type === "VARCHAR").map((column) => column.name);
      const sniffed = /\.parquet$/i.test(file)
        ? new Map()
        : await columnTypes(texts, staging, connection);
      const casts = columns.map((column) => ({
        name: column.name,
        cast: sniffed.get(column.name)?.cast ?? plainCast(column.name, column.type),
      }));
      await keep(name, casts, target);
    });
  } catch (cause) {
    throw new Error(`Cannot load ${path} as table "${name}"`, { cause });
  }
}

/** Types that BigQuery does not have become the nearest that it has. */
function plainCast(name: string, type: string): string {
  const column = quoteName(name);
  if (/^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type)) return `CAST(${column} AS BIGINT)`;
  if (/^TIMESTAMP/.test(type)) return `CAST(${column} AS TIMESTAMP)`;
  if (type === "FLOAT") return `CAST(${column} AS DOUBLE)`;
  if (/^(ENUM|UUID)/.test(type)) return `CAST(${column} AS VARCHAR)`;
  return column;
}

async function withStaging(target: Target, work: (target: Target) => Promise<void>): Promise<void> {
  await work(target);
  await target.connection.query(`DROP TABLE ${quoteName(target.dataset)}.${STAGING}`);
}

type ColumnCast = { readonly name: string; readonly cast: string };

async function keep(
  table: string,
  casts: readonly ColumnCast[],
  { connection, dataset }: Target,
): Promise<void> {
  const items = casts.map(({ name, cast }) => `${cast} AS ${quoteName(name)}`).join(", ");
  const path = `${quoteName(dataset)}.${quoteName(table)}`;
  await connection.query(
    `CREATE TABLE ${path} AS SELECT ${items} FROM ${quoteName(dataset)}.${STAGING}`,
  );
}
