import type { WrittenFigure } from "./answer-text.ts";
import type { Bench, Surroundings } from "./bench.ts";
import type { Candidate } from "./candidate.ts";
import { differences } from "./differences.ts";
import { directionOf } from "./direction.ts";
import type { Operand } from "./evidence-index.ts";
import { cellsOf, type Operands } from "./operands.ts";
import { pairsOf } from "./pairs.ts";
import { ratios } from "./ratios.ts";
import { isRounded } from "./rounding.ts";
import { sums } from "./sums.ts";

/** What a figure was computed from, when one of the allowed operations over what stands near gives it. */
export function derive(
  figure: WrittenFigure,
  operands: Operands,
  context: { readonly bench: Bench; readonly around: Surroundings },
): Operand | undefined {
  if (figure.isTerm) return undefined;
  const size = { ...figure, value: Math.abs(figure.value) };
  const found = candidates(figure, operands, context).find(({ value }) => isRounded(size, value));
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
  };
}

function candidates(
  figure: WrittenFigure,
  operands: Operands,
  { bench, around }: { readonly bench: Bench; readonly around: Surroundings },
): readonly Candidate[] {
  const pairs = pairsOf(operands, bench.tables);
  const groups = {
    tables: bench.tables,
    named: cellsOf(bench, around.sentence),
    isNamed: around.near.size > 0,
    beside: operands.beside,
    totals: operands.totals,
  };
  return [
    ...differences(figure, pairs, directionOf(figure)),
    ...sums(figure, groups),
    ...ratios(figure, operands, { pairs, groups }),
  ];
}
