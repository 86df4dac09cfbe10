import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Summary } from "./summary.ts";

/** What passed when the quality was last accepted. `tolerance` is the share of questions that may be lost before the gate closes. */
const Baseline = z.strictObject({
  tolerance: z.number().min(0).max(1),
  questions: z.record(z.string(), z.boolean()),
});
export type Baseline = z.infer<typeof Baseline>;

const NONE: Baseline = { tolerance: 0.01, questions: {} };

/** The empty baseline when there is no such file. @throws {Error} when it cannot be read. */
export async function readBaseline(file: string): Promise<Baseline> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? NONE : Baseline.parse(JSON.parse(text));
}

/** Takes over what the run asked; questions that it did not ask stay, those that `exist` no longer go. */
export function accept(baseline: Baseline, summary: Summary, exist: ReadonlySet<string>): Baseline {
  const now = summary.standings.map(({ id, passes, attempts }) => [id, passes === attempts]);
  const all: Record<string, boolean> = { ...baseline.questions, ...Object.fromEntries(now) };
  const kept = Object.entries(all).filter(([id]) => exist.has(id));
  return {
    ...baseline,
    questions: Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

export async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  await writeFile(file, `${JSON.stringify(baseline, null, 2)}\n`);
}

/** What is otherwise than at the baseline. `fresh` are questions that it does not know. */
export type Difference = {
  readonly lost: readonly string[];
  readonly won: readonly string[];
  readonly fresh: readonly string[];
  /** Passed share of the questions that both know, then and now; 0..1. */
  readonly before: number;
  readonly now: number;
};

export function compare({ questions }: Baseline, { standings }: Summary): Difference {
  const known = standings.flatMap(({ id, passes, attempts }) => {
    const before = questions[id];
    return before === undefined ? [] : [{ id, before, now: passes === attempts }];
  });
  const share = (passed: number) => (known.length === 0 ? 1 : passed / known.length);
  return {
    lost: known.filter(({ before, now }) => before && !now).map(({ id }) => id),
    won: known.filter(({ before, now }) => !before && now).map(({ id }) => id),
    fresh: standings.map(({ id }) => id).filter((id) => questions[id] === undefined),
    before: share(known.filter(({ before }) => before).length),
    now: share(known.filter(({ now }) => now).length),
  };
}

/** Why the run must not pass, in words; empty when it may. */
export function gate(
  baseline: Baseline,
  summary: Summary,
  difference = compare(baseline, summary),
): readonly string[] {
  const { before, now } = difference;
  const fell = now < before - baseline.tolerance;
  const list = (ids: readonly string[]) => ids.join(", ");
  return [
    ...(fell ? [`${percent(now)} pass, below the baseline of ${percent(before)}`] : []),
    ...(summary.unbound.length > 0 ? [`Unbound figures: ${list(summary.unbound)}`] : []),
    ...(summary.answeredUnanswerable.length > 0
      ? [`Answered what has no answer: ${list(summary.answeredUnanswerable)}`]
      : []),
  ];
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
