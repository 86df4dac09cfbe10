import type { WrittenFigure } from "./answer-text.ts";
import type { Bench, Surroundings } from "./bench.ts";
import { isSummary } from "./candidate.ts";
import { type Direction, directionOf, isDifference } from "./direction.ts";
import {
  isYardstick,
  type NumericColumn,
  type Operand,
  type TableIndex,
} from "./evidence-index.ts";
import { isRounded } from "./rounding.ts";
import { spokenOf } from "./spoken.ts";
import { fitsUnit, storedAs } from "./units.ts";

const DELTA =
  /chang|diff|delta|gap|growth|increase|decrease|uplift|varian|vs_|_vs|\bvs\b|versus|yoy|qoq|mom|% of|Δ/i;
const EXTREME =
  /\b(?:highest|lowest|best|worst|most|least|largest|smallest|biggest|peak|top|bottom|max\w*|min\w*|leads?|leading|strongest|weakest|record|first|last|latest|range[sd]?)\b/i;

/** Columns short enough that a table may show any of their cells under a name that the evidence does not use. */
const FEW_ROWS = 12;

/** Digits that no cell has by accident. */
const SURE_DIGITS = 4;

/** Expected cells that a random number would hit; above this a match of an unnamed cell proves nothing. */
const MOST_BY_CHANCE = 0.05;

/** The cell that the number was written from: of a row that is named nearby before others, of the latest evidence before older. */
export function bindToCell(
  figure: WrittenFigure,
  bench: Bench,
  around: Surroundings,
): Operand | undefined {
  const direction = directionOf(figure);
  const scored = bench.tables.flatMap((table) =>
    columnsFor(figure, table, { bench, around }).flatMap((column) =>
      cellsLike(figure, column, { direction, bench }).map((operand) => ({
        operand,
        score: scoreOf(operand, { figure, table, column, around }),
      })),
    ),
  );
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best > 0 ? scored.findLast(({ score }) => score === best)?.operand : undefined;
}

/** Columns of the unit; of these only those under the table's header or, for round numbers, those that are spoken of. */
function columnsFor(
  figure: WrittenFigure,
  { numeric, titleStems }: TableIndex,
  { bench, around }: { readonly bench: Bench; readonly around: Surroundings },
): readonly NumericColumn[] {
  const fitting = numeric.filter(({ column }) =>
    fitsUnit(figure, { unit: column.unit, column: column.name }),
  );
  const headed = fitting.filter((column) => isHeadedBy(figure, column, around));
  if (headed.length > 0 || isPlainColumn(figure, bench, around)) return headed;
  if (figure.table || figure.digits >= SURE_DIGITS) return fitting;
  return spokenOf(fitting, titleStems, { bench, around });
}

/** The table's header names the column ("Revenue", "Share"), and not a difference from it; in a row "Target" that is the target's. */
function isHeadedBy(
  { table }: WrittenFigure,
  { stems, column }: NumericColumn,
  { header }: Surroundings,
): boolean {
  if (!table || header.size === 0 || DELTA.test(table.header)) return false;
  if (isYardstick({ name: table.label })) return isYardstick(column);
  return [...header].every((stem) => stems.has(stem));
}

/** The figure stands under the header of a column of its own row: it is a cell of that, and no derivation. */
export function isPlainColumn(
  figure: WrittenFigure,
  { tables }: Bench,
  around: Surroundings,
): boolean {
  return tables.some(
    ({ at, numeric }) =>
      around.near.has(at) &&
      numeric.some(
        (column) =>
          isHeadedBy(figure, column, around) &&
          fitsUnit(figure, { unit: column.column.unit, column: column.column.name }),
      ),
  );
}

function cellsLike(
  figure: WrittenFigure,
  { operands, column }: NumericColumn,
  { direction, bench }: { readonly direction: Direction; readonly bench: Bench },
): readonly Operand[] {
  const isDelta = DELTA.test(`${column.name} ${column.label ?? ""}`);
  if (!isDelta && isDifferenceHere(figure, bench)) return [];
  return operands.filter((operand) =>
    storedAs(figure, operand).some((value) => readsAs(figure, value, { direction, isDelta })),
  );
}

/** Words, a plus sign or the header say that it is no amount itself. */
function isDifferenceHere(figure: WrittenFigure, bench: Bench): boolean {
  const { header = "" } = figure.table ?? {};
  const isHeaded = DELTA.test(header) && !isMember(header, bench);
  return isHeaded || figure.text.startsWith("+") || isDifference(figure);
}

/** A plan called "Growth" heads a column of its own, and no changes. */
function isMember(header: string, { tables }: Bench): boolean {
  const name = header.trim();
  return tables.some(({ event }) => event.rows.some((row) => row.includes(name)));
}

/** The sign is part of the number unless words say it: "down 4.6%" is −4.6%, and a positive change is no "down". */
function readsAs(
  figure: WrittenFigure,
  value: number,
  { direction, isDelta }: { direction: Direction; isDelta: boolean },
): boolean {
  if (isRounded(figure, value)) {
    return figure.signed || value <= 0 || !isDelta || direction !== "down";
  }
  if (value >= 0 || figure.signed || !isRounded(figure, -value)) return false;
  return direction === "down" || direction === "either";
}

/** A key in a table, under the header of its own column: "Order no | 4711". */
export function numberedCell(
  { table, value }: WrittenFigure,
  { tables }: Bench,
  { header }: Surroundings,
): Operand | undefined {
  if (!table || header.size === 0) return undefined;
  const operands = tables
    .flatMap(({ numbered }) => numbered)
    .filter(({ stems }) => [...header].every((stem) => stems.has(stem)))
    .flatMap((column) => column.operands);
  return operands.findLast((operand) => operand.value === value);
}

type Candidate = {
  readonly figure: WrittenFigure;
  readonly table: TableIndex;
  readonly column: NumericColumn;
  readonly around: Surroundings;
};

/** Zero or less for a cell that the answer can hardly speak of. */
function scoreOf(operand: Operand, candidate: Candidate): number {
  const { table, column, around } = candidate;
  const place = placeScore(operand, candidate);
  if (place <= 0) return 0;
  const shared = [...column.stems].filter((stem) => around.words.has(stem)).length;
  return place + Math.min(shared, 3) + table.at / 1000;
}

function placeScore(operand: Operand, candidate: Candidate): number {
  const { table, around } = candidate;
  const inNear = around.near.get(table.at);
  if (inNear?.has(operand.row)) return 9 - Math.min(inNear.size, 40) / 10;
  if (table.event.rows.length === 1) return singleScore(candidate);
  if (inNear || around.sentence.has(table.at)) return otherThanNamed(operand, candidate);
  return unnamedScore(operand, candidate);
}

/** In the row of a table that names a member, a result of one row must be of that member. */
function singleScore({ figure, table, around }: Candidate): number {
  const isOther =
    figure.table && around.near.size > 0 && !around.named.some((name) => table.sql.includes(name));
  return isOther ? 0 : 6;
}

/** Nothing of this result is named in the sentence. */
function unnamedScore(operand: Operand, { figure, table, column, around }: Candidate): number {
  if (figure.table && (isSummary(figure.table) || around.near.size > 0)) return 0;
  if (around.paragraph.get(table.at)?.has(operand.row)) return 2;
  const isSure = figure.digits >= SURE_DIGITS || isExtreme(operand, figure, column);
  const isFew = figure.table !== undefined && column.operands.length <= FEW_ROWS;
  return isSure || isFew || byChance(figure, column) < MOST_BY_CHANCE ? 1 : 0;
}

/** The sentence names rows of this result; in a table only those are meant, in prose others now and then. */
function otherThanNamed(operand: Operand, { figure, table, column, around }: Candidate): number {
  if (figure.table) return 0;
  if (around.sentence.get(table.at)?.has(operand.row)) return 4;
  return figure.digits >= SURE_DIGITS || isExtreme(operand, figure, column) ? 1 : 0;
}

function isExtreme(
  { value, row }: Operand,
  { before, after }: WrittenFigure,
  column: NumericColumn,
): boolean {
  const isEnd =
    value === column.least ||
    value === column.most ||
    row === 0 ||
    row === column.operands.at(-1)?.row;
  return isEnd && EXTREME.test(before + after);
}

function byChance({ step }: WrittenFigure, { operands, least, most }: NumericColumn): number {
  return most > least ? (operands.length * step) / (most - least) : 1;
}
