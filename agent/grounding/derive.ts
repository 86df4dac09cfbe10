import type { WrittenFigure } from "./answer-text.ts";
import type { Bench, Surroundings } from "./bench.ts";
import type { Candidate } from "./candidate.ts";
import { differences } from "./differences.ts";
import { directionOf } from "./direction.ts";
import type { Operand } from "./evidence-index.ts";
import { cellsOf } from "./operands.ts";
import { type Operands, type Pair, pairsOf } from "./pairs.ts";
import { ratios } from "./ratios.ts";
import { isRounded } from "./rounding.ts";
import { spokenOf } from "./spoken.ts";
import { sums } from "./sums.ts";

/** What a figure was computed from, when one of the allowed operations over what stands near gives it. */
export function derive(
  figure: WrittenFigure,
  operands: Operands,
  context: { readonly bench: Bench; readonly around: Surroundings },
): Operand | undefined {
  if (figure.isTerm) return undefined;
  const size = { ...figure, value: Math.abs(figure.value) };
  const isIt = ({ value }: Candidate) => isRounded(size, value);
  const found =
    candidates(figure, operands, context).find(isIt) ??
    listed(figure, operands, context).find(isIt);
  const [first] = found?.from ?? [];
  if (!found || !first) return undefined;
  const from = found.from.map(({ source }) => source);
  return {
    value: figure.value < 0 ? -found.value : found.value,
    unit: found.unit,
    source: { kind: "derived", operation: found.operation, from },
    evidence: first.evidence,
    row: -1,
    column: first.column,
    isYardstick: false,
    times: first.times,
  };
}

/** "North and South beat their targets by 8.6% and 3.3%": of each row that the sentence names, against its own yardstick. */
function listed(
  figure: WrittenFigure,
  operands: Operands,
  { bench, around }: { readonly bench: Bench; readonly around: Surroundings },
): readonly Candidate[] {
  if (figure.table) return [];
  const rows = cellsOf(bench, around.sentence);
  const own = {
    ...operands,
    rows,
    past: [],
    singles: [],
    totals: [],
    beside: [],
    above: [],
    common: [],
  };
  return differences(figure, pairsOf(own).filter(isOfOneRow), directionOf(figure));
}

function isOfOneRow({ a, b, base }: Pair): boolean {
  return base !== undefined && a.evidence === b.evidence && a.row === b.row;
}

function candidates(
  figure: WrittenFigure,
  operands: Operands,
  context: { readonly bench: Bench; readonly around: Surroundings },
): readonly Candidate[] {
  const { bench, around } = context;
  const pairs = pairsOf(operands).filter((pair) => isCalledFor(pair, figure, operands));
  const spoken = spokenKeys(context);
  const isSpoken = (operand: Operand) => operand.evidence < 0 || spoken.has(keyOf(operand));
  const inPlay = {
    ...operands,
    rows: operands.rows.filter(isSpoken),
    totals: operands.totals.filter(isSpoken),
  };
  const groups = {
    tables: bench.tables,
    named: cellsOf(bench, around.sentence).filter(isSpoken),
    isNamed: around.near.size > 0,
    beside: operands.beside,
    totals: inPlay.totals,
  };
  return [
    ...differences(figure, pairs, directionOf(figure)),
    ...sums(figure, groups).filter(({ from }) => from.every(isSpoken)),
    ...ratios(figure, inPlay, { pairs, groups }),
  ];
}

/**
 * Where the sentence gives two amounts of the kind, a difference is one of theirs; and what is rounded to a single digit
 * must be of something that the sentence gives or names, or the distance to a target.
 */
function isCalledFor({ a, b, base }: Pair, figure: WrittenFigure, operands: Operands): boolean {
  const given = operands.inSentence.filter(({ unit }) => unit === a.unit);
  const isGiven = given.includes(a) || given.includes(b);
  if (given.length >= 2 && !figure.table) return isGiven;
  const isNamed = operands.rows.includes(a) || operands.rows.includes(b);
  const isToTarget = figure.unit !== "percent" && base !== undefined && a.column !== b.column;
  return figure.digits > 1 || isGiven || isNamed || isToTarget;
}

/** Columns whose sums and shares are likely meant. */
function spokenKeys(context: {
  readonly bench: Bench;
  readonly around: Surroundings;
}): ReadonlySet<string> {
  return new Set(
    context.bench.tables.flatMap(({ at, numeric, titleStems }) =>
      spokenOf(numeric, titleStems, context).map(({ column }) =>
        keyOf({ evidence: at, column: column.name }),
      ),
    ),
  );
}

function keyOf({ evidence, column }: Pick<Operand, "evidence" | "column">): string {
  return `${evidence}/${column}`;
}
