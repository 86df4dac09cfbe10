import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type Question, QuestionFile, toQuestions } from "./question.ts";

/**
 * All golden questions beneath the folder (`<workspace>/<topic>.yaml`), in the order of their files.
 *
 * @throws {Error} naming everything that is wrong with any file; when two questions have one id or one wording.
 */
export async function loadQuestions(folder: string): Promise<readonly Question[]> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((name) => name.endsWith(".yaml")).toSorted();
  const read = await Promise.allSettled(
    files.map(async (name) => parseQuestions(await readFile(join(folder, name), "utf8"), name)),
  );
  const questions = read.flatMap((file) => (file.status === "fulfilled" ? file.value : []));
  const broken = read.flatMap((file) => (file.status === "rejected" ? [file.reason] : []));
  const problems = [...broken.map((error: Error) => error.message), ...findTwins(questions)];
  if (problems.length > 0) throw new Error(problems.join("\n"), { cause: broken[0] });
  return questions;
}

/** @throws {Error} naming the file and every place that is wrong. */
export function parseQuestions(yaml: string, file: string): readonly Question[] {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax) throw new Error(`Cannot read ${file}: ${syntax.message}`);
  const parsed = QuestionFile.safeParse(document.toJS());
  if (!parsed.success) {
    throw new Error(`Cannot read ${file}:\n${z.prettifyError(parsed.error)}`);
  }
  try {
    return toQuestions(parsed.data);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot read ${file}: ${words}`, { cause });
  }
}

/** Two questions of one id; and the same single question asked twice of one workspace in one role, which would count double. */
function findTwins(questions: readonly Question[]): readonly string[] {
  const ids = questions.map(({ id }) => id);
  const wordings = questions
    .filter(({ turns, memoryBefore }) => turns.length === 1 && memoryBefore.length === 0)
    .map(({ workspace, role, turns }) => {
      const as = role === undefined ? "" : ` as ${role}`;
      return `${workspace}${as}: ${turns[0]?.question.toLowerCase()}`;
    });
  return [
    ...repeated(ids).map((id) => `Two golden questions have the id "${id}"; rename one`),
    ...repeated(wordings).map((words) => `"${words}" is asked twice; remove one`),
  ];
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
