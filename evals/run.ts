import type { Asker } from "./asker.ts";
import type { GoldSource } from "./gold.ts";
import type { Question, Turn } from "./question.ts";
import { type QuestionResult, type TurnResult, toQuestionResult, toTurnResult } from "./result.ts";
import { check } from "./scoring/check.ts";
import { turnWith } from "./scoring/empty-answer.ts";
import { scoreTurn } from "./scoring/score-turn.ts";

/** A question to be asked for the n-th time, counted from 1. */
export type Job = { readonly question: Question; readonly attempt: number };

export type RunOptions = {
  readonly asker: Asker;
  readonly gold: GoldSource;
  /** Questions at one time. */
  readonly concurrency: number;
  /** Called as each question ends. */
  readonly onResult: (result: QuestionResult) => void;
  readonly signal: AbortSignal;
};

/** Every question as often as asked for; all first attempts come before any second one. */
export function toJobs(questions: readonly Question[], repeat: number): readonly Job[] {
  return Array.from({ length: repeat }, (_, index) =>
    questions.map((question) => ({ question, attempt: index + 1 })),
  ).flat();
}

/** Asks all, a bounded number at a time. Results in the order in which they ended; stops between questions when `signal` aborts. */
export async function runJobs(
  jobs: readonly Job[],
  options: RunOptions,
): Promise<readonly QuestionResult[]> {
  const waiting = jobs.values();
  const results: QuestionResult[] = [];
  const work = async () => {
    for (const job of waiting) {
      if (options.signal.aborted) return;
      const result = await runQuestion(job, options);
      results.push(result);
      options.onResult(result);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return results;
}

async function runQuestion(
  { question, attempt }: Job,
  { asker, gold, signal }: RunOptions,
): Promise<QuestionResult> {
  const { workspace, memoryBefore } = question;
  if (!asker.workspaces.has(workspace)) {
    return toQuestionResult(question, attempt, { skipped: `no workspace "${workspace}" there` });
  }
  const talk = await asker.talk(workspace, memoryBefore, question.role);
  if (!talk) {
    return toQuestionResult(question, attempt, {
      skipped: "memories and roles cannot be given by HTTP",
    });
  }
  const turns: TurnResult[] = [];
  for (const [index, turn] of question.turns.entries()) {
    if (turn.new_session && index > 0) await talk.startSession();
    turns.push(await askTurn(turn, { question, gold, ask: (text) => talk.ask(text, signal) }));
  }
  return toQuestionResult(question, attempt, { turns });
}

type Asking = {
  readonly question: Question;
  readonly gold: GoldSource;
  readonly ask: (
    text: string,
  ) => ReturnType<NonNullable<Awaited<ReturnType<Asker["talk"]>>>["ask"]>;
};

/** Whatever breaks is a failed turn, so that one question does not end the run. */
async function askTurn(turn: Turn, { question, gold, ask }: Asking): Promise<TurnResult> {
  try {
    const asked = await ask(turn.question);
    const wanted = await gold.forTurn(question.workspace, turn);
    return toTurnResult(turn, asked, scoreTurn(asked, turn.expect, wanted));
  } catch (thrown) {
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    return toTurnResult(turn, turnWith(""), [check("runs", false, words)]);
  }
}
