import type { Refusal } from "../frame/frame.ts";
import type { World } from "../frame/world.ts";
import { rankStatements } from "../passages/rank-statements.ts";
import { asSentence, cite, type Statement, statementsIn } from "../passages/statements.ts";
import { answerPassages } from "../plan/plan-answer.ts";
import type { Findings } from "../plan/step.ts";
import { openers } from "./followups.ts";
import { escapeText } from "./markdown-table.ts";
import { type Story, story } from "./story.ts";
import { listOf } from "./words.ts";

const ABSENT =
  /\b(?:(?:is|are|was|were) not (?:kept|part|stored|recorded|measured|included|in|collected|tracked|available)|cannot be|can not be|not kept|no record)\b/i;

/**
 * What is asked for is not in the data, and documents say so or say what it is: an honest no in their words, never a
 * figure. Undefined when they do not know the words either.
 */
export function tellAbsent(refusal: Refusal, found: Findings, world: World): Story | undefined {
  if (refusal.kind !== "unknown-words") return undefined;
  const asked = refusal.words.join(" ");
  const [best] = rankStatements(asked, answerPassages(found));
  if (!best || best.covered < KNOWN) return undefined;
  const near = statementsIn([best.statement.passage]);
  const absent = near.find(({ text }) => ABSENT.test(text));
  const told = unique([absent, definitionIn(near, asked)]);
  if (!absent || told.length === 0) return undefined;
  const words = listOf(refusal.words.map((word) => `"${escapeText(word)}"`));
  return story(
    [
      `The data do not have ${words}, so I can't give a figure.`,
      told.map((said) => `${asSentence(said)} ${cite(said.passage)}`).join(" "),
    ],
    { followups: openers(world) },
  );
}

/** Share of the unknown words that a statement or its heading must carry. */
const KNOWN = 0.5;

function definitionIn(near: readonly Statement[], asked: string): Statement | undefined {
  const [best] = rankStatements(`what is ${asked}`, near[0] ? [near[0].passage] : []);
  return best?.statement;
}

function unique(statements: readonly (Statement | undefined)[]): Statement[] {
  const seen = new Set<string>();
  return statements.flatMap((said) => {
    if (!said || seen.has(said.text)) return [];
    seen.add(said.text);
    return [said];
  });
}
