import { quote } from "../../sql/duckdb/words.ts";
import { quoteName } from "../../sql/standard-query.ts";
import type { WireField, WireSchema, WireTableReference } from "../bigquery-wire.ts";
import type { EngineConnection } from "../duckdb-engine.ts";
import { invalid } from "./bigquery-complaints.ts";
import { type Extras, findDataset, type Store, type StoredTable } from "./bigquery-store.ts";
import { engineType, normalField } from "./bigquery-types.ts";

export type Writing = { readonly store: Store; readonly connection: EngineConnection };

/** An empty table, in place of one of that name. @throws {ApiError} for a schema that cannot be. */
export async function createTable(
  { store, connection }: Writing,
  reference: WireTableReference,
  { schema, ...extras }: Extras & { readonly schema?: WireSchema },
): Promise<StoredTable> {
  const dataset = findDataset(store, reference.projectId, reference.datasetId);
  const fields = readFields(schema);
  const columns = fields.map((field) => `${quoteName(field.name)} ${engineType(field)}`);
  await connection.query(`CREATE SCHEMA IF NOT EXISTS ${quoteName(reference.datasetId)}`);
  await connection.query(`CREATE OR REPLACE TABLE ${pathOf(reference)} (${columns.join(", ")})`);
  const nowMs = Date.now();
  const table: StoredTable = {
    reference,
    fields,
    extras,
    rows: 0,
    columnBytes: new Map(),
    createdMs: nowMs,
    modifiedMs: nowMs,
  };
  dataset.tables.set(reference.tableId, table);
  return table;
}

function readFields(schema: WireSchema | undefined): readonly WireField[] {
  const fields = schema?.fields ?? [];
  if (fields.length === 0) throw invalid("Stand-in: a table needs a schema");
  try {
    return fields.map(normalField);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

export function pathOf({ datasetId, tableId }: WireTableReference): string {
  return `${quoteName(datasetId)}.${quoteName(tableId)}`;
}

const STAGING = "insert_staging";

/** Adds rows, each a JSON object by column. @throws {ApiError} `invalid`, nothing being added, when one does not fit. */
export async function insertRows(
  { connection }: Pick<Writing, "connection">,
  table: StoredTable,
  lines: Iterable<string>,
): Promise<number> {
  const path = pathOf(table.reference);
  const schema = table.reference.datasetId;
  const staging = `${quoteName(schema)}.${STAGING}`;
  await connection.query(`CREATE OR REPLACE TABLE ${staging} (line VARCHAR)`);
  const appender = await connection.append(STAGING, schema);
  let count = 0;
  for (const line of lines) {
    appender.text(line);
    appender.endRow();
    count++;
  }
  appender.close();
  try {
    const values = table.fields.map(readColumn).join(", ");
    await connection.query(`INSERT INTO ${path} SELECT ${values} FROM ${staging}`);
  } catch (cause) {
    const words = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    throw invalid(`Error while reading data, error message: ${words}`, cause);
  } finally {
    await connection.query(`DROP TABLE ${staging}`);
  }
  table.rows += count;
  table.modifiedMs = Date.now();
  table.columnBytes = await measure(connection, table);
  return count;
}

/** A column out of `line`. */
function readColumn(field: WireField): string {
  const path = quote(`$."${field.name}"`);
  const text = `json_extract_string(line, ${path})`;
  if (field.mode === "REPEATED")
    return `coalesce(from_json(json_extract(line, ${path}), ${quote(JSON.stringify(structure(field)))}), [])`;
  if (field.fields !== undefined)
    return `from_json(json_extract(line, ${path}), ${quote(JSON.stringify(structure(field)))})`;
  switch (field.type) {
    case "BYTES":
      return `from_base64(${text})`;
    case "JSON":
      return `CASE WHEN ${text} IS NOT NULL THEN json_extract(line, ${path}) END`;
    case "TIMESTAMP":
      return `CAST(CAST(${text} AS TIMESTAMPTZ) AS TIMESTAMP)`;
    default:
      return `CAST(${text} AS ${engineType(field)})`;
  }
}

/** What DuckDB's from_json is told of a nested value. */
function structure(field: WireField): unknown {
  if (field.mode === "REPEATED") return [structure({ ...field, mode: "NULLABLE" })];
  if (field.fields === undefined) return engineType(field);
  return Object.fromEntries(field.fields.map((inner) => [inner.name, structure(inner)]));
}

const WIDTHS: Readonly<Record<string, number>> = {
  INTEGER: 8,
  FLOAT: 8,
  NUMERIC: 16,
  BIGNUMERIC: 32,
  BOOLEAN: 1,
  DATE: 8,
  DATETIME: 8,
  TIMESTAMP: 8,
  TIME: 8,
};

/** As https://cloud.google.com/bigquery/pricing#data sizes types: nothing for NULL, two bytes and the text for strings. */
async function measure(
  connection: EngineConnection,
  { reference, fields }: StoredTable,
): Promise<ReadonlyMap<string, number>> {
  const sizes = fields.map((field) => {
    const column = quoteName(field.name);
    const width = field.mode === "REPEATED" ? undefined : WIDTHS[field.type];
    return width === undefined
      ? `coalesce(sum(2 + strlen(CAST(${column} AS VARCHAR))), 0)`
      : `count(${column}) * ${width}`;
  });
  const { rows } = await connection.query(`SELECT ${sizes.join(", ")} FROM ${pathOf(reference)}`);
  return new Map(fields.map(({ name }, i) => [name, Number(rows[0]?.[i] ?? 0)]));
}
