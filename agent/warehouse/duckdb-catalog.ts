import type { Catalog } from "../sql/resolution.ts";
import {
  arrayOf,
  type ScalarKind,
  type SqlField,
  type SqlType,
  scalar,
  UNKNOWN,
} from "../sql/types.ts";
import type { EngineConnection } from "./duckdb-engine.ts";

/** The tables of one schema with the types of their columns, in order. Empty when the schema is not there. */
export async function readCatalog(connection: EngineConnection, dataset: string): Promise<Catalog> {
  const { rows } = await connection.query(
    "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = $1 ORDER BY table_name, ordinal_position",
    { values: [dataset] },
  );
  const tables = new Map<string, SqlField[]>();
  for (const [table, name, type] of rows) {
    const columns = tables.get(String(table)) ?? [];
    columns.push({ name: String(name), type: fromDuckdbType(String(type)) });
    tables.set(String(table), columns);
  }
  return { dataset, tables };
}

const KINDS: readonly (readonly [RegExp, ScalarKind])[] = [
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/, "INT64"],
  [/^DECIMAL/, "NUMERIC"],
  [/^(DOUBLE|FLOAT)$/, "FLOAT64"],
  [/^(VARCHAR|ENUM|UUID)/, "STRING"],
  [/^BOOLEAN$/, "BOOL"],
  [/^DATE$/, "DATE"],
  [/^TIMESTAMP/, "TIMESTAMP"],
  [/^TIME/, "TIME"],
  [/^JSON$/, "JSON"],
];

/** The BigQuery type that a DuckDB type stands for; UNKNOWN for what BigQuery does not have. */
export function fromDuckdbType(type: string): SqlType {
  if (type.endsWith("[]")) return arrayOf(fromDuckdbType(type.slice(0, -2)));
  if (type.startsWith("STRUCT(") && type.endsWith(")")) {
    return { kind: "STRUCT", fields: splitFields(type.slice(7, -1)).map(readField) };
  }
  const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1];
  return kind === undefined ? UNKNOWN : scalar(kind);
}

function readField(text: string): SqlField {
  const [, quoted, bare = "", type = ""] =
    /^\s*(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(text) ?? [];
  return { name: quoted?.replaceAll('""', '"') ?? bare, type: fromDuckdbType(type) };
}

/** Splits at commas that stand in no brackets and no quotes. */
function splitFields(text: string): readonly string[] {
  return text.match(/(?:"(?:[^"]|"")*"|\((?:[^()"]|"(?:[^"]|"")*"|\([^()]*\))*\)|[^,("])+/g) ?? [];
}
