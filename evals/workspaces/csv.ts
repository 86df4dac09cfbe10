export type Cell = string | number | boolean | null;

/** A table as it goes into a CSV file of its name. */
export type CsvTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

/** RFC 4180 with line feeds; null is nothing. */
export function toCsv({ columns, rows }: CsvTable): string {
  return [columns, ...rows].map((row) => `${row.map(toField).join(",")}\n`).join("");
}

function toField(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
