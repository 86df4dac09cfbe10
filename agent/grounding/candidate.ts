import type { TablePlace, WrittenFigure } from "./answer-text.ts";
import type { Operand } from "./evidence-index.ts";

/** An amount that can be computed from what stands near. Its sign is left out: words or the figure's own have confirmed it. */
export type Candidate = {
  readonly operation: string;
  readonly value: number;
  readonly unit: string | undefined;
  readonly from: readonly Operand[];
};

export function sumOf(operands: readonly Operand[]): number {
  return operands.reduce((sum, { value }) => sum + value, 0);
}

/** What a figure in a table is: its header and the label of its row. Elsewhere the clause. */
export function isAbout({ table, before, after }: WrittenFigure, words: RegExp): boolean {
  return words.test(table ? `${table.header} | ${table.label}` : `${before} ${after}`);
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

const SUMMARY =
  /^[*_]*(?:totals?|all|overall|sum|average|mean|median|whole|company|grand total)\b/i;

/** The row sums up the others. */
export function isSummary({ label }: TablePlace): boolean {
  return SUMMARY.test(label);
}
