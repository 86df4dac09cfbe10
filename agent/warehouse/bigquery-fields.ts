import type { SqlType } from "../sql/types.ts";
import type { WireField } from "./bigquery-wire.ts";

const NAMES: Readonly<Record<string, string>> = {
  INT64: "INTEGER",
  FLOAT64: "FLOAT",
  BOOL: "BOOLEAN",
  INTERVAL: "STRING",
  UNKNOWN: "STRING",
};

/** A column of a type as BigQuery's schemas describe it. What has no type there is a STRING. */
export function toWireField(name: string, type: SqlType): WireField {
  if (type.kind === "ARRAY") return { ...toWireField(name, type.element), mode: "REPEATED" };
  const mode = "NULLABLE";
  if (type.kind !== "STRUCT") return { name, type: NAMES[type.kind] ?? type.kind, mode };
  const fields = type.fields.map((inner) => toWireField(inner.name, inner.type));
  return { name, type: "RECORD", mode, fields };
}
