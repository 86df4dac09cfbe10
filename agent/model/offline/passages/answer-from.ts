import type { FoundPassage } from "../plan/step.ts";
import { type Ranked, rankStatements } from "./rank-statements.ts";
import { asSentence, cite, type Statement } from "./statements.ts";

/** Statements of an answer from documents, the one that answers first. */
export type FoundAnswer = {
  readonly lead: Statement;
  readonly more: readonly Statement[];
  /** Share 0..1 of the question's words that the lead carries. */
  readonly covered: number;
};

/** Statements beside the lead. */
const MAX_MORE = 2;
/** A statement stands beside the lead when it scores at least this share of it. */
const NEAR_LEAD = 0.5;

/** What documents say to the question; undefined when no passage bears on it. */
export function answerFrom(
  question: string,
  passages: readonly FoundPassage[],
): FoundAnswer | undefined {
  const [lead, ...others] = rankStatements(question, passages);
  if (!lead) return undefined;
  const more = others.filter((one) => one.score >= NEAR_LEAD * lead.score && !repeats(one, lead));
  return {
    lead: lead.statement,
    more: more.slice(0, MAX_MORE).map(({ statement }) => statement),
    covered: lead.covered,
  };
}

function repeats({ statement }: Ranked, lead: Ranked): boolean {
  return statement.text === lead.statement.text;
}

/** The answer as Markdown blocks: the statement that answers in bold, others as a list, each with its source. */
export function toldAnswer({ lead, more }: FoundAnswer): string[] {
  const list = more.map((said) => `- ${asSentence(said)} ${cite(said.passage)}`).join("\n");
  const leant = lead.before === undefined ? "" : `${asSentence({ text: lead.before })} `;
  return [`${leant}**${asSentence(lead)}** ${cite(lead.passage)}`, ...(list === "" ? [] : [list])];
}

/** Share of a question's words that a statement must carry to answer what the data cannot. */
const ENOUGH = 0.6;
/** Share for a question after a number, which a mere mention of the thing does not answer. */
const ENOUGH_FOR_COUNT = 0.85;

/** Share below which a statement has nothing to do with the question. */
const NEAR = 0.3;

/** True when the statement that answers best is at least about the same. */
export function isNear(found: FoundAnswer | undefined): found is FoundAnswer {
  return found !== undefined && found.covered >= NEAR;
}

/** True when the statement that answers best carries so much of the question that it is an answer. */
export function isAnswer(question: string, found: FoundAnswer | undefined): found is FoundAnswer {
  if (!found) return false;
  const isCount = /\bhow (?:many|much)\b|\bnumber of\b/i.test(question);
  const isRule = /\b(?:may|can|could|must|should|allowed|cost|costs|charge|pay|per|an?)\b/i.test(
    question,
  );
  return found.covered >= (isCount && !isRule ? ENOUGH_FOR_COUNT : ENOUGH);
}
