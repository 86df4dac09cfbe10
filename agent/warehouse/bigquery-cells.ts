import type { Cell, Column, ColumnType } from "../events.ts";
import type { WireField, WireValue } from "./bigquery-wire.ts";
import { decimalCell, numberCell } from "./cells.ts";

/** A column of a result: its name and the kind of its cells. */
export function toColumn(field: WireField): Column {
  return { name: field.name, type: columnType(field) };
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  INTEGER: "integer",
  INT64: "integer",
  FLOAT: "number",
  FLOAT64: "number",
  NUMERIC: "number",
  BIGNUMERIC: "number",
  BOOLEAN: "boolean",
  BOOL: "boolean",
  DATE: "date",
  DATETIME: "timestamp",
  TIMESTAMP: "timestamp",
  RECORD: "json",
  STRUCT: "json",
  JSON: "json",
};

function columnType({ type, mode }: WireField): ColumnType {
  return mode === "REPEATED" ? "json" : (TYPES[type] ?? "string");
}

/**
 * A value off the wire as the embedded warehouse gives it: numbers where a double holds exactly what they show, else
 * strings; dates `YYYY-MM-DD`, timestamps ISO, bytes in base64, arrays and structs as JSON text.
 */
export function toCell(value: WireValue, field: WireField): Cell {
  if (value === null) return null;
  if (field.mode === "REPEATED" || field.fields !== undefined)
    return JSON.stringify(toPlain(value, field));
  return typeof value === "string" ? scalarCell(value, field.type) : JSON.stringify(value);
}

/** A nested value as plain JSON. */
function toPlain(value: WireValue, field: WireField): unknown {
  if (value === null) return null;
  if (typeof value === "string")
    return field.type === "JSON" ? JSON.parse(value) : scalarCell(value, field.type);
  if (Array.isArray(value)) {
    const { mode: _, ...item } = field;
    return value.map(({ v }) => toPlain(v, item));
  }
  const cells = "f" in value ? value.f : [];
  const names = field.fields ?? [];
  return Object.fromEntries(
    names.map((inner, i) => [inner.name || `_field_${i + 1}`, toPlain(cells[i]?.v ?? null, inner)]),
  );
}

function scalarCell(text: string, type: string): Cell {
  switch (type) {
    case "INTEGER":
    case "INT64":
      return numberCell(BigInt(text));
    case "FLOAT":
    case "FLOAT64":
      return numberCell(Number(text.replace(/inf(inity)?$/i, "Infinity")));
    case "NUMERIC":
    case "BIGNUMERIC":
      return decimalCell(text);
    case "BOOLEAN":
    case "BOOL":
      return text === "true";
    case "TIMESTAMP":
      return isoInstant(BigInt(text));
    case "DATETIME":
    case "TIME":
      return withoutIdleZeros(text);
    default:
      return text;
  }
}

/** Microseconds since 1970, as `formatOptions.useInt64Timestamp` asks for. */
function isoInstant(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (micros - fraction) / 1_000_000n;
  const date = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${withoutIdleZeros(`${date}.${String(fraction).padStart(6, "0")}`)}Z`;
}

/** `10:30:00.250000` as `10:30:00.25`. */
function withoutIdleZeros(time: string): string {
  return time.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
