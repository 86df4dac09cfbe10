import type { Cell, Column, ColumnType } from "../events.ts";
import { decimalCell, numberCell } from "../warehouse/cells.ts";
import type { PostgresRows } from "./postgres-driver.ts";

const TYPES: Readonly<Record<number, ColumnType>> = {
  16: "boolean",
  20: "integer",
  21: "integer",
  23: "integer",
  700: "number",
  701: "number",
  1700: "number",
  1082: "date",
  1114: "timestamp",
  1184: "timestamp",
  114: "json",
  3802: "json",
};

/** Rows of Postgres as those of any warehouse: numbers where a double holds exactly what they show, ISO dates. */
export function toTable({ columns, rows }: PostgresRows): {
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
} {
  const types = columns.map(({ oid }) => TYPES[oid] ?? "string");
  return {
    columns: columns.map(({ name }, i) => ({ name, type: types[i] ?? "string" })),
    rows: rows.map((row) => row.map((text, i) => toCell(text, columns[i]?.oid ?? 0))),
  };
}

function toCell(text: string | null, oid: number): Cell {
  if (text === null) return null;
  switch (TYPES[oid]) {
    case "boolean":
      return text === "t" || text === "true";
    case "integer":
      return numberCell(BigInt(text));
    case "number":
      return oid === 1700 ? decimalCell(text) : numberCell(Number(text));
    case "timestamp":
      return text.replace(" ", "T").replace(/\+00(:00)?$/, "Z");
    default: // every other type is read as it is written
      return text;
  }
}
