import type { WireField, WireRow, WireValue } from "../bigquery-wire.ts";

/** How timestamps go over the wire: microseconds, or seconds as a float when nothing was asked for. */
export type TimestampFormat = "INT64" | "FLOAT64" | "ISO8601_STRING";

/** A row of the engine as the API sends it. */
export function encodeRow(
  row: readonly unknown[],
  fields: readonly WireField[],
  timestamps: TimestampFormat,
): WireRow {
  return { f: fields.map((field, i) => ({ v: encode(row[i], field, timestamps) })) };
}

function encode(value: unknown, field: WireField, timestamps: TimestampFormat): WireValue {
  if (field.mode === "REPEATED") {
    const item = { ...field, mode: "NULLABLE" };
    // BigQuery keeps no difference between an empty array and none.
    const { items = [] } = (value ?? {}) as { items?: readonly unknown[] };
    return items.map((inner) => ({ v: encode(inner, item, timestamps) }));
  }
  if (value === null || value === undefined) return null;
  if (field.fields !== undefined) {
    const { entries } = value as { entries: Readonly<Record<string, unknown>> };
    return encodeRow(Object.values(entries), field.fields, timestamps);
  }
  return encodeScalar(value, field.type, timestamps);
}

function encodeScalar(value: unknown, type: string, timestamps: TimestampFormat): string {
  switch (type) {
    case "TIMESTAMP":
      return encodeTimestamp(value, timestamps);
    case "DATETIME":
      return isoClock(String(value).replace(" ", "T"));
    case "TIME":
      return isoClock(String(value));
    case "NUMERIC":
    case "BIGNUMERIC":
      return plainDecimal(value);
    case "FLOAT":
      return plainFloat(Number(String(value)));
    case "INTEGER":
      return String(value).replace(/\..*$/, "");
    case "BYTES":
      return Buffer.from((value as { bytes: Uint8Array }).bytes).toString("base64");
    case "JSON":
      return JSON.stringify(JSON.parse(String(value)));
    default:
      return String(value);
  }
}

/** `2024-01-31 23:30:00.25` of the engine, always UTC. */
function encodeTimestamp(value: unknown, format: TimestampFormat): string {
  const [moment = "", fraction = ""] = String(value)
    .replace(/[+-]\d\d(:\d\d)?$/, "")
    .split(".");
  const seconds = Date.parse(`${moment.replace(" ", "T")}Z`) / 1000;
  const micros = BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, "0") || "0");
  if (format === "INT64") return String(micros);
  if (format === "FLOAT64") return `${Number(micros) / 1e6}`;
  return `${isoClock(String(value).replace(" ", "T").replace(/\+.*$/, ""))}Z`;
}

/** A fraction of a second has six digits, or is not there. */
function isoClock(text: string): string {
  const [clock = "", fraction = ""] = text.split(".");
  return fraction === "" ? clock : `${clock}.${fraction.padEnd(6, "0")}`;
}

function plainDecimal(value: unknown): string {
  const text = typeof value === "number" ? value.toFixed(9) : String(value);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function plainFloat(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value);
}
