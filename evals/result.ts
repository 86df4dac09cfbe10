import type { TurnAnswer } from "../agent/events.ts";
import type { Question, Turn } from "./question.ts";
import type { AskedTurn, Check } from "./scoring/check.ts";

/** One turn of a golden question as it came out. */
export type TurnResult = {
  readonly question: string;
  readonly passed: boolean;
  readonly checks: readonly Check[];
  readonly answer: TurnAnswer;
  readonly error?: AskedTurn["error"];
  readonly ms: number;
};

/** A golden question asked once. `attempt` counts from 1; `skipped` says why it was not asked, and then it neither passed nor failed. */
export type QuestionResult = {
  readonly id: string;
  readonly workspace: string;
  readonly topic: string;
  readonly why: string;
  readonly attempt: number;
  readonly passed: boolean;
  readonly skipped?: string;
  readonly turns: readonly TurnResult[];
};

/** Rows of a table that a report keeps. */
const KEPT_ROWS = 20;

export function toTurnResult(turn: Turn, asked: AskedTurn, checks: readonly Check[]): TurnResult {
  return {
    question: turn.question,
    passed: checks.every(({ passed }) => passed),
    checks,
    answer: {
      ...asked.answer,
      evidence: asked.answer.evidence.map((one) =>
        one.tool !== "search_knowledge_base" ? { ...one, rows: one.rows.slice(0, KEPT_ROWS) } : one,
      ),
    },
    ...(asked.error && { error: asked.error }),
    ms: asked.ms,
  };
}

export function toQuestionResult(
  { id, workspace, topic, why }: Question,
  attempt: number,
  outcome: { readonly turns: readonly TurnResult[] } | { readonly skipped: string },
): QuestionResult {
  const about = { id, workspace, topic, why, attempt };
  if ("skipped" in outcome) return { ...about, passed: false, turns: [], ...outcome };
  return { ...about, passed: outcome.turns.every(({ passed }) => passed), turns: outcome.turns };
}

/** The rules that failed, in words. */
export function failuresOf({ turns }: QuestionResult): readonly string[] {
  return turns.flatMap(({ question, checks }) =>
    checks
      .filter(({ passed }) => !passed)
      .map(({ rule, detail }) => `"${question}" ${rule}${detail ? `: ${detail}` : ""}`),
  );
}
