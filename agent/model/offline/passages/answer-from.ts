import type { FoundPassage } from "../plan/step.ts";
import { readAsked } from "./asked.ts";
import { fitsLoosely, mayAnswer } from "./forms.ts";
import { type Ranked, rankStatements } from "./rank-statements.ts";
import { asSentence, cite, type Statement } from "./statements.ts";

/** Statements of an answer from documents, the one that answers first. */
export type FoundAnswer = {
  readonly lead: Statement;
  readonly more: readonly Statement[];
  /** Share 0..1 of the question's words that the lead carries. */
  readonly covered: number;
  /** False when the lead has not the form that is asked for: no number where one is. */
  readonly fits: boolean;
  /** True when the search found it nearest to the question by meaning. */
  readonly nearest: boolean;
};

/** Statements beside the lead; more where all that is known is asked for. */
const MAX_MORE = 2;
const MAX_OVERVIEW = 4;
/** A statement stands beside the lead when it scores at least this share of it. */
const NEAR_LEAD = 0.15;
const NEAR_IN_OVERVIEW = 0.02;

/** What documents say to the question; undefined when no passage bears on it. */
export function answerFrom(
  question: string,
  passages: readonly FoundPassage[],
): FoundAnswer | undefined {
  const ranked = rankStatements(question, passages);
  const lead = leadOf(ranked);
  if (!lead) return undefined;
  const others = ranked.filter((one) => one !== lead);
  const isOverview = readAsked(question).want === "overview";
  const least = (isOverview ? NEAR_IN_OVERVIEW : NEAR_LEAD) * lead.score;
  const near = others.filter((one) => one.score >= least && !repeats(one, lead));
  // All that is known of a thing stands together; elsewhere it is but mentioned.
  const more = isOverview ? near.filter((one) => isBeside(one, lead)) : near;
  const { statement, covered, fits, nearest } = lead;
  return {
    lead:
      lead.leans && statement.previous ? { ...statement, before: statement.previous } : statement,
    more: more
      .slice(0, isOverview ? MAX_OVERVIEW : MAX_MORE)
      .map(({ statement }) => statement)
      .filter(({ text }) => text !== statement.previous || !lead.leans),
    covered,
    fits,
    nearest,
  };
}

/** The first; where its words are few, what the search is all but sure of. */
function leadOf(ranked: readonly Ranked[]): Ranked | undefined {
  const [first] = ranked;
  if (!first || first.covered >= NEAR) return first;
  const meant = ranked.find(({ statement, ...one }) => isMeant({ lead: statement, ...one }));
  return meant ?? first;
}

function isBeside({ statement }: Ranked, lead: Ranked): boolean {
  return statement.passage.source === lead.statement.passage.source;
}

function repeats({ statement }: Ranked, lead: Ranked): boolean {
  return statement.text === lead.statement.text;
}

/** The answer as Markdown blocks: the statement that answers in bold, others as a list, each with its source. */
export function toldAnswer({ lead, more }: Pick<FoundAnswer, "lead" | "more">): string[] {
  const list = more.map((said) => `- ${asSentence(said)} ${cite(said.passage)}`).join("\n");
  const leant = lead.before === undefined ? "" : `${asSentence({ text: lead.before })} `;
  return [`${leant}**${asSentence(lead)}** ${cite(lead.passage)}`, ...(list === "" ? [] : [list])];
}

/** Share of a question's words that a statement must carry to answer what the data cannot. */
const ENOUGH = 0.6;
/** Share for a question after a number, which a mere mention of the thing does not answer. */
const ENOUGH_FOR_COUNT = 0.8;
/** What is taken off where the search is all but certain that the passage answers. */
const BY_RELEVANCE = 0.1;
/** What is put on where the statement has not the form that is asked for. */
const WITHOUT_FORM = 0.25;

/** What is taken off where it has. */
const WITH_FORM = 0.1;

/** Share below which a statement has nothing to do with the question. */
const NEAR = 0.45;

/** The same where the whole question's passage is all but certain, and the statement has the form asked for. */
const NEAR_BY_RELEVANCE = 0.35;
const CERTAIN = 0.9;

/** True when the statement that answers best is at least about the same. */
export function isNear(found: FoundAnswer | undefined): found is FoundAnswer {
  return found !== undefined && (found.covered >= NEAR || isCertain(found) || isMeant(found));
}

/** Relevance from which a passage's nearest sentence is told, whatever its words. */
const LIKELY = 0.78;

/** True when the search is all but sure of what is nearest by meaning. */
function isMeant({ lead, fits, nearest }: Pick<FoundAnswer, "lead" | "fits" | "nearest">): boolean {
  return nearest && fits && lead.passage.relevance_score >= LIKELY;
}

function isCertain({ lead, covered, fits }: FoundAnswer): boolean {
  return lead.passage.relevance_score >= CERTAIN && covered >= NEAR_BY_RELEVANCE && fits;
}

/** True when the statement that answers best carries so much of the question that it is an answer. */
export function isAnswer(question: string, found: FoundAnswer | undefined): found is FoundAnswer {
  if (!found) return false;
  const isCount = /\bhow (?:many|much)\b|\bnumber of\b/i.test(question);
  const isRule = /\b(?:may|can|could|must|should|allowed|cost|costs|charge|pay|per|an?)\b/i.test(
    question,
  );
  const { want } = readAsked(question);
  if (!mayAnswer(found.lead.text, want)) return false;
  if (!namesNumbered(question, found.lead.passage)) return false;
  if (isCertain(found) && want !== undefined) return true;
  const { relevance_score: relevance } = found.lead.passage;
  const trust = Math.min(1, Math.max(0, (relevance - 0.7) / 0.25));
  const needed =
    (isCount && !isRule ? ENOUGH_FOR_COUNT : ENOUGH) -
    BY_RELEVANCE * trust +
    (found.fits || want === undefined || fitsLoosely(want) ? 0 : WITHOUT_FORM) -
    (found.fits && want !== undefined && !isCount ? WITH_FORM : 0);
  return found.covered > needed;
}

/** "Version 5", "phase 2": a name that is one with its number, and no amount. */
const NUMBERED =
  /\b(\p{L}{3,}) (\d{1,3}(?:\.\d+)*)(?=[?.!,;]|$| (?:be|come|start|end|open|go|in|on)\b| \p{L}+ed\b)/giu;
const NO_NAME =
  /^(?:than|over|under|above|below|about|around|from|until|till|and|the|for|by|with|last|next|past|first|top|least|most|least|between|since|after|before|within|only|just|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)$/i;

/** False when the question names something by its number and the passage does not: what it says is of another. */
function namesNumbered(question: string, { heading, content }: FoundPassage): boolean {
  return [...question.matchAll(NUMBERED)].every(([, word = "", number = ""]) => {
    if (NO_NAME.test(word)) return true;
    const digits = number.replaceAll(".", "\\.");
    return new RegExp(`(?<![\\d.,])${digits}(?![\\d%]|[.,]\\d)`).test(`${heading} ${content}`);
  });
}

/** Share that leaves no doubt, for a question whose figure the data would be expected to hold. */
const SURE = 0.7;

/** Relevance of the whole question's best passage that leaves none either. */
const SURE_RELEVANCE = 0.95;

/** True when the answer is one beyond doubt: in the form asked for, with nearly all of the question's words or as good as certain by its passage. */
export function isSure(question: string, found: FoundAnswer | undefined): found is FoundAnswer {
  if (!isAnswer(question, found) || !found.fits) return false;
  return found.covered >= SURE || found.lead.passage.relevance_score >= SURE_RELEVANCE;
}
