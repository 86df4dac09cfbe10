import { parseQuantity } from "./quantity.ts";

/** Which column a table is sorted by; `none` is the order it came in. */
export type SortOrder =
  | { readonly by: "none" }
  | { readonly by: number; readonly direction: "ascending" | "descending" };

/** What a click on a column's head leads to: quantities from the largest, words from A, then back. */
export function nextOrder(order: SortOrder, column: number, numeric: boolean): SortOrder {
  const first = numeric ? "descending" : "ascending";
  if (order.by !== column) return { by: column, direction: first };
  if (order.direction !== first) return { by: "none" };
  return { by: column, direction: numeric ? "ascending" : "descending" };
}

/** Places of the rows in the order asked for. Equal rows keep their order; empty cells come last. */
export function sortedPlaces(
  cells: readonly (string | number | null)[],
  direction: "ascending" | "descending",
): readonly number[] {
  const sign = direction === "ascending" ? 1 : -1;
  const values = cells.map((cell) => (typeof cell === "string" ? toKey(cell) : cell));
  return values
    .map((_, place) => place)
    .sort((a, b) => compare(values[a] ?? null, values[b] ?? null, sign) || a - b);
}

/** True when most of the filled cells are quantities: such a column is set flush right. */
export function isQuantityColumn(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => !/^[\s—–-]*$/.test(cell));
  const quantities = filled.filter((cell) => parseQuantity(cell) !== undefined);
  return filled.length > 0 && quantities.length >= filled.length * 0.6;
}

type Key = string | number | null;

function toKey(cell: string): Key {
  const text = cell.trim();
  return text === "" || text === "—" ? null : (parseQuantity(text) ?? text);
}

function compare(a: Key, b: Key, sign: number): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * String(a).localeCompare(String(b), undefined, { numeric: true });
}
