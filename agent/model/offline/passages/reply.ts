import type { FoundPassage } from "../plan/step.ts";
import { answerFrom, isAnswer, isNear, isSure, toldAnswer } from "./answer-from.ts";
import { readAsked } from "./asked.ts";
import { disputed } from "./disputes.ts";
import { groupAround, groupFor, toldGroup } from "./groups.ts";
import { likeRoots } from "./like-words.ts";
import { partsOf, sidesOf } from "./parts.ts";
import { rankStatements } from "./rank-statements.ts";
import { saidRoots } from "./said-roots.ts";
import { asSentence, cite, type Statement } from "./statements.ts";
import { toldVerdict, verdictFrom } from "./verdict.ts";

/** What documents say to a question, as Markdown blocks, the statement that answers first. */
export type Reply = {
  readonly blocks: readonly string[];
  /** `sure`: an answer beyond doubt; `full`: an answer; `near`: about the same, and no answer. */
  readonly quality: "sure" | "full" | "near";
};

/** The answer of the documents to a question, its parts or the two sides that it compares; undefined when they bear on none of it. */
export function replyFrom(question: string, passages: readonly FoundPassage[]): Reply | undefined {
  const sides = sidesOf(question);
  const compared =
    sides && comparison([asWritten(sides[0], passages), asWritten(sides[1], passages)], passages);
  if (compared) return compared;
  const parts = partsOf(question);
  return parts.length > 1 ? severalReplies(parts, passages) : oneReply(question, passages);
}

function oneReply(question: string, passages: readonly FoundPassage[]): Reply | undefined {
  const ranked = rankStatements(question, passages).map(({ statement }) => statement);
  const verdict = verdictFrom(question, ranked);
  if (verdict) return { blocks: [toldVerdict(verdict)], quality: "sure" };
  const { want } = readAsked(question);
  const group = want === "list" ? groupFor(question, passages) : undefined;
  if (group) return { blocks: toldGroup(group), quality: "sure" };
  const found = answerFrom(question, passages);
  if (!isNear(found)) return undefined;
  const opened = groupAround(found.lead, passages);
  const dispute = disputed(question, found.lead, passages);
  const blocks = [
    ...(opened ? toldGroup(opened) : toldAnswer(found)),
    ...(dispute ? [dispute] : []),
  ];
  if (isSure(question, found)) return { blocks, quality: "sure" };
  return { blocks, quality: isAnswer(question, found) ? "full" : "near" };
}

/** Each part by itself; of a part that the documents do not answer it is said so. */
function severalReplies(
  parts: readonly string[],
  passages: readonly FoundPassage[],
): Reply | undefined {
  const replies = parts.map((part) => {
    const reply = oneReply(part, passages);
    return { part, reply: reply?.quality === "near" ? undefined : reply };
  });
  const answered = replies.flatMap(({ reply }) => reply ?? []);
  if (answered.length === 0) return oneReply(parts.join(" and "), passages);
  const isAll = answered.length === parts.length;
  return {
    blocks: replies.flatMap(
      ({ part, reply }) =>
        reply?.blocks ?? [`The documents do not say: ${part.replace(/[?.]+$/, "")}.`],
    ),
    quality: isAll && answered.every(({ quality }) => quality === "sure") ? "sure" : "full",
  };
}

/** Statements told of each side of a comparison. */
const PER_SIDE = 2;

/** What is said of each of the two; undefined unless both are spoken of. */
function comparison(
  sides: readonly [string, string],
  passages: readonly FoundPassage[],
): Reply | undefined {
  const told = sides.map((side, i) => {
    const own = ownRoots(side, sides[1 - i] ?? "");
    return rankStatements(`What is ${side}?`, passages)
      .filter(({ statement }) => isAbout(statement, own))
      .slice(0, PER_SIDE)
      .map(({ statement }) => statement);
  });
  if (told.some((statements) => statements.length === 0)) return undefined;
  const blocks = told.flatMap((statements, i) => [
    `**${capital(sides[i] ?? "")}:** ${statements.map((said) => `${asSentence(said)} ${cite(said.passage)}`).join(" ")}`,
  ]);
  return { blocks, quality: "sure" };
}

/** Without a last word that was taken from the other side where no document says the two together. */
function asWritten(side: string, passages: readonly FoundPassage[]): string {
  const says = (words: string) =>
    passages.some(({ content, heading }) =>
      `${heading} ${content}`.toLowerCase().includes(words.toLowerCase()),
    );
  const bare = side.replace(/^(?:the|a|an|our) /i, "");
  const less = bare.replace(/ \S+$/, "");
  return says(bare) || less === bare || !says(less) ? side : less;
}

/** What sets one side apart from the other. */
function ownRoots(side: string, other: string): readonly string[] {
  const others = saidRoots(other);
  const own = [...saidRoots(side)].filter((root) => !others.has(root));
  return own.length > 0 ? own : [...saidRoots(side)];
}

function isAbout({ text, passage, cells }: Statement, own: readonly string[]): boolean {
  // A row is about what stands in its first cell.
  const said = saidRoots(cells ? (cells[0]?.value ?? "") : `${text} ${passage.heading}`);
  return own.every((root) => said.has(root) || likeRoots(root).some((like) => said.has(like)));
}

function capital(text: string): string {
  const bare = text.replace(/^(?:the|a|an|our) /i, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
