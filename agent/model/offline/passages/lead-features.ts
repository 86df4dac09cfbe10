import { parseNumbers } from "../numbers.ts";
import type { Asked } from "./asked.ts";
import { fitsForm, fitsLoosely, fitsStrictly, mayAnswer } from "./forms.ts";
import { likeRoots } from "./like-words.ts";
import { holdsNumber, limitHolds } from "./row-range.ts";
import { saidRoots } from "./said-roots.ts";
import type { Statement } from "./statements.ts";

/** What a statement is read as, to be held against a question. */
export type Read = {
  readonly statement: Statement;
  readonly text: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  readonly heading: ReadonlySet<string>;
  /** Its place among the statements of its passage, from 0. */
  readonly place: number;
};

/**
 * Shares 0..1 of the question's weighted roots: in the statement itself, with heading and the sentence before, and in the
 * statement of those that its heading lacks.
 */
export type Shares = { readonly here: number; readonly around: number; readonly beyond: number };

/** Names of the features, in the order of the weights. */
export const LEAD_FEATURES = [
  "here",
  "around",
  "beyond",
  "saidToo",
  "headed",
  "titled",
  "relevance",
  "nearest",
  "typed",
  "typedLoosely",
  "untyped",
  "negates",
  "named",
  "opens",
  "subject",
  "lastWord",
  "because",
  "pairs",
  "counted",
  "sameNumber",
  "inRange",
  "outOfRange",
  "rowNamed",
  "rowOther",
  "column",
  "cell",
  "first",
  "later",
  "length",
  "strays",
] as const;

export type LeadFeature = (typeof LEAD_FEATURES)[number];

/** What is known of a statement and a question, as numbers that mean the same in any document. */
export type LeadFeatures = Readonly<Record<LeadFeature, number>>;

/** Features of one statement; each between -1 and 1, or near it. */
export function toLeadFeatures(read: Read, asked: Asked, shares: Shares): LeadFeatures {
  const { statement, place } = read;
  const { text, passage } = statement;
  const { want } = asked;
  return {
    ...shares,
    saidToo: shareOf(new Set([...asked.said].filter((root) => !asked.roots.has(root))), read.text),
    headed: shareOf(asked.roots, read.heading),
    titled: shareOf(saidRoots(passage.heading.split(" > ").at(-1) ?? ""), asked.said),
    relevance: passage.relevance_score,
    nearest: flag(isNearest(read)),
    typed: flag(want !== undefined && !fitsLoosely(want) && fitsStrictly(text, want)),
    typedLoosely: flag(want !== undefined && fitsLoosely(want) && fitsForm(text, want)),
    negates: flag(NEGATION.test(text) && !NEGATION.test(asked.text)),
    untyped: flag(!mayAnswer(text, want)),
    named: flag(givesName(text, asked)),
    opens: flag(opensWith(text, asked.roots) || opensSpelled(text, asked)),
    subject: subjectShare(text, asked),
    lastWord: flag(has(read.text, [...asked.said].at(-1) ?? "")),
    because: flag(want === "cause" && EXPLICIT.test(text)),
    pairs: pairsOf(text, asked),
    counted: flag(countsAsked(text, asked)),
    sameNumber: flag(saysNumber(text, asked)),
    ...rowFeatures(read, asked),
    first: flag(place === 0),
    later: Math.min(1, place / 8),
    length: Math.min(1, read.text.size / 30),
    strays: flag(tellsOther(text, asked.roots)),
  };
}

/** True for the statement that the search found nearest by meaning; it reads a row in other words. */
function isNearest({ text, statement }: Read): boolean {
  const { sentence } = statement.passage;
  if (sentence === undefined || text.size === 0) return false;
  const said = saidRoots(sentence);
  const shared = [...text].filter((root) => said.has(root)).length;
  return shared / (text.size + said.size - shared) >= SAME_WORDS;
}

const SAME_WORDS = 0.7;

const NEGATION = /\b(?:not|no|never|none|nobody|nothing|cannot)\b|n't\b/i;

function flag(is: boolean): number {
  return is ? 1 : 0;
}

function shareOf(roots: ReadonlySet<string>, said: ReadonlySet<string>): number {
  if (roots.size === 0) return 0;
  return [...roots].filter((root) => has(said, root)).length / roots.size;
}

/** True for a root or one like it. */
export function has(roots: ReadonlySet<string>, root: string): boolean {
  return roots.has(root) || likeRoots(root).some((like) => roots.has(like));
}

/** Share of the question's neighbouring roots that stand beside each other in the text as well. */
function pairsOf(text: string, { roots }: Asked): number {
  const asked = [...roots];
  if (asked.length < 2) return 0;
  const said = [...saidRoots(text)];
  const at = (root: string) =>
    said.findIndex((one) => one === root || likeRoots(root).includes(one));
  const pairs = asked.slice(1).map((root, i) => [at(asked[i] ?? ""), at(root)] as const);
  const near = pairs.filter(([a, b]) => a >= 0 && b >= 0 && Math.abs(a - b) <= 2);
  return near.length / pairs.length;
}

const NUMERAL =
  /\b(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)\b/gi;

/** "How many plans": a number stands before the word that is counted. */
function countsAsked(text: string, { counted }: Asked): boolean {
  if (counted === undefined) return false;
  return [...text.matchAll(NUMERAL)].some((match) => {
    const after = text.slice(match.index + match[0].length).match(/^(?:[ -]\p{L}+){1,3}/u)?.[0];
    return after !== undefined && has(saidRoots(after), counted);
  });
}

function saysNumber(text: string, { numbers }: Asked): boolean {
  const said = parseNumbers(text);
  return numbers.some(({ value, unit }) =>
    said.some((one) => one.value === value && one.unit === unit),
  );
}

type RowFeature = "inRange" | "outOfRange" | "rowNamed" | "rowOther" | "column" | "cell";

/** What only rows have: the range in the first cell, its name, and the column that is asked for. */
function rowFeatures({ statement }: Read, asked: Asked): Readonly<Record<RowFeature, number>> {
  const [first, ...others] = statement.cells ?? [];
  const none = { inRange: 0, outOfRange: 0, rowNamed: 0, rowOther: 0, column: 0, cell: 0 };
  if (!first) return { ...none, ...limitFeatures(statement.text, asked) };
  const held = asked.numbers.findIndex((number) => holdsNumber(first.value, number));
  const inRange = held >= 0;
  const isRange = asked.numbers.length > 0 && parseNumbers(first.value).length > 0;
  const name = saidRoots(first.value);
  const isNamed = [...name].some((root) => has(asked.roots, root));
  const isColumn = others.some(({ header }) => isAskedColumn(header, asked));
  return {
    // The first of "10,000 to 25,000" is where the range asked for begins.
    inRange: inRange ? 1 / (held + 1) : 0,
    outOfRange: flag(isRange && !inRange),
    rowNamed: isNamed ? shareOf(name, asked.roots) : 0,
    rowOther: flag(!(isNamed || inRange)),
    column: flag(isColumn),
    cell: flag(isColumn && (isNamed || inRange)),
  };
}

function isAskedColumn(header: string, { said, want, text }: Asked): boolean {
  const roots = saidRoots(header);
  if ([...said].some((root) => has(roots, root))) return true;
  if (/^what (?:happens|follows)\b/i.test(text)) return OF_RESULT.test(header);
  return want === "person" && OF_PERSON.test(header);
}

const OF_RESULT = /\b(?:follow|happen|consequence|action|result|effect|then)/i;
const OF_PERSON =
  /\b(?:own|approv|head|lead|manag|respons|decid|who|partner|president|contact|by\b|to whom)/i;

/** Of a sentence that sets a limit: "a gift worth more than 35 euros is handed over". */
function limitFeatures(text: string, { numbers }: Asked): Partial<Record<RowFeature, number>> {
  const held = numbers.map((number) => limitHolds(text, number));
  return {
    inRange: flag(held.includes(true)),
    outOfRange: flag(held.includes(false) && !held.includes(true)),
  };
}

/** "… counts as underperformance", "… is called weak": the statement gives the name that is asked for. */
function givesName(text: string, { want, roots }: Asked): boolean {
  if (want !== "definition" && want !== "condition") return false;
  const name =
    /\b(?:counts? as|(?:is|are|be) (?:called|named|considered|regarded as|known as)) (.+)$/i.exec(
      text,
    )?.[1];
  return name !== undefined && [...saidRoots(name)].slice(0, 2).some((root) => roots.has(root));
}

/** "X is one of the causes why Y fell" tells of Y: no answer to why X came. */
function tellsOther(text: string, roots: ReadonlySet<string>): boolean {
  const told = /\b(?:causes?|reasons?) (?:why|for|of|behind) (.+)$/i.exec(text)?.[1];
  if (told === undefined) return false;
  const effect = [...saidRoots(told)].filter((root) => !/\d/.test(root));
  return effect.filter((root) => has(roots, root)).length < effect.length / 2;
}

/** "A credit is …": the statement begins with what is asked about, perhaps after a colon. */
function opensWith(text: string, roots: ReadonlySet<string>): boolean {
  return text.split(/: /).some((clause) => {
    const [first, second] = [...saidRoots(clause)];
    return (
      first !== undefined && roots.has(first) && (roots.size < 2 || roots.has(second ?? first))
    );
  });
}

/** What says in so many words why. */
const EXPLICIT =
  /\b(?:because|due to|so that|since the)\b|, as \w|^the (?:main )?(?:reasons?|causes?) (?:was|were|is|are)\b/i;

const VERB =
  /\b(?:is|are|was|were|means?|counts?|has|have|had|may|can|cannot|must|should|will|gets?|costs?|takes?|stays?|begins?|starts?|ends?|runs?|needs?)\b/i;

/** Share of the roots before the first verb that the question has: how far the statement speaks of what is asked about. */
function subjectShare(text: string, { said }: Asked): number {
  const verb = VERB.exec(text);
  const subject = saidRoots(verb ? text.slice(0, verb.index) : text);
  return shareOf(subject, said);
}

/** "Annual recurring revenue is …" for ARR: the first words have the letters asked for. */
function opensSpelled(text: string, { initials }: Asked): boolean {
  const words = text.split(/[^\p{L}]+/u, 6).filter((word) => word !== "");
  const letters = words.map((word) => word.charAt(0).toLowerCase()).join("");
  return initials.some((word) => word.length > 2 && letters.startsWith(word));
}
