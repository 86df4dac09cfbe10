import { percent } from "../baseline.ts";
import { failuresOf, type QuestionResult } from "../result.ts";
import type { RunReport } from "./run-report.ts";

/** Questions told in full at the end of a run. */
const SHOWN = 25;

/** Where a report is written: a terminal, which rewrites its last line, or a plain log. */
export type Screen = {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns: number;
};

/** Tells how far a run is: one line that is rewritten, or one line for each tenth in a plain log. */
export function createProgress(total: number, screen: Screen): (result: QuestionResult) => void {
  let done = 0;
  let failed = 0;
  return ({ id, passed, skipped }) => {
    done += 1;
    if (!passed && skipped === undefined) failed += 1;
    const line = `${bar(done / total)} ${done}/${total}  ${failed} failed`;
    if (screen.isTerminal) {
      screen.write(`\r\u001b[K${`${line}  ${id}`.slice(0, screen.columns - 1)}`);
      if (done === total) screen.write("\r\u001b[K");
    } else if (isTenth(done, total)) {
      screen.write(`${line}\n`);
    }
  };
}

function isTenth(done: number, total: number): boolean {
  return done === total || Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total);
}

function bar(share: number): string {
  const full = Math.round(share * 24);
  return "█".repeat(full) + "░".repeat(24 - full);
}

/** The run as text: failures, a table by workspace and topic, what changed, and whether the gate is open. */
export function toText(report: RunReport): string {
  return [...failures(report), "", ...table(report), "", ...totals(report), ...verdict(report)]
    .join("\n")
    .concat("\n");
}

function failures({ results }: RunReport): readonly string[] {
  const failed = results.filter(({ passed, skipped }) => !passed && skipped === undefined);
  const more = failed.length - SHOWN;
  return [
    ...failed
      .slice(0, SHOWN)
      .flatMap((result) => [
        `✗ ${result.id}${result.attempt > 1 ? ` (attempt ${result.attempt})` : ""}`,
        ...failuresOf(result).map((words) => `    ${words.slice(0, 240)}`),
      ]),
    ...(more > 0 ? [`… and ${more} more; all are in the report`] : []),
  ];
}

function table({ summary, repeat }: RunReport): readonly string[] {
  const total = { workspace: "all", topic: "", ...summary.total };
  const rows = [...summary.byTopic, total].map(({ workspace, topic, ...score }) => [
    workspace,
    topic,
    `${score.passed}/${score.questions}`,
    percent(score.pass1),
    ...(repeat > 1 ? [percent(score.passAll)] : []),
  ]);
  const head = [
    "workspace",
    "kind",
    "passed",
    repeat > 1 ? "pass^1" : "score",
    ...(repeat > 1 ? [`pass^${repeat}`] : []),
  ];
  return align([head, ...rows]);
}

function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

function totals({ summary, seconds, difference }: RunReport): readonly string[] {
  const { latency, skipped, standings, unbound } = summary;
  const flips = standings.filter((standing) => standing.flips).map(({ id }) => id);
  const ms = (value: number) => `${Math.round(value)} ms`;
  return [
    `${seconds.toFixed(1)} s; a turn p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}, max ${ms(latency.max)}; $${summary.costUsd.toFixed(2)}`,
    `Questions with unbound figures: ${unbound.length}`,
    ...listed(
      "Not asked",
      skipped.map(({ id, because }) => `${id} [because ${because}]`),
    ),
    ...listed("Passed once and failed once", flips),
    ...listed("Lost since the baseline", difference.lost),
    ...listed("Won since the baseline", difference.won),
    ...(difference.fresh.length > 0 ? [`Not in the baseline: ${difference.fresh.length}`] : []),
  ];
}

function listed(words: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`${words}: ${ids.join(", ")}`];
}

function verdict({ closed, summary }: RunReport): readonly string[] {
  const { passed, questions } = summary.total;
  const score = `${passed} of ${questions} golden questions hold`;
  return closed.length === 0 ? [`✓ ${score}`] : [`✗ ${score}`, ...closed.map((why) => `  ${why}`)];
}
