import type { WrittenFigure } from "./answer-text.ts";
import { byColumn, type Candidate, isAbout, sumOf } from "./candidate.ts";
import type { Operand, TableIndex } from "./evidence-index.ts";
import { fitsUnit } from "./units.ts";

const SUM =
  /\b(?:totals?|total(?:l?ing|l?ed)|together|combined|sum\w*|overall|both|altogether|in all|jointly|all|cumulative\w*|whole|company-wide|entire)\b/i;
const AVERAGE = /\b(?:averag\w*|avg|mean|typical\w*|per|each|every)\b/i;
const OTHERS =
  /\b(?:others?|rest|remain\w*|excluding|except|without|outside|besides|apart from)\b/i;
const TOP =
  /\b(?:top|first|largest|biggest|leading) (\d+|two|three|four|five|six|seven|eight|nine|ten)\b/i;
const SMALL = "two three four five six seven eight nine ten".split(" ");

/** Rows that a sentence names, and all rows of the results. */
export type Groups = {
  readonly tables: readonly TableIndex[];
  /** Cells of the rows that the whole sentence names. */
  readonly named: readonly Operand[];
  /** Whether the clause itself names a row. */
  readonly isNamed: boolean;
  readonly beside: readonly Operand[];
  readonly totals: readonly Operand[];
};

/** Column totals, sums of the rows that are named, of the top rows, of the others; and averages of a column. */
export function sums(figure: WrittenFigure, groups: Groups): readonly Candidate[] {
  if (figure.unit === "percent" || figure.unit === "points" || figure.unit === "times") {
    return averages(figure, groups);
  }
  return [...parts(figure, groups), ...averages(figure, groups)].filter(({ from }) => {
    const [first] = from;
    return first !== undefined && fitsUnit(figure, first);
  });
}

/** Totals and partial sums, each once; also the numerators of shares. */
export function parts(figure: WrittenFigure, groups: Groups): readonly Candidate[] {
  const isSum = isAbout(figure, SUM);
  const found: Candidate[] = [];
  if (isSum || !groups.isNamed) found.push(...groups.totals.map((total) => whole(total)));
  if (isSum)
    found.push(...[...byColumn(groups.named), ...byColumn(groups.beside)].flatMap(sumOfSome));
  if (isAbout(figure, OTHERS)) found.push(...others(groups));
  const top = topCount(`${figure.before} ${figure.after}`);
  if (top !== undefined) found.push(...topSums(groups.tables, top));
  return found;
}

function whole(total: Operand): Candidate {
  return { operation: "sum", value: total.value, unit: total.unit, from: [total] };
}

function sumOfSome(operands: readonly Operand[]): readonly Candidate[] {
  const some = operands.filter(({ row, unit }) => row >= 0 && unit !== "percent");
  const [first] = some;
  return first && some.length > 1
    ? [{ operation: "sum", value: sumOf(some), unit: first.unit, from: some }]
    : [];
}

function others({ totals, named }: Groups): readonly Candidate[] {
  return byColumn(named).flatMap((some) => {
    const [first] = some;
    const total = totals.find(
      ({ evidence, column }) => evidence === first?.evidence && column === first.column,
    );
    if (!first || !total) return [];
    return [
      {
        operation: "difference",
        value: total.value - sumOf(some),
        unit: first.unit,
        from: [total, ...some],
      },
    ];
  });
}

function topCount(words: string): number | undefined {
  const said = TOP.exec(words)?.[1]?.toLowerCase();
  if (said === undefined) return undefined;
  return /\d/.test(said) ? Number(said) : SMALL.indexOf(said) + 2;
}

function topSums(tables: readonly TableIndex[], count: number): readonly Candidate[] {
  return tables.flatMap(({ numeric }) =>
    numeric.flatMap(({ operands }) => sumOfSome(operands.filter(({ row }) => row < count))),
  );
}

/** The mean of a column, where the words ask for one. */
function averages(figure: WrittenFigure, { tables }: Groups): readonly Candidate[] {
  const isAsked = figure.table ? AVERAGE.test(figure.table.label) : isAbout(figure, AVERAGE);
  if (!isAsked || figure.unit === "times") return [];
  return tables.flatMap(({ numeric }) =>
    numeric.flatMap(({ operands }) => {
      const [first] = operands;
      if (!first || operands.length < 2 || !fitsUnit(figure, first)) return [];
      const value = sumOf(operands) / operands.length;
      return [{ operation: "average", value, unit: first.unit, from: operands }];
    }),
  );
}
