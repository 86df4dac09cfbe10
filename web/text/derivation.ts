import type { Cell, EvidenceEvent, FigureSource, TableEvidence } from "../../agent/events.ts";
import { columnLabel, formatCell, isNumeric } from "./quantity.ts";

/** Where a figure comes from, ready to be shown. `unverified` also stands for a source that cannot be found again. */
export type Origin =
  | {
      readonly kind: "cell";
      readonly table: TableEvidence;
      readonly row: number;
      readonly column: string;
      /** The column's name in words, the cell in full, and the words that tell its row from others. */
      readonly label: string;
      readonly value: string;
      readonly rowName: string;
    }
  | { readonly kind: "derived"; readonly operation: string; readonly from: readonly Origin[] }
  | {
      readonly kind: "passage";
      readonly source: string;
      readonly heading: string;
      readonly evidenceId: string;
    }
  | { readonly kind: "memory"; readonly key: string }
  | { readonly kind: "question" }
  | { readonly kind: "unverified" };

/** Total: what the evidence does not hold is `unverified`. */
export function toOrigin(source: FigureSource, evidence: readonly EvidenceEvent[]): Origin {
  switch (source.kind) {
    case "cell":
      return cellOrigin(source, evidence);
    case "derived":
      return {
        kind: "derived",
        operation: source.operation,
        from: source.from.map((part) => toOrigin(part, evidence)),
      };
    case "passage":
      return {
        kind: "passage",
        source: source.source,
        heading: source.heading,
        evidenceId: source.evidence_id,
      };
    case "memory":
      return { kind: "memory", key: source.key };
    case "question":
      return { kind: "question" };
    case "unbound":
      return { kind: "unverified" };
  }
}

/** Tables an origin rests on, each once. */
export function tablesOf(origin: Origin): readonly TableEvidence[] {
  if (origin.kind === "cell") return [origin.table];
  if (origin.kind !== "derived") return [];
  return [...new Set(origin.from.flatMap(tablesOf))];
}

type CellSource = Extract<FigureSource, { kind: "cell" }>;

function cellOrigin(source: CellSource, evidence: readonly EvidenceEvent[]): Origin {
  const table = evidence.find(
    (found): found is TableEvidence =>
      found.id === source.evidence_id && found.tool === "query_bigquery",
  );
  const at = table?.columns.findIndex(({ name }) => name === source.column) ?? -1;
  const column = table?.columns[at];
  const cell = table?.rows[source.row]?.[at];
  if (table === undefined || column === undefined || cell === undefined) {
    return { kind: "unverified" };
  }
  return {
    kind: "cell",
    table,
    row: source.row,
    column: column.name,
    label: columnLabel(column),
    value: formatCell(cell, column),
    rowName: rowName(table, source.row),
  };
}

/** The row's words and dates (`West, 2024-10-01`); its number when it has none. */
function rowName(table: TableEvidence, row: number): string {
  const cells: readonly Cell[] = table.rows[row] ?? [];
  const words = table.columns.flatMap((column, index) => {
    const cell = cells[index];
    return isNumeric(column) || cell === null || cell === undefined
      ? []
      : [formatCell(cell, column)];
  });
  if (words.length > 0) return words.slice(0, 3).join(", ");
  return table.rows.length === 1 ? "" : `Row ${row + 1}`;
}

const OPERATIONS: Record<string, string> = {
  difference: "Difference",
  change: "Change relative to the earlier value",
  percent_change: "Change relative to the earlier value",
  ratio: "One divided by the other",
  share: "Share of the whole",
  sum: "Sum",
  average: "Average",
  mean: "Average",
  rounding: "Rounded",
  rounded: "Rounded",
  count: "Count of rows",
  product: "Product",
};

/** A derivation's name for people. One that is not known is shown as it is called. */
export function operationWords(operation: string): string {
  const words = operation.replaceAll("_", " ").trim();
  return OPERATIONS[operation.toLowerCase()] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
