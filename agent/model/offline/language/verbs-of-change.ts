import type { Spelled } from "./spelling.ts";

const VERB = /^(?:lost|loses?|losing|gain(?:s|ed|ing)?|shed)$/;
const BETWEEN = /^(?:the|our|any|some|most|least|more|less)$/;
const AUXILIARY = /^(?:is|are|was|were|be|been|did|do|does|has|have|had|the|our|of|all)$/;
/** Words that the verb's subject may have between "which" and the verb. */
const SUBJECT = 4;

/** Indexes of "lost" and "gained" where they say what happened to an amount: "which customers lost the most revenue". */
export function verbsOfChange(
  tokens: readonly Spelled[],
  isAmountAt: (at: number) => boolean,
): readonly number[] {
  return tokens.flatMap(({ text }, at) => {
    if (!VERB.test(text) || !hasSubject(tokens.slice(Math.max(0, at - SUBJECT - 1), at))) return [];
    const object = tokens.findIndex((one, i) => i > at && !BETWEEN.test(one.text));
    const isMost = /^(?:most|least)$/.test(tokens[at + 1]?.text ?? "") && isTime(tokens[object]);
    return isMost || (object > 0 && isAmountAt(object)) ? [at] : [];
  });
}

/** "Which customers …", "who …": somebody stands before the verb. */
function hasSubject(before: readonly Spelled[]): boolean {
  const asks = before.findLastIndex(({ text }) => /^(?:which|what|who)$/.test(text));
  if (asks < 0) return false;
  const subject = before.slice(asks + 1).filter(({ text }) => !AUXILIARY.test(text));
  return subject.length > 0 || before[asks]?.text === "who";
}

/** The end, or where a period begins. */
function isTime(token: Spelled | undefined): boolean {
  return (
    token === undefined || /^(?:from|between|in|over|since|during|last|this)$/.test(token.text)
  );
}
