import type { Cell, ColumnType } from "../events.ts";

/** What a column of the engine's type is called here. `type` as DuckDB writes it: `DECIMAL(18,4)`, `VARCHAR[]`. */
export function toColumnType(type: string): ColumnType {
  if (type.endsWith("]") || /^(STRUCT|MAP|UNION|JSON|VARIANT)/.test(type)) return "json";
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)) return "integer";
  if (/^(DECIMAL|DOUBLE|FLOAT|BIGNUM)/.test(type)) return "number";
  if (type === "BOOLEAN") return "boolean";
  if (type === "DATE") return "date";
  return type.startsWith("TIMESTAMP") ? "timestamp" : "string";
}

/** How cells of one column are made; `zoned` says that its timestamps are instants, written with "Z". */
export type CellColumn = { readonly type: string; readonly zoned: boolean };

/**
 * A value of the engine as JSON can carry it: decimals and big integers as numbers where a double holds exactly
 * what they show, else as strings; dates `YYYY-MM-DD`, timestamps ISO, lists and structs as JSON text.
 */
export function toCell(value: unknown, { type, zoned }: CellColumn): Cell {
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return numberCell(value);
  if (value === null || value === undefined) return null;
  if (type.startsWith("DECIMAL")) return decimalCell(String(value));
  if (type.startsWith("TIMESTAMP")) return isoTimestamp(String(value), zoned);
  return toColumnType(type) === "json" ? JSON.stringify(toPlain(value)) : String(value);
}

/** As a number where a double holds exactly that, else as a string: big integers, infinities, NaN. */
export function numberCell(value: number | bigint): Cell {
  const number = Number(value);
  const exact = typeof value === "bigint" ? Number.isSafeInteger(number) : Number.isFinite(number);
  return exact ? number : String(value);
}

/** An exact decimal such as "12.3400": a number where a double shows the same digits, else a string without idle zeros. */
export function decimalCell(written: string): Cell {
  const text = written.includes(".") ? written.replace(/\.?0+$/, "") : written;
  const number = Number(text);
  const scale = text.split(".")[1]?.length ?? 0;
  return Math.abs(number) < 1e21 && number.toFixed(scale) === text ? number : text;
}

/** `2024-01-01 10:00:00.5+00` as `2024-01-01T10:00:00.5Z`; without zone when it is a wall clock's. */
function isoTimestamp(text: string, zoned: boolean): string {
  const bare = text.replace(/[+-]\d\d(:\d\d)?$/, "").replace(" ", "T");
  return zoned ? `${bare}Z` : bare;
}

type Nested = {
  readonly items?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>> | readonly MapEntry[];
  readonly width?: number;
};
type MapEntry = { readonly key: unknown; readonly value: unknown };

/** A nested value of the engine as plain JSON. */
function toPlain(value: unknown): unknown {
  if (value === null || typeof value !== "object") {
    return typeof value === "bigint" ? numberCell(value) : value;
  }
  const { items, entries, width } = value as Nested;
  if (items !== undefined) return items.map(toPlain);
  if (Array.isArray(entries)) {
    return entries.map(({ key, value: inner }: MapEntry) => ({
      key: toPlain(key),
      value: toPlain(inner),
    }));
  }
  if (entries !== undefined) {
    return Object.fromEntries(
      Object.entries(entries).map(([name, inner]) => [name, toPlain(inner)]),
    );
  }
  return width === undefined ? String(value) : decimalCell(String(value));
}
