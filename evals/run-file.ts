import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Question } from "./question.ts";
import type { QuestionResult } from "./result.ts";
import type { Job } from "./run.ts";

/** Results line by line as they come, so that a stopped run can go on. */
export type RunFile = {
  /** Results of the stopped run; none unless it is resumed. */
  readonly done: readonly QuestionResult[];
  add(result: QuestionResult): void;
};

/** Opens the file anew, or, to `resume`, with what a run of the same questions against the same target left in it. */
export function openRunFile(file: string, key: string, resume: boolean): RunFile {
  const done = resume ? readDone(file, key) : [];
  mkdirSync(dirname(file), { recursive: true });
  const lines = [JSON.stringify({ key }), ...done.map((result) => JSON.stringify(result))];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return { done, add: (result) => appendFileSync(file, `${JSON.stringify(result)}\n`) };
}

/** Changes with any question or expectation, and with who is asked. */
export function runKey(questions: readonly Question[], asked: string): string {
  return createHash("sha256")
    .update(JSON.stringify([questions, asked]))
    .digest("hex")
    .slice(0, 16);
}

export function withoutDone(jobs: readonly Job[], done: readonly QuestionResult[]): readonly Job[] {
  const ended = new Set(done.map(({ id, attempt }) => `${id}#${attempt}`));
  return jobs.filter(({ question, attempt }) => !ended.has(`${question.id}#${attempt}`));
}

function readDone(file: string, key: string): readonly QuestionResult[] {
  if (!existsSync(file)) return [];
  const [header, ...lines] = readFileSync(file, "utf8").split("\n");
  if (header !== JSON.stringify({ key })) return [];
  return lines.flatMap((line) => parseLine(line));
}

/** The last line of a run that was killed may be half written. */
function parseLine(line: string): readonly QuestionResult[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as QuestionResult];
  } catch {
    return []; // a SyntaxError of a half written line: that question is asked again
  }
}
