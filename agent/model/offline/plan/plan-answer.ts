import { keywordsOf } from "../language/roots.ts";
import { answerFrom, isAnswer } from "../passages/answer-from.ts";
import { type Findings, type FoundPassage, isDone, type Step, searchStep } from "./step.ts";

/**
 * What documents say to a question: searched with the question, and when that gave no answer again with its own words and
 * with the words alone that the data do not know.
 */
export function answerSteps(
  question: string,
  found: Findings,
  unknown: readonly string[] = [],
): Step[] {
  const first = searchStep("answer", question, 5);
  if (!isDone(found, "answer") || isAnswer(question, answerFrom(question, answerPassages(found))))
    return [first];
  const again = [...new Set([keywordsOf(question), unknown.join(" ")])].filter(
    (words) => words !== "" && words !== question,
  );
  return [first, ...again.map((words, i) => searchStep(AGAIN[i] ?? "answer", words, 5))];
}

const AGAIN = ["answer.words", "answer.unknown"];

/** All passages that were found for the question itself. */
export function answerPassages({ passages }: Pick<Findings, "passages">): readonly FoundPassage[] {
  const all = ["answer", ...AGAIN].flatMap((purpose) => passages.get(purpose) ?? []);
  const keys = all.map(({ source, heading, content }) => `${source} ${heading} ${content}`);
  return all.filter((_, i) => keys.indexOf(keys[i] ?? "") === i);
}
