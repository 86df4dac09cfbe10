import { join } from "node:path";
import { quote } from "../sql/duckdb/words.ts";
import type { Catalog } from "../sql/resolution.ts";
import { quoteName } from "../sql/standard-query.ts";
import type { SqlField } from "../sql/types.ts";
import { toWireField } from "./bigquery-fields.ts";
import type { Upload } from "./bigquery-rest.ts";
import { readCatalog } from "./duckdb-catalog.ts";
import { type EngineConnection, openEngine } from "./duckdb-engine.ts";

export type ExportOptions = {
  /** DuckDB file that holds the tables. */
  readonly file: string;
  readonly dataset: string;
  /** Where the exported files go. */
  readonly folder: string;
  /** Column of a table that says when its rows happened. */
  readonly timeColumns: ReadonlyMap<string, string>;
};

/** A table as it can be uploaded. */
export type ExportedTable = Upload & { readonly rows: number };

/** Every table of a dataset as gzipped lines of JSON, exact to the last digit, with its schema and partitioning. */
export async function exportTables(options: ExportOptions): Promise<readonly ExportedTable[]> {
  const { file, dataset } = options;
  const engine = await openEngine({ path: file, readOnly: true, memoryLimit: "1GB", threads: 2 });
  try {
    const connection = await engine.connect();
    const catalog = await readCatalog(connection, dataset);
    const tables: ExportedTable[] = [];
    for (const table of catalog.tables.keys())
      tables.push(await exportTable(table, { ...options, connection, catalog }));
    connection.close();
    return tables;
  } finally {
    engine.close();
  }
}

type Exporting = ExportOptions & {
  readonly connection: EngineConnection;
  readonly catalog: Catalog;
};

async function exportTable(table: string, exporting: Exporting): Promise<ExportedTable> {
  const { connection, catalog, dataset, folder } = exporting;
  const columns = catalog.tables.get(table) ?? [];
  const path = `${quoteName(dataset)}.${quoteName(table)}`;
  const items = columns.map((column) => `${toJson(column)} AS ${quoteName(column.name)}`);
  const file = join(folder, `${table}.json.gz`);
  await connection.query(
    `COPY (SELECT ${items.join(", ")} FROM ${path}) TO ${quote(file)} (FORMAT json, COMPRESSION gzip)`,
  );
  const { rows } = await connection.query(`SELECT count(*) FROM ${path}`);
  const timePartitioning = await partitioning(table, exporting);
  return {
    dataset,
    table,
    file,
    rows: Number(rows[0]?.[0]),
    schema: { fields: columns.map(({ name, type }) => toWireField(name, type)) },
    ...(timePartitioning && { timePartitioning }),
  };
}

/** Numbers go as strings, since a reader of JSON may round them. BigQuery keeps no NULL in an array or in place of one. */
function toJson({ name, type }: SqlField): string {
  const column = quoteName(name);
  switch (type.kind) {
    case "TIMESTAMP":
      return `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%fZ')`;
    case "ARRAY":
      return `coalesce(list_filter(${column}, lambda item: item IS NOT NULL), [])`;
    case "STRUCT":
    case "JSON":
    case "BOOL":
      return column;
    default:
      return `CAST(${column} AS VARCHAR)`;
  }
}

/** Below this many rows a day, partitions of a day would be too small to be worth having. */
const ROWS_A_DAY = 10_000;

async function partitioning(
  table: string,
  { connection, catalog, dataset, timeColumns }: Exporting,
): Promise<Upload["timePartitioning"]> {
  const field = timeColumns.get(table);
  const column = catalog.tables.get(table)?.find(({ name }) => name === field);
  if (field === undefined || !["DATE", "TIMESTAMP"].includes(column?.type.kind ?? ""))
    return undefined;
  const time = quoteName(field);
  const { rows } = await connection.query(
    `SELECT count(*) / greatest(date_diff('day', min(${time}), max(${time})) + 1, 1) FROM ${quoteName(dataset)}.${quoteName(table)}`,
  );
  return { type: Number(rows[0]?.[0] ?? 0) >= ROWS_A_DAY ? "DAY" : "MONTH", field };
}
