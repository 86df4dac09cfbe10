import type { Cell, EvidenceEvent, FigureSource, TableEvidence } from "../../agent/events.ts";
import { findTable } from "./find-table.ts";
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
  | {
      readonly kind: "derived";
      readonly operation: string;
      readonly from: readonly Origin[];
      /** The result whose rows were counted. */
      readonly rowsOf?: TableEvidence;
    }
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
      return derivedOrigin(source, evidence);
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
  const counted = origin.rowsOf === undefined ? [] : [origin.rowsOf];
  return [...new Set([...counted, ...origin.from.flatMap(tablesOf)])];
}

/**
 * By id, the words of each table's title that the others have not: of `Revenue of West, Q4 2024` and `Revenue of West,
 * Q3 2024` those are `Q4` and `Q3`, with what stands behind them. Nothing for a single table, or for titles alike.
 */
export function tellApart(tables: readonly TableEvidence[]): ReadonlyMap<string, string> {
  const titles = tables.map(({ title }) => title.split(/\s+/));
  const [longest = []] = titles.toSorted((a, b) => b.length - a.length);
  const from = longest.findIndex((word, at) => titles.some((words) => words[at] !== word));
  if (tables.length < 2 || from < 0) return new Map();
  return new Map(tables.map(({ id }, at) => [id, titles[at]?.slice(from).join(" ") ?? ""]));
}

type DerivedSource = Extract<FigureSource, { kind: "derived" }>;

/** A sum of one sum is that sum. */
function derivedOrigin(source: DerivedSource, evidence: readonly EvidenceEvent[]): Origin {
  const from = source.from.map((part) => toOrigin(part, evidence));
  const [only] = from;
  if (source.operation === "sum" && from.length === 1 && only?.kind === "derived") return only;
  const counted = /rows of (.+)$/.exec(source.operation)?.[1];
  const rowsOf = counted === undefined ? undefined : findTable(evidence, counted);
  return { kind: "derived", operation: source.operation, from, ...(rowsOf && { rowsOf }) };
}

type CellSource = Extract<FigureSource, { kind: "cell" }>;

function cellOrigin(source: CellSource, evidence: readonly EvidenceEvent[]): Origin {
  const table = findTable(evidence, source.evidence_id);
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

type Operation = { readonly words: string; readonly formula?: string };

/** The operations of figures (`agent/grounding`). Letters stand for the operands in their order. */
const OPERATIONS: Record<string, Operation> = {
  difference: { words: "Difference", formula: "A − B" },
  change: { words: "Change", formula: "(A − B) ÷ B" },
  ratio: { words: "Ratio", formula: "A ÷ B" },
  share: { words: "Share of the whole", formula: "A ÷ B" },
  "share of change": { words: "Share of the change", formula: "(A − B) ÷ (C − D)" },
  complement: { words: "What remains of the whole", formula: "1 − A" },
  sum: { words: "Sum" },
  average: { words: "Average" },
  rounding: { words: "Rounded" },
};

/** A derivation in words and, when its operands are as many as its formula's letters, as a formula. */
export function describeOperation(operation: string, operands: number): Operation {
  const known = OPERATIONS[operation.toLowerCase()];
  if (known?.formula === undefined) return { words: known?.words ?? inWords(operation) };
  const letters = new Set(known.formula.match(/[A-Z]/g));
  return letters.size === operands ? known : { words: known.words };
}

/** One that is not known is shown as it is called; ids of results are no words. */
function inWords(operation: string): string {
  if (/^(count of )?rows of /.test(operation)) return "Number of rows";
  const words = operation.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
