import type { Operand } from "./evidence-index.ts";

/** Which of two amounts a difference is counted from: a target, a benchmark, the earlier one. Undefined when nothing says. */
export function baseOf(a: Operand, b: Operand): Operand | undefined {
  if (a.isYardstick !== b.isYardstick) return a.isYardstick ? a : b;
  const [latestA, latestB] = ownTimes(a, b);
  if (latestA !== undefined && latestB !== undefined) return latestA < latestB ? a : b;
  return yearInName(a, b);
}

/** Both are of the same time, as far as one can see: this year's revenue is not held against last year's target. */
export function isOneTime(a: Operand, b: Operand): boolean {
  const [latestA, latestB] = ownTimes(a, b);
  return latestA === undefined || latestB === undefined;
}

/** The latest dates that only one of the two has: a period's end is the next one's start. */
function ownTimes(a: Operand, b: Operand): readonly [string | undefined, string | undefined] {
  const onlyIn = (one: Operand, other: Operand) =>
    one.times.findLast((time) => !other.times.includes(time));
  return [onlyIn(a, b), onlyIn(b, a)];
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
