import type { TableEvidence } from "../../agent/events.ts";

/** Part of a question that can be exchanged: where it stands, and what else could stand there. */
export type Parameter = {
  readonly start: number;
  readonly text: string;
  readonly options: readonly string[];
};

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const QUARTER = /\bQ([1-4])\b/gi;
const YEAR = /\b(?:19|20)\d{2}\b/g;
const MONTH = new RegExp(`\\b(${MONTHS.join("|")})\\b`, "g");
const MOST_OPTIONS = 12;

/**
 * Periods and values of a question that can be exchanged for others, in order. Values are those of word columns that
 * `tables` hold: what can stand in for one is what stands in its column.
 */
export function findParameters(
  question: string,
  tables: readonly TableEvidence[],
): readonly Parameter[] {
  const found = [
    ...matches(question, QUARTER, () => ["Q1", "Q2", "Q3", "Q4"]),
    ...matches(question, MONTH, () => MONTHS),
    ...matches(question, YEAR, (year) => [-2, -1, 0, 1].map((step) => String(Number(year) + step))),
    ...values(question, tables),
  ];
  return found
    .toSorted((a, b) => a.start - b.start || b.text.length - a.text.length)
    .filter((one, at, all) => all.slice(0, at).every((other) => endOf(other) <= one.start));
}

/** The question with another choice in the parameter's place. */
export function exchange(question: string, { start, text }: Parameter, choice: string): string {
  return question.slice(0, start) + choice + question.slice(start + text.length);
}

function endOf({ start, text }: Parameter): number {
  return start + text.length;
}

function matches(
  question: string,
  pattern: RegExp,
  toOptions: (text: string) => readonly string[],
): Parameter[] {
  return [...question.matchAll(pattern)].map(({ index, 0: text }) => ({
    start: index,
    text,
    options: toOptions(text).filter((option) => option.toLowerCase() !== text.toLowerCase()),
  }));
}

function values(question: string, tables: readonly TableEvidence[]): Parameter[] {
  return tables.flatMap((table) =>
    table.columns.flatMap((column, at) => {
      if (column.type !== "string") return [];
      const cells = [...new Set(table.rows.map((row) => String(row[at] ?? "")))].filter(isName);
      if (cells.length < 2) return [];
      return cells.flatMap((cell) => occurrence(question, cell, cells));
    }),
  );
}

function occurrence(question: string, cell: string, cells: readonly string[]): Parameter[] {
  const name = cell.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, "iu").exec(question);
  if (found === null) return [];
  const options = cells.filter((other) => other !== cell).slice(0, MOST_OPTIONS);
  return [{ start: found.index, text: found[0], options }];
}

/** Words of a column that a question would use; not keys, dates or numbers. */
function isName(cell: string): boolean {
  return cell.length >= 3 && cell.length <= 40 && /^\p{L}[\p{L}\s&'’.-]*$/u.test(cell);
}
