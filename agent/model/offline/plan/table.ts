import type { Cell } from "../../../events.ts";
import type { CompiledColumn } from "../../../semantic/metric-query.ts";

/** A query's result with the meaning of its columns. */
export type Table = {
  readonly evidenceId: string;
  readonly columns: readonly CompiledColumn[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** Of the whole result; a model may be shown the first of them only. */
  readonly rowCount: number;
  readonly truncated: boolean;
  /** Last date of the data read; null where the data carry no time. */
  readonly asOf: string | null;
};

export type TableRow = Table["rows"][number];

export function columnOf(table: Table, id: string): CompiledColumn | undefined {
  return table.columns.find((column) => column.id === id);
}

/** The number in the column with that id; undefined when it is empty, absent or no number. */
export function numberIn(table: Table, row: TableRow | undefined, id: string): number | undefined {
  const column = columnOf(table, id);
  const cell = column && row?.[column.name];
  if (cell === null || cell === undefined || cell === "" || typeof cell === "boolean")
    return undefined;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

/** The cell as people read it; "(none)" for an empty one. */
export function textIn(table: Table, row: TableRow, id: string): string {
  const column = columnOf(table, id);
  const cell = column && row[column.name];
  return cell === null || cell === undefined || cell === "" ? "(none)" : String(cell);
}

/** What sets the rows of one group apart from another's, as one key. */
export function groupKey(table: Table, row: TableRow): string {
  const dimensions = table.columns.filter(({ role }) => role === "dimension");
  return JSON.stringify(dimensions.map(({ name }) => row[name] ?? null));
}
