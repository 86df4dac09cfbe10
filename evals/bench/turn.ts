import { randomUUID } from "node:crypto";
import { type Config, parseConfig } from "../../agent/config.ts";
import type { Deps } from "../../agent/deps.ts";
import type { TurnAnswer, TurnEvent } from "../../agent/events.ts";
import { DEFAULT_ROLE } from "../../agent/policy.ts";
import {
  type GeminiStandIn,
  openGeminiStandIn,
  STAND_IN_KEY,
} from "../../agent/testing/gemini-stand-in.ts";
import { drawLatency } from "../../agent/testing/latency.ts";
import { runTurn } from "../../agent/turn.ts";
import { toTurnAnswer } from "../../agent/turn-answer.ts";
import { loadQuestions } from "../load-questions.ts";
import { openRun } from "../open-run.ts";
import { percentile } from "./percentile.ts";

export type TurnBench = { readonly questions: number; readonly workspace: string };
type Print = (line: string) => void;

/** Issue 5: how long Gemini takes to its first token, and how fast it writes. */
const LATENCY = { medianMs: 600, p95Ms: 1500, tokensPerSecond: 150, seed: 5 };
/** Turns at once: they mostly wait. */
const LANES = 3;
/** Look-ups of a turn that is not simple any more. */
const MANY = 4;
const CONVERSATION_TURNS = 10;

/** Issue 5: what `PLANNER=auto` must keep, in milliseconds and USD. */
const BARS = { simpleMs: 3000, firstTokenMs: 2000, manyMs: 8000, conversationUsd: 0.15 };

/**
 * Golden questions through ChatGoogle to a stand-in that takes its time as Gemini does, whoever plans. 0 when every bar
 * was met.
 */
export async function benchTurn(options: TurnBench, print: Print): Promise<number> {
  await using google = await openGeminiStandIn({ latency: drawLatency(LATENCY) });
  const config = parseConfig({
    GOOGLE_API_KEY: STAND_IN_KEY,
    GEMINI_BASE_URL: google.baseUrl,
    TURN_TIMEOUT_MS: "120000", // what takes long is measured, not cut off
  });
  await using run = await openRun(config);
  const analyst = run.deps.workspaces.get(options.workspace)?.analyst;
  if (!analyst) throw new Error(`There is no workspace "${options.workspace}"`);
  google.answerWith(analyst);
  const questions = await chooseQuestions(options);
  const missed: string[] = [];
  for (const planner of ["model", "auto"] as const) {
    const deps = { ...run.deps, config: planning(run.config, planner) };
    const measured = await measure(questions, { deps, google, workspace: options.workspace });
    const conversationUsd = await costOfConversation(questions, deps, options.workspace);
    print(`PLANNER=${planner}`);
    for (const line of describe(measured)) print(`  ${line}`);
    print(`  a conversation of ${CONVERSATION_TURNS} turns: $${conversationUsd.toFixed(4)}`);
    missed.push(...new Set(measured.flatMap(({ warnings }) => warnings)));
    if (planner === "auto") missed.push(...missedBars(measured, conversationUsd));
  }
  for (const bar of missed) print(`✗ ${bar}`);
  return missed.length === 0 ? 0 : 1;
}

function planning(config: Config, planner: "model" | "auto"): Config {
  const { model } = config;
  return model.kind === "gemini" ? { ...config, model: { ...model, planner } } : config;
}

/** Single questions of the workspace, evenly from all topics. */
async function chooseQuestions({ questions: count, workspace }: TurnBench): Promise<string[]> {
  const all = (await loadQuestions("evals/golden")).filter(
    (question) => question.workspace === workspace && question.turns.length === 1,
  );
  const step = Math.max(1, all.length / count);
  const chosen = Array.from(
    { length: Math.min(count, all.length) },
    (_, i) => all[Math.floor(i * step)],
  );
  return chosen.flatMap((question) => question?.turns[0]?.question ?? []);
}

type Kind = "simple" | "many" | "documents" | "none";
type Measured = {
  readonly kind: Kind;
  readonly firstTokenMs: number;
  readonly ms: number;
  readonly warnings: readonly string[];
};

type Bench = {
  readonly deps: Deps;
  readonly google: GeminiStandIn;
  readonly workspace: string;
};

async function measure(questions: readonly string[], bench: Bench): Promise<readonly Measured[]> {
  const left = [...questions];
  const measured: Measured[] = [];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const answer = await ask(next, bench.deps, toPolicy(bench.workspace));
      measured.push(toMeasured(answer));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return measured;
}

function toPolicy(workspace: string) {
  return { userId: `bench-${randomUUID()}`, role: DEFAULT_ROLE, workspace };
}

async function ask(
  content: string,
  deps: Deps,
  { sessionId = randomUUID(), ...policy }: ReturnType<typeof toPolicy> & { sessionId?: string },
): Promise<TurnAnswer> {
  const messageId = randomUUID();
  const events: TurnEvent[] = [];
  const { signal } = new AbortController();
  const input = { policy, sessionId, messageId, content };
  for await (const event of runTurn(input, deps, signal)) events.push(event);
  const last = events.at(-1);
  if (last?.type !== "done") throw new Error(`"${content}" was not answered`);
  return toTurnAnswer(messageId, events);
}

function toMeasured({ reasoning, usage, warnings }: TurnAnswer): Measured {
  const count = (name: string) => reasoning.filter(({ tool }) => tool === name).length;
  const [queries, searches] = [count("query_bigquery"), count("search_knowledge_base")];
  return {
    kind: kindOf(queries, searches),
    firstTokenMs: usage?.first_token_ms ?? Number.NaN,
    ms: usage?.ms ?? Number.NaN,
    warnings,
  };
}

function kindOf(queries: number, searches: number): Kind {
  if (queries + searches === 0) return "none";
  if (queries === 0) return "documents";
  return queries + searches >= MANY ? "many" : "simple";
}

/** Of one user, in one session. */
async function costOfConversation(
  questions: readonly string[],
  deps: Deps,
  workspace: string,
): Promise<number> {
  const who = { ...toPolicy(workspace), sessionId: randomUUID() };
  let usd = 0;
  for (const content of questions.slice(0, CONVERSATION_TURNS)) {
    usd += (await ask(content, deps, who)).usage?.cost_usd ?? 0;
  }
  return usd;
}

const WORDS: Readonly<Record<Kind, string>> = {
  simple: `figures, up to ${MANY - 1} look-ups`,
  many: `figures, ${MANY} or more look-ups`,
  documents: "documents, or words that are not understood",
  none: "no look-up",
};

function describe(measured: readonly Measured[]): string[] {
  return (["simple", "many", "documents", "none"] as const).flatMap((kind) => {
    const some = measured.filter((one) => one.kind === kind);
    if (some.length === 0) return [];
    const first = inSeconds(some.map(({ firstTokenMs }) => firstTokenMs));
    const whole = inSeconds(some.map(({ ms }) => ms));
    return [`${WORDS[kind]} (${some.length}): first token ${first}, whole turn ${whole}`];
  });
}

function inSeconds(ms: readonly number[]): string {
  const at = (ratio: number) => (percentile(ms, ratio) / 1000).toFixed(2);
  return `p50 ${at(0.5)} s, p95 ${at(0.95)} s`;
}

function missedBars(measured: readonly Measured[], conversationUsd: number): string[] {
  const p95 = (kind: Kind, value: "ms" | "firstTokenMs") =>
    percentile(
      measured.filter((one) => one.kind === kind).map((one) => one[value]),
      0.95,
    );
  return [
    ...(p95("simple", "ms") > BARS.simpleMs ? ["A simple question takes longer than 3 s"] : []),
    ...(p95("simple", "firstTokenMs") > BARS.firstTokenMs
      ? ["Its first token takes longer than 2 s"]
      : []),
    ...(p95("many", "ms") > BARS.manyMs ? ["Many look-ups take longer than 8 s"] : []),
    ...(conversationUsd > BARS.conversationUsd ? ["A conversation costs more than $0.15"] : []),
  ];
}
