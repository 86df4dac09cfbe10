import { mkdir, stat } from "node:fs/promises";
import { compileQuery } from "../../agent/semantic/compile.ts";
import type { MetricQuery } from "../../agent/semantic/metric-query.ts";
import { guardSql } from "../../agent/sql/guard.ts";
import { openDuckdb } from "../../agent/warehouse/duckdb.ts";
import { openEngine } from "../../agent/warehouse/duckdb-engine.ts";
import { loadData } from "../../agent/warehouse/load-data.ts";
import type { Warehouse } from "../../agent/warehouse/warehouse.ts";
import type { Workspace } from "../../agent/workspace.ts";
import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import { EVENT_QUESTIONS, type EventQuestion } from "./event-questions.ts";
import { benchTurns } from "./event-turns.ts";
import { percentile } from "./percentile.ts";

export type EventsBench = {
  readonly events: number;
  /** Holds the data, which are made when they are not there. */
  readonly folder: string;
  readonly workspace: string;
};
type Print = (line: string) => void;

/** Issue 8, on two cores. */
const BARS = { rawMs: 500, rollupMs: 10, memoryBytes: 4 * 2 ** 30 };
const THREADS = 2;
const ROUNDS = 7;
const LIMITS = { maxRows: 1000, timeoutMs: 600_000, maxCostUsd: 1 };

/**
 * What analysts ask most of events: in DuckDB's SQL by hand, compiled over the rows, and compiled over roll-ups; all three
 * must say the same. 0 when every bar was met.
 */
export async function benchEvents(options: EventsBench, print: Print): Promise<number> {
  const workspace = await findWorkspace(options.workspace);
  const file = await makeData(workspace, options, print);
  const missed = [
    ...(await benchQuestions(await openBench(workspace, file), print)),
    ...(await benchTurns({ ...options, workspace }, print)),
  ];
  const { rss, peak } = memory();
  print(`memory: ${inGib(rss)} GiB now, ${inGib(peak)} GiB at most`);
  if (peak > BARS.memoryBytes) missed.push("It takes more than 4 GiB of memory");
  for (const bar of missed) print(`✗ ${bar}`);
  return missed.length === 0 ? 0 : 1;
}

async function benchQuestions(opened: Bench, print: Print): Promise<readonly string[]> {
  await using bench = opened;
  print(`${THREADS} threads; median and p95 of ${ROUNDS} rounds, in milliseconds`);
  const missed: string[] = [];
  for (const question of EVENT_QUESTIONS) missed.push(...(await ask(question, bench, print)));
  return missed;
}

async function findWorkspace(name: string): Promise<Workspace> {
  const found = (await loadWorkspaces(["knowledge"])).find((one) => one.name === name);
  if (!found) throw new Error(`There is no workspace "${name}"`);
  return found;
}

async function makeData(
  workspace: Workspace,
  { events, folder }: EventsBench,
  print: Print,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const startedMs = performance.now();
  const { file } = await loadData({ ...workspace, rows: events }, folder);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const { size } = await stat(file);
  print(`about ${events.toLocaleString("en-US")} events in ${inGib(size)} GiB (${seconds} s)`);
  return file;
}

type Way = "plain" | "raw" | "rollups";
type Ask = (question: EventQuestion) => Promise<readonly (readonly unknown[])[]>;
type Bench = AsyncDisposable & { readonly ways: Readonly<Record<Way, Ask>> };

/** One engine after another would each hold its own pages: plain SQL has an engine beside the warehouse. */
async function openBench(workspace: Workspace, file: string): Promise<Bench> {
  const { dataset } = workspace;
  const warehouse = await openDuckdb({
    source: { file },
    dataset,
    threads: THREADS,
    memoryLimit: "1500MB",
  });
  const engine = await openEngine({
    path: file,
    readOnly: true,
    memoryLimit: "1500MB",
    threads: THREADS,
  });
  const connection = await engine.connect();
  await connection.query("SET TimeZone = 'UTC'");
  await connection.query(`USE ${dataset}`);
  const compiled =
    (rollups: boolean): Ask =>
    ({ query }) =>
      runCompiled(query, { workspace, warehouse, scope: warehouse.scope, rollups });
  return {
    ways: {
      plain: async ({ plain }) => (await connection.query(plain)).rows,
      raw: compiled(false),
      rollups: compiled(true),
    },
    [Symbol.asyncDispose]: async () => {
      connection.close();
      engine.close();
      await warehouse[Symbol.asyncDispose]();
    },
  };
}

type Compiling = {
  readonly workspace: Workspace;
  readonly warehouse: Warehouse;
  readonly scope: Parameters<typeof guardSql>[1];
  readonly rollups: boolean;
};

async function runCompiled(
  query: MetricQuery,
  { workspace, warehouse, scope, rollups }: Compiling,
) {
  const compiled = compileQuery(query, workspace.model, { ...workspace, rollups });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure));
  const guarded = guardSql(compiled.value.sql, scope);
  if (!guarded.ok) throw new Error(JSON.stringify(guarded.failure));
  const result = await warehouse.query(guarded.value, {
    limits: LIMITS,
    signal: new AbortController().signal,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value.rows;
}

/** Prints a line for the question; the bars that it missed. */
async function ask(question: EventQuestion, { ways }: Bench, print: Print): Promise<string[]> {
  const said = new Map<Way, string>();
  const times: Record<Way, number[]> = { plain: [], raw: [], rollups: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const way of ["plain", "raw", "rollups"] as const) {
      const startedMs = performance.now();
      const rows = await ways[way](question);
      // The first round reads the file.
      if (round > 0) times[way].push(performance.now() - startedMs);
      said.set(way, JSON.stringify(rows.map((row) => row.map(toText))));
    }
  }
  const at = (way: Way, ratio: number) => percentile(times[way], ratio);
  const shown = (["plain", "raw", "rollups"] as const).map(
    (way) => `${way} ${at(way, 0.5).toFixed(1)} (${at(way, 0.95).toFixed(1)})`,
  );
  print(`${question.name.padEnd(22)} ${shown.join("   ")}`);
  const alike = new Set(said.values()).size === 1;
  return [
    ...(alike
      ? []
      : [`${question.name}: the three ways differ: ${[...said.values()].join(" | ")}`]),
    ...(at("raw", 0.5) > BARS.rawMs
      ? [`${question.name}: from the rows takes more than 0.5 s`]
      : []),
    ...(at("rollups", 0.5) > BARS.rollupMs
      ? [`${question.name}: through roll-ups takes more than 10 ms`]
      : []),
  ];
}

/** Equal values as equal text, whichever type the engine gave them. */
function toText(value: unknown): string {
  if (typeof value === "number") return value.toPrecision(12).replace(/\.?0+$/, "");
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text)
    ? Number(text)
        .toPrecision(12)
        .replace(/\.?0+$/, "")
    : text;
}

function memory(): { rss: number; peak: number } {
  return { rss: process.memoryUsage().rss, peak: process.resourceUsage().maxRSS * 1024 };
}

function inGib(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(2);
}
