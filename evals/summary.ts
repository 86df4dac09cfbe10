import { groupBy } from "./group-by.ts";
import type { Question } from "./question.ts";
import type { QuestionResult } from "./result.ts";
import { REFUSES } from "./scoring/behaviour.ts";

/** How one question did over all its attempts. `flips` is true when it passed once and failed once. */
export type Standing = {
  readonly id: string;
  readonly workspace: string;
  readonly topic: string;
  readonly attempts: number;
  readonly passes: number;
  readonly flips: boolean;
};

/** `pass1` is the mean rate of passing, `passAll` the share of questions that passed every time; 0..1, 1 when there are none. */
export type Score = {
  readonly questions: number;
  readonly passed: number;
  readonly pass1: number;
  readonly passAll: number;
};

export type Summary = {
  readonly total: Score;
  readonly byTopic: readonly ({ readonly workspace: string; readonly topic: string } & Score)[];
  readonly standings: readonly Standing[];
  /** Questions, with the figures that lead nowhere. */
  readonly unbound: readonly string[];
  /** Questions without an answer that got one. */
  readonly answeredUnanswerable: readonly string[];
  readonly skipped: readonly { readonly id: string; readonly because: string }[];
  /** Milliseconds of a turn. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly max: number };
  readonly costUsd: number;
};

export function summarize(results: readonly QuestionResult[]): Summary {
  const asked = results.filter(({ skipped }) => skipped === undefined);
  const standings = toStandings(asked);
  const groups = groupBy(standings, ({ workspace, topic }) => `${workspace}/${topic}`);
  return {
    total: toScore(standings),
    byTopic: [...groups.values()].flatMap((group) => {
      const [first] = group;
      return first ? [{ workspace: first.workspace, topic: first.topic, ...toScore(group) }] : [];
    }),
    standings,
    unbound: idsOfFailed(asked, "figures bound"),
    answeredUnanswerable: idsOfFailed(asked, REFUSES),
    skipped: results.flatMap(({ id, skipped }) =>
      skipped === undefined ? [] : [{ id, because: skipped }],
    ),
    latency: toLatency(asked),
    costUsd: asked
      .flatMap(({ turns }) => turns)
      .reduce((sum, { answer }) => sum + (answer.usage?.cost_usd ?? 0), 0),
  };
}

function toStandings(results: readonly QuestionResult[]): readonly Standing[] {
  const attempts = groupBy(results, ({ id }) => id);
  return [...attempts].map(([id, all]) => {
    const passes = all.filter(({ passed }) => passed).length;
    const { workspace = "", topic = "" } = all[0] ?? {};
    const flips = passes > 0 && passes < all.length;
    return { id, workspace, topic, attempts: all.length, passes, flips };
  });
}

function toScore(standings: readonly Standing[]): Score {
  const questions = standings.length;
  const passed = standings.filter(({ passes, attempts }) => passes === attempts).length;
  const rates = standings.map(({ passes, attempts }) => passes / attempts);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(questions, 1);
  return {
    questions,
    passed,
    pass1: questions === 0 ? 1 : mean,
    passAll: questions === 0 ? 1 : passed / questions,
  };
}

function idsOfFailed(results: readonly QuestionResult[], rule: string): readonly string[] {
  const failed = results.filter(({ turns }) =>
    turns.some(({ checks }) => checks.some((check) => check.rule === rule && !check.passed)),
  );
  return [...new Set(failed.map(({ id }) => id))];
}

function toLatency(results: readonly QuestionResult[]): Summary["latency"] {
  const sorted = results
    .flatMap(({ turns }) => turns.map(({ ms }) => ms))
    .toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** Which questions a run is about. `filter` is part of an id or of a question's words, any case. */
export function choose(
  questions: readonly Question[],
  { filter, workspace }: { readonly filter?: string; readonly workspace?: string },
): readonly Question[] {
  const wanted = filter?.toLowerCase() ?? "";
  return questions.filter(
    ({ id, topic, turns, workspace: name }) =>
      (workspace === undefined || name === workspace) &&
      [id, topic, ...turns.map(({ question }) => question)].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
  );
}
