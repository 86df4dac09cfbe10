import { groupBy } from "../group-by.ts";
import { failuresOf, type QuestionResult } from "../result.ts";
import type { RunReport } from "./run-report.ts";

/** The run as JUnit XML: a suite for each workspace and topic. */
export function toJunit({ results }: RunReport): string {
  const suites = groupBy(results, ({ workspace, topic }) => `${workspace}/${topic}`);
  const bodies = [...suites].map(([name, all]) => {
    const failed = all.filter(({ passed, skipped }) => !passed && skipped === undefined).length;
    const skipped = all.filter((result) => result.skipped !== undefined).length;
    const head = `<testsuite name="${escapeText(name)}" tests="${all.length}" failures="${failed}" skipped="${skipped}" time="${seconds(all)}">`;
    return [head, ...all.map(toCase), "</testsuite>"].join("\n");
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${bodies.join("\n")}\n</testsuites>\n`;
}

function toCase(result: QuestionResult): string {
  const { id, workspace, attempt, skipped, passed } = result;
  const name = attempt > 1 ? `${id} #${attempt}` : id;
  const head = `<testcase classname="${escapeText(workspace)}" name="${escapeText(name)}" time="${seconds([result])}"`;
  if (skipped !== undefined)
    return `${head}><skipped message="${escapeText(skipped)}"/></testcase>`;
  if (passed) return `${head}/>`;
  const words = failuresOf(result);
  return `${head}><failure message="${escapeText(words[0] ?? "failed")}">${escapeText(words.join("\n"))}</failure></testcase>`;
}

function seconds(results: readonly QuestionResult[]): string {
  const ms = results.flatMap(({ turns }) => turns.map((turn) => turn.ms));
  return (ms.reduce((sum, one) => sum + one, 0) / 1000).toFixed(3);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as XML and HTML may hold it; control characters, which XML cannot hold, are gone. */
export function escapeText(text: string): string {
  return [...text]
    .filter((letter) => letter >= " " || letter === "\n" || letter === "\t")
    .join("")
    .replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
