import type { Draft } from "./draft.ts";
import type { Period } from "./period.ts";
import { hasChangeBefore } from "./read-comparison.ts";
import { matchAt, type Scan } from "./scan.ts";
import { readEnds } from "./spans.ts";

const COMPARE = /\bcompar\w+(?!.* (?:and|vs|with) )[^?!;]*$/;
const TREND =
  /\b(?:(?:by|per|each|every) (?:day|week|month|quarter|year)|daily|weekly|monthly|quarterly|trend\w*|over time|develop\w*|evolv\w*)\b/;

/** "Compare it in March 2025 to March 2024". */
const LEAD = /(?:in|for|during) /y;

/** "How did it change from Q3 to Q4", "the difference between May and June": two periods, the first being what the second is held against. */
export function readTwoEnds(scan: Scan, start: number): readonly Draft[] | undefined {
  const at = matchAt(LEAD, scan.text, start)?.end ?? start;
  const isWorded = /^(?:from|between) /.test(scan.text.slice(at, at + 8));
  if (TREND.test(scan.text) || !asksForChange(scan, at, isWorded)) return undefined;
  const ends = readEnds(scan, at);
  if (!ends || !isAlike(ends.from.value, ends.to.value)) return undefined;
  const middle = ends.from.end + 1;
  const [first, second] = isWorded
    ? (["comparison", undefined] as const)
    : ([undefined, "comparison"] as const);
  return [
    draft({ start, end: ends.from.end }, ends.from.value, first),
    draft({ start: middle, end: ends.end }, ends.to.value, second),
  ];
}

function asksForChange(scan: Scan, at: number, isWorded: boolean): boolean {
  const isCompared = COMPARE.test(scan.text.slice(Math.max(0, at - 80), at));
  return isCompared || (isWorded && hasChangeBefore(scan, at));
}

/** Two months or two quarters can be held against each other, a day and a year cannot. */
function isAlike(a: Period, b: Period): boolean {
  return kindOf(a) === kindOf(b) && kindOf(a) !== "days";
}

function kindOf(period: Period): string {
  const name = period.cycle?.name;
  if (name !== undefined) return name.split("-")[0] ?? name;
  return period.kind === "fixed" ? period.range.grain : "";
}

function draft(
  place: { start: number; end: number },
  period: Period,
  role: "comparison" | undefined,
): Draft {
  return role ? { kind: "period", ...place, period, role } : { kind: "period", ...place, period };
}
