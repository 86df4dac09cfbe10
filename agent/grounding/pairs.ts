import type { Operand, TableIndex } from "./evidence-index.ts";
import type { Operands } from "./operands.ts";
import { baseOf, isOneTime } from "./orientation.ts";

/** Two amounts that may be held against each other. Without `base` nothing says which is held against which. */
export type Pair = { readonly a: Operand; readonly b: Operand; readonly base?: Operand };

/** A bound on the search; what is named in a sentence stays far below it. */
const MOST_PAIRS = 600;

/** Pairs in the order in which they are likely meant: figures of the text, rows with their own past, one row's columns, two results. */
export function pairsOf(operands: Operands, tables: readonly TableIndex[]): readonly Pair[] {
  const { rows, past, singles, totals, beside, above } = operands;
  const comparable: Fits = (a, b) => isComparable(a, b, tables);
  const found = [
    ...among(beside, isSameRow),
    ...among(beside, (a, b) => !isSameRow(a, b)),
    ...across(beside, above, isSameColumn),
    ...past,
    ...among(rows, (a, b) => isSameRow(a, b) || isSameColumn(a, b)),
    ...among(singles, (a, b) => isSameRow(a, b) || comparable(a, b)),
    ...among(totals, (a, b) => a.evidence === b.evidence || comparable(a, b)),
    ...across(singles, totals, comparable),
    ...across(beside, [...rows, ...singles, ...totals], (a, b) => isSameColumn(a, b) || isSaid(a)),
  ];
  return found.slice(0, MOST_PAIRS).map(([a, b]) => {
    const base = baseOf(a, b, tables);
    return base ? { a, b, base } : { a, b };
  });
}

type Fits = (a: Operand, b: Operand) => boolean;
type Two = readonly [Operand, Operand];

function among(operands: readonly Operand[], fits: Fits): readonly Two[] {
  return operands.flatMap((a, i) => across([a], operands.slice(i + 1), fits));
}

/** Of one unit, and not the same amount twice. */
function across(as: readonly Operand[], bs: readonly Operand[], fits: Fits): readonly Two[] {
  return as.flatMap((a) =>
    bs.flatMap((b): readonly Two[] =>
      a.source !== b.source && a.unit === b.unit && fits(a, b) ? [[a, b]] : [],
    ),
  );
}

function isSameRow(a: Operand, b: Operand): boolean {
  return a.evidence === b.evidence && a.row === b.row && a.column !== b.column;
}

/** The same column in two rows or two results. */
function isSameColumn(a: Operand, b: Operand): boolean {
  return a.column === b.column && (a.evidence !== b.evidence || a.row !== b.row);
}

/** The same column, or one is what the other is measured by at that time (a target, a plan). */
function isComparable(a: Operand, b: Operand, tables: readonly TableIndex[]): boolean {
  if (a.column === b.column) return isSameColumn(a, b);
  return a.evidence !== b.evidence && isOneTime(a, b, tables) && baseOf(a, b, tables) !== undefined;
}

/** Said by a document, the question or a memory. */
function isSaid({ evidence }: Operand): boolean {
  return evidence < 0;
}
