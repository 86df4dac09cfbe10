import type { FigureSource } from "../events.ts";
import type { WrittenFigure } from "./answer-text.ts";
import type { NumericColumn, TableIndex } from "./evidence-index.ts";

const ALL_BEFORE =
  /\b(?:all|the|these|those|our|of|of the|of our|other|remaining|across|in|has|have|are|is|were|found|shows?|showing|there are|lists?|only)\s*[*_]*$/i;
const OF_AFTER = /^[*_]* (?:out )?of (?:the |our |all )?[*_]*(\d[\d,]*)\b/;
const NO_NOUN_AFTER =
  /^[*_]*(?:$|[^ \w]| (?:are|is|were|was|have|has|had|did|do|of|in|and|or|with|by)\b)/;
const ROW_NOUN = /^(?:rows?|results?|groups?|entries|items?|records?|values?|matches|lines?)$/;
const WORDS_AFTER = /^[*_]* ([a-z-]+(?: [a-z-]+){0,2})/;

/** "All 4 regions", "3 of the 4": a count of rows, when such rows are there. Undefined when it is none. */
export function findRowCount(
  written: WrittenFigure,
  tables: readonly TableIndex[],
): FigureSource | undefined {
  const count = written.value;
  if (written.unit !== undefined || !Number.isInteger(count) || count < 1 || written.isTerm)
    return undefined;
  const latest = tables.toReversed();
  const found =
    latest.find((table) => isTotal(written, table)) ??
    latest.find((table) => isPart(written, table));
  return found && counted(found, count);
}

function counted({ event }: TableIndex, count: number): FigureSource {
  const isAll = count === event.row_count;
  return {
    kind: "derived",
    operation: isAll ? `rows of ${event.id}` : `count of rows of ${event.id}`,
    from: [],
  };
}

function isTotal({ before, after, value }: WrittenFigure, { event }: TableIndex): boolean {
  if (value !== event.row_count) return false;
  // "1 plan": one row is told by what it is.
  if (value === 1) return isOfRows(after, event);
  return isOfRows(after, event) || (ALL_BEFORE.test(before) && NO_NOUN_AFTER.test(after));
}

/** One of the next words is what the rows are, or a word for rows. */
function isOfRows(after: string, event: TableIndex["event"]): boolean {
  const nouns = WORDS_AFTER.exec(after)?.[1]?.split(" ") ?? [];
  const columns = event.columns.filter(({ type }) => type !== "number");
  const names = columns.map(({ name, label }) => `${name} ${label ?? ""}`).join(" ");
  const known = `${names} ${event.title}`.toLowerCase();
  return nouns.some((noun) => {
    const stem = noun.replace(/(?:ies|s|es)$/, "").slice(0, 5);
    return (
      ROW_NOUN.test(noun) ||
      ((event.row_count === 1 || /s$/.test(noun)) && stem.length > 2 && known.includes(stem))
    );
  });
}

/** "3 of the 4": as many as lie above, or below, another column or zero in so many rows. */
function isPart({ after, value }: WrittenFigure, table: TableIndex): boolean {
  const whole = Number(OF_AFTER.exec(after)?.[1]?.replaceAll(",", ""));
  if (whole !== table.event.row_count) return false;
  return partCounts(table).has(value);
}

function partCounts({ numeric, event }: TableIndex): ReadonlySet<number> {
  const texts = event.columns.flatMap(({ type }, i) =>
    type === "string" || type === "boolean" ? [i] : [],
  );
  return new Set([
    ...numeric.flatMap((a) => [
      countWhere(a, (value) => value < 0),
      countWhere(a, (value) => value > 0),
      ...numeric
        .filter((b) => a !== b && a.column.unit === b.column.unit)
        .map((b) => countWhere(a, (value, i) => value < (b.operands[i]?.value ?? value))),
    ]),
    ...texts.flatMap((i) => [...tally(event.rows.map((row) => row[i])).values()]),
  ]);
}

function countWhere(column: NumericColumn, fits: (value: number, i: number) => boolean): number {
  return column.operands.filter(({ value }, i) => fits(value, i)).length;
}

function tally(cells: readonly unknown[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
}
