import type { WrittenFigure } from "./answer-text.ts";
import type { Bench, NamedRows, Surroundings } from "./bench.ts";
import type { NumericColumn, Operand, TableIndex } from "./evidence-index.ts";
import { commonPairs, type Operands } from "./pairs.ts";

/** More rows than this are not spoken of at once. */
const MOST_ROWS = 8;

/** Columns of a result that are added up. */
const MOST_TOTALS = 8;

/** Operands that do not depend on the figure. */
export function commonOperands({ tables }: Bench): Pick<Operands, "singles" | "totals" | "common"> {
  const singles = tables
    .filter(({ event }) => event.rows.length === 1)
    .flatMap(({ numeric }) => numeric.flatMap(({ operands }) => operands));
  const totals = tables
    .filter(({ event }) => event.rows.length > 1 && !event.truncated)
    .flatMap(({ numeric }) => numeric.slice(0, MOST_TOTALS).flatMap(totalOf));
  return { singles, totals, common: commonPairs({ singles, totals }) };
}

function totalOf({ column, operands }: NumericColumn): readonly Operand[] {
  const [first] = operands;
  if (!first || column.unit === "percent" || column.unit === "points") return [];
  const value = operands.reduce((sum, operand) => sum + operand.value, 0);
  const source = {
    kind: "derived",
    operation: `sum of ${column.name}`,
    from: operands.map((o) => o.source),
  } as const;
  return [
    {
      ...first,
      value,
      source,
      row: -1,
      times: [...new Set(operands.flatMap((o) => o.times))].sort(),
    },
  ];
}

/** Operands around one figure, apart from those that other figures are bound to. */
export function operandsFor(bench: Bench, around: Surroundings): Pick<Operands, "rows" | "past"> {
  const rows = cellsOf(bench, around.near);
  const past = bench.tables.flatMap((table) => {
    const named = around.near.get(table.at) ?? lastRow(table);
    return [...named].slice(0, MOST_ROWS).flatMap((row) => pastOf(table, row));
  });
  return { rows, past };
}

/** Cells of the rows, of each result that names few enough. */
export function cellsOf({ tables }: Bench, named: NamedRows): readonly Operand[] {
  return tables.flatMap((table) => {
    const rows = named.get(table.at);
    if (!rows || rows.size > MOST_ROWS || table.event.rows.length === 1) return [];
    return table.numeric.flatMap(({ operands }) => operands.filter(({ row }) => rows.has(row)));
  });
}

/** Where nothing is named, "up from last month" is said of the newest row. */
function lastRow({ dates }: TableIndex): ReadonlySet<number> {
  const last = dates.reduce<number>(
    (best, date, row) => ((date ?? "") > (dates[best] ?? "") ? row : best),
    0,
  );
  return new Set(dates[last] === undefined ? [] : [last]);
}

function pastOf(table: TableIndex, row: number): readonly (readonly [Operand, Operand])[] {
  const date = table.dates[row];
  if (date === undefined) return [];
  const yearAgo = `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`;
  const earlier = table.dates.flatMap((other, i) =>
    other !== undefined && other < date && isSameGroup(table, row, i) ? [{ other, i }] : [],
  );
  const [before] = earlier.toSorted((a, b) => b.other.localeCompare(a.other));
  const wanted = [before?.i, earlier.find(({ other }) => other === yearAgo)?.i];
  return table.numeric.flatMap(({ operands }) =>
    wanted.flatMap((past) => {
      const [now, then] = [
        operands.find((o) => o.row === row),
        operands.find((o) => o.row === past),
      ];
      return now && then ? [[now, then] as const] : [];
    }),
  );
}

/** All that is neither amount nor date is the same. */
function isSameGroup({ event, numeric }: TableIndex, a: number, b: number): boolean {
  return event.columns.every(
    ({ type }, i) =>
      type === "date" ||
      type === "timestamp" ||
      numeric.some(({ position }) => position === i) ||
      event.rows[a]?.[i] === event.rows[b]?.[i],
  );
}

/** In one table row, or in one paragraph with at most a sentence between. */
export function isBeside(figure: WrittenFigure, other: WrittenFigure): boolean {
  if (figure === other) return false;
  if (figure.table || other.table) return figure.table?.row.start === other.table?.row.start;
  if (figure.sentence.start === other.sentence.start) return true;
  const gap = figure.sentence.start - other.sentence.end;
  return figure.paragraph.start === other.paragraph.start && gap >= 0 && gap < NEXT_SENTENCE;
}

/** Space and marks between two sentences. */
const NEXT_SENTENCE = 6;

/** In one table row or one sentence. */
export function isInSentence(figure: WrittenFigure, other: WrittenFigure): boolean {
  return figure !== other && figure.sentence.start === other.sentence.start;
}

/** In the table row above. */
export function isAbove(figure: WrittenFigure, other: WrittenFigure): boolean {
  return figure.table !== undefined && figure.table.above.start === other.table?.row.start;
}
