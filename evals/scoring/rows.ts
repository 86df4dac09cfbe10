import type { Cell } from "../../agent/events.ts";
import type { GoldTable } from "./check.ts";

type Row = readonly Cell[];

/** What is compared of a table of the evidence. */
export type FoundTable = { readonly columns: readonly unknown[]; readonly rows: readonly Row[] };

/** `contains`: other rows may stand beside. `ordered`: the order of rows counts. */
export type RowRules = { readonly match: "exact" | "contains"; readonly ordered: boolean };

/** Relative difference below which two numbers are the same. */
const TOLERANCE = 1e-6;

/**
 * True when the gold rows are in one of the tables under some choice of columns: extra columns, their names and order, and (unless
 * asked for) the order of rows are free. With `contains` the rows may be spread over several tables.
 */
export function holdsRows(
  gold: GoldTable,
  tables: readonly FoundTable[],
  rules: RowRules,
): boolean {
  if (tables.some((table) => holds(gold, table, rules))) return true;
  return (
    rules.match === "contains" &&
    gold.rows.length > 1 &&
    gold.rows.every((row) =>
      tables.some((table) => holds({ columns: gold.columns, rows: [row] }, table, rules)),
    )
  );
}

function holds(gold: GoldTable, table: FoundTable, rules: RowRules): boolean {
  if (rules.match === "exact" && gold.rows.length !== table.rows.length) return false;
  const places = table.columns.map((_, index) => index);
  const candidates = gold.columns.map((_, column) =>
    places.filter((other) => mayStandFor(columnOf(gold.rows, column), columnOf(table.rows, other))),
  );
  return choices(candidates).some((columns) =>
    sameRows(
      gold.rows,
      table.rows.map((row) => columns.map((column) => row[column] ?? null)),
      rules,
    ),
  );
}

function columnOf(rows: readonly Row[], column: number): readonly Cell[] {
  return rows.map((row) => row[column] ?? null);
}

/** True when every gold cell is somewhere in the other column. */
function mayStandFor(gold: readonly Cell[], found: readonly Cell[]): boolean {
  return gold.every((cell) => found.some((other) => sameCell(cell, other)));
}

/** Every way to take one column from each list, none twice; at most a few hundred, since columns that do not fit are gone. */
function choices(candidates: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return candidates.reduce<readonly (readonly number[])[]>(
    (chosen, options) =>
      chosen
        .flatMap((columns) =>
          options
            .filter((column) => !columns.includes(column))
            .map((column) => [...columns, column]),
        )
        .slice(0, 500),
    [[]],
  );
}

function sameRows(gold: readonly Row[], found: readonly Row[], rules: RowRules): boolean {
  if (rules.ordered && rules.match === "exact") {
    return gold.every((row, index) => sameRow(row, found[index] ?? []));
  }
  const free = new Set(found.keys());
  let after = -1;
  return gold.every((row) => {
    const at = [...free].find((index) => index > after && sameRow(row, found[index] ?? []));
    if (at === undefined) return false;
    free.delete(at);
    if (rules.ordered) after = at;
    return true;
  });
}

function sameRow(gold: Row, found: Row): boolean {
  return gold.every((cell, index) => sameCell(cell, found[index] ?? null));
}

/** Numbers with tolerance, exact decimals as strings included; instants at midnight equal their date; the rest as it is. */
export function sameCell(a: Cell, b: Cell): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  const [left, right] = [toNumber(a), toNumber(b)];
  if (left !== undefined && right !== undefined) return sameNumber(left, right);
  return plainDate(String(a)) === plainDate(String(b));
}

function sameNumber(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(Math.abs(a), Math.abs(b)) * TOLERANCE + 1e-9;
}

function toNumber(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  return typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : undefined;
}

function plainDate(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d)[T ]00:00:00(\.0+)?(Z|\+00:00| UTC)?$/, "$1");
}
