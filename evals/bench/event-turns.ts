import { parseConfig } from "../../agent/config.ts";
import { openDeps } from "../../agent/open-deps.ts";
import { askInProcess } from "../ask-in-process.ts";
import { loadQuestions } from "../load-questions.ts";
import { percentile } from "./percentile.ts";

export type EventTurns = {
  readonly events: number;
  readonly folder: string;
  readonly workspace: { readonly name: string; readonly folder: string };
};

/** Issue 8: a turn from end to end, p95. */
const TURN_MS = 1000;

/** The workspace's golden questions that stand alone, each as a whole turn in its role, over all these events; the bar that was missed. */
export async function benchTurns(
  { events, folder, workspace }: EventTurns,
  print: (line: string) => void,
): Promise<readonly string[]> {
  const all = await loadQuestions(`${import.meta.dirname}/../golden`);
  const asked = all.filter((one) => one.workspace === workspace.name && one.turns.length === 1);
  if (asked.length === 0) return [];
  const openedMs = performance.now();
  await using deps = await openDeps(
    parseConfig({ DATA_DIR: folder, KNOWLEDGE_DIR: workspace.folder, DATA_ROWS: String(events) }),
    // As the service does.
    { opened: ({ customers }) => customers?.warm() },
  );
  const seconds = (performance.now() - openedMs) / 1000;
  const asker = askInProcess(deps);
  const turns: { readonly question: string; readonly ms: number }[] = [];
  for (const { turns: said, role } of asked) {
    const question = said[0]?.question ?? "";
    const talk = await asker.talk(workspace.name, [], role);
    const turn = await talk?.ask(question, new AbortController().signal);
    if (turn) turns.push({ question: role ? `${question} (${role})` : question, ms: turn.ms });
  }
  const times = turns.map(({ ms }) => ms);
  const p95 = percentile(times, 0.95);
  print(
    `${turns.length} turns: p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (open after ${seconds.toFixed(1)} s); the slowest:`,
  );
  const slowest = turns.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
  for (const { question, ms } of slowest) print(`  ${ms.toFixed(0)} ms  ${question}`);
  return p95 > TURN_MS ? [`A turn takes ${p95.toFixed(0)} ms at p95`] : [];
}
