import type { Operand, TableIndex } from "./evidence-index.ts";

const BASE =
  /target|plan|budget|goal|quota|benchmark|baseline|previous|prior|before|last_|_last|year_ago|_ly\b|_py\b|\bly\b|\bpy\b|old_|forecast/i;

/** A target, a plan, an earlier value: what others are held against. */
export function isYardstick({ name, label }: { name: string; label?: string }): boolean {
  return BASE.test(`${name} ${label ?? ""}`);
}

/** Which of two amounts a difference is counted from: a target, a benchmark, the earlier one. Undefined when nothing says. */
export function baseOf(a: Operand, b: Operand, tables: readonly TableIndex[]): Operand | undefined {
  const [isBaseA, isBaseB] = [isBase(a, tables), isBase(b, tables)];
  if (isBaseA !== isBaseB) return isBaseA ? a : b;
  const [dateA, dateB] = [dateOf(a, tables), dateOf(b, tables)];
  if (dateA !== undefined && dateB !== undefined && dateA !== dateB) return dateA < dateB ? a : b;
  return yearInName(a, b);
}

/** What documents say is a yardstick for what the data say. */
function isBase(operand: Operand, tables: readonly TableIndex[]): boolean {
  if (operand.source.kind === "passage") return true;
  const column = tables
    .find(({ at }) => at === operand.evidence)
    ?.event.columns.find(({ name }) => name === operand.column);
  return isYardstick(column ?? { name: operand.column });
}

/** Two different columns are of the same time, as far as one can see: this year's revenue is not held against last year's target. */
export function isOneTime(a: Operand, b: Operand, tables: readonly TableIndex[]): boolean {
  const [dateA, dateB] = [dateOf(a, tables), dateOf(b, tables)];
  return dateA === undefined || dateB === undefined || dateA === dateB;
}

function dateOf({ evidence, row }: Operand, tables: readonly TableIndex[]): string | undefined {
  const table = tables.find(({ at }) => at === evidence);
  return table?.dates[row] ?? table?.since;
}

/** Columns that are named by their time: q3_2024 and q4_2024, 2023 and 2024. */
function yearInName(a: Operand, b: Operand): Operand | undefined {
  const [timeA, timeB] = [timeIn(a.column), timeIn(b.column)];
  if (timeA === undefined || timeB === undefined || timeA === timeB) return undefined;
  return timeA < timeB ? a : b;
}

function timeIn(column: string): string | undefined {
  const year = /(?:^|\D)((?:19|20)\d\d)(?:\D|$)/.exec(column)?.[1];
  const part = /(?:^|_)[qh]([1-4])(?:_|$)/i.exec(column)?.[1];
  return year === undefined && part === undefined ? undefined : `${year ?? ""}-${part ?? ""}`;
}
