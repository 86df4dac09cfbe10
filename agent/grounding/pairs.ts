import { isYardstick, type Operand } from "./evidence-index.ts";
import { baseOf, isOneTime } from "./orientation.ts";

/** Two amounts that may be held against each other. Without `base` nothing says which is held against which. */
export type Pair = { readonly a: Operand; readonly b: Operand; readonly base?: Operand };

/** What a derivation near a figure may start from. */
export type Operands = {
  /** Cells of rows that are named here. */
  readonly rows: readonly Operand[];
  /** Cells of named rows with their own past: one period before, and a year before. */
  readonly past: readonly (readonly [Operand, Operand])[];
  /** Cells of results of one row. */
  readonly singles: readonly Operand[];
  /** Sums of columns whose parts add up. */
  readonly totals: readonly Operand[];
  /** What other figures of the same sentence, or the one before, or the table row are bound to. */
  readonly beside: readonly Operand[];
  /** Those of them in the very sentence. */
  readonly inSentence: readonly Operand[];
  /** What the figures of the table row above are bound to. */
  readonly above: readonly Operand[];
  /** Pairs of `singles` and `totals`. */
  readonly common: readonly Pair[];
};

/** A bound on the search; what is named in a sentence stays far below it. */
const MOST_PAIRS = 1000;

/** Pairs in the order in which they are likely meant: figures of the text, rows with their own past, one row's columns, two results. */
export function pairsOf(operands: Operands): readonly Pair[] {
  const { rows, past, singles, totals, beside, above, common } = operands;
  return [
    ...toPairs([
      ...among(beside, isSameRow),
      ...among(beside, (a, b) => !isSameRow(a, b)),
      ...across(beside, above, (a, b) => isSameColumn(a, b) && isInTime(a) && isInTime(b)),
      ...past,
      ...among(rows, (a, b) => isSameRow(a, b) || isSameColumn(a, b)),
    ]),
    ...common,
    ...toPairs(
      across(beside, [...rows, ...singles, ...totals], (a, b) => isSameColumn(a, b) || isSaid(a)),
    ),
  ].slice(0, MOST_PAIRS);
}

/** Pairs that do not depend on the figure: of results of one row, and of sums of columns. */
export function commonPairs({
  singles,
  totals,
}: Pick<Operands, "singles" | "totals">): readonly Pair[] {
  return toPairs([
    ...among(singles, (a, b) => isSameRow(a, b) || isComparable(a, b)),
    ...among(totals, (a, b) => a.evidence === b.evidence || isComparable(a, b)),
    ...across(singles, totals, isComparable),
  ]).slice(0, MOST_PAIRS);
}

function toPairs(found: readonly Two[]): readonly Pair[] {
  return found.map(([a, b]) => {
    const base = baseOf(a, b);
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

/** The same column, or one is what the other is measured by at that time: revenue and its target. */
function isComparable(a: Operand, b: Operand): boolean {
  if (a.column === b.column) return isSameColumn(a, b);
  const isMeasured = a.isYardstick !== b.isYardstick && isOneTime(a, b);
  return isMeasured && a.evidence !== b.evidence && isNamedAlike(a, b);
}

/** "revenue_target" is of "revenue"; a column named just "target" is of anything. */
function isNamedAlike(a: Operand, b: Operand): boolean {
  const [yardstick, value] = a.isYardstick ? [a, b] : [b, a];
  const words = yardstick.column.toLowerCase().split(/[^a-z]+/);
  const own = words.filter((word) => word.length > 2 && !isYardstick({ name: word }));
  return (
    own.length === 0 || own.some((word) => value.column.toLowerCase().includes(word.slice(0, 5)))
  );
}

function isInTime({ times, row }: Operand): boolean {
  return row >= 0 && times.length === 1;
}

/** Said by a document, the question or a memory. */
function isSaid({ evidence }: Operand): boolean {
  return evidence < 0;
}
