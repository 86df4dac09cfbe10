import type { WrittenFigure } from "./answer-text.ts";
import type { Operand } from "./evidence-index.ts";

/** An amount that can be computed from what stands near. Its sign is left out: words or the figure's own have confirmed it. */
export type Candidate = {
  readonly operation: string;
  readonly value: number;
  readonly unit: string | undefined;
  readonly from: readonly Operand[];
};

/** Sentence, or row with its header, that a figure stands in. */
export function wordsAround({ before, after, table }: WrittenFigure): string {
  return table ? `${table.header} ${before} ${after}` : `${before} ${after}`;
}

export function sumOf(operands: readonly Operand[]): number {
  return operands.reduce((sum, { value }) => sum + value, 0);
}

/** Operands by result and column, in order. */
export function byColumn(operands: readonly Operand[]): readonly (readonly Operand[])[] {
  const columns = new Map<string, Operand[]>();
  for (const operand of operands) {
    const key = `${operand.evidence}/${operand.column}`;
    const known = columns.get(key);
    if (known) known.push(operand);
    else columns.set(key, [operand]);
  }
  return [...columns.values()];
}
