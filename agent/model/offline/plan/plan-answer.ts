import { keywordsOf } from "../language/roots.ts";
import { partsOf, sidesOf } from "../passages/parts.ts";
import { replyFrom } from "../passages/reply.ts";
import { wordingsOf } from "../passages/wordings.ts";
import {
  type Findings,
  type FoundPassage,
  isDone,
  type SearchStep,
  type Step,
  searchStep,
} from "./step.ts";

/** Passages of a search. */
const TOP_K = 5;
/** Searches for the same in other words, once the question's own gave no answer. */
const MOST_AGAIN = 8;

type Hints = {
  /** Words that the data do not know. */
  readonly unknown?: readonly string[];
  /** The workspace's, as an ISO code. */
  readonly currency?: string;
};

/**
 * What documents say to a question: searched with the question and with each of its parts, and when that gave no answer
 * again in other wordings and with the words alone that the data do not know.
 */
export function answerSteps(
  question: string,
  found: Findings,
  { unknown = [], currency }: Hints = {},
): Step[] {
  const { first, again } = searchesFor(question, { unknown, ...(currency && { currency }) });
  const isAnswered = () => {
    const reply = replyFrom(question, answerPassages(found));
    return reply !== undefined && reply.quality !== "near";
  };
  if (first.some(({ purpose }) => !isDone(found, purpose)) || isAnswered()) return [...first];
  return [...first, ...again];
}

/** The searches of a question: the first, and those that are made again in other wordings. */
export function searchesFor(
  question: string,
  { unknown = [], currency }: Hints = {},
): { readonly first: readonly SearchStep[]; readonly again: readonly SearchStep[] } {
  const wordings = [
    ...new Set([keywordsOf(question), ...wordingsOf(question, currency), unknown.join(" ")]),
  ].filter((words) => words !== "" && words !== question);
  return {
    first: firstSteps(question),
    again: wordings
      .slice(0, MOST_AGAIN)
      .map((words, i) => searchStep(`${AGAIN}${i}`, words, TOP_K)),
  };
}

const FIRST = "answer";
const AGAIN = "answer.again.";

function firstSteps(question: string): SearchStep[] {
  const parts = sidesOf(question) ?? partsOf(question);
  const own = parts.length > 1 ? parts : [];
  return [
    searchStep(FIRST, question, TOP_K),
    ...own.map((part, i) => searchStep(`${FIRST}.${i}`, part, TOP_K)),
  ];
}

/** What a search by fewer words is sure of says little about the question itself. */
const TRUST_AGAIN = 0.7;

/** All passages that were found for the question itself, those first that were found by the whole of it. */
export function answerPassages({ passages }: Pick<Findings, "passages">): readonly FoundPassage[] {
  const seen = new Map<string, FoundPassage>();
  for (const [purpose, found] of passages) {
    if (purpose !== FIRST && !purpose.startsWith(`${FIRST}.`)) continue;
    const isAgain = purpose.startsWith(AGAIN);
    for (const passage of found) {
      const key = `${passage.source} ${passage.heading} ${passage.content}`;
      if (seen.has(key)) continue;
      seen.set(
        key,
        isAgain
          ? { ...passage, relevance_score: Math.min(TRUST_AGAIN, passage.relevance_score) }
          : passage,
      );
    }
  }
  return [...seen.values()];
}
