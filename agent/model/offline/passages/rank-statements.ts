import { stemsOf } from "../language/tokens.ts";
import { parseNumbers } from "../numbers.ts";
import type { FoundPassage } from "../plan/step.ts";
import { type Asked, readAsked, type Want } from "./asked.ts";
import { fitsForm, fitsLoosely } from "./forms.ts";
import { likeRoots } from "./like-words.ts";
import { holdsNumber } from "./row-range.ts";
import { isLight, saidRoots, toRoot } from "./said-roots.ts";
import { type Statement, statementsIn } from "./statements.ts";

/** A statement and how well it answers: `score` to rank by, `covered` the share 0..1 of the question's words that it has. */
export type Ranked = {
  readonly statement: Statement;
  readonly score: number;
  readonly covered: number;
  /** False when a kind of answer is wanted that it has not the form of: no number where one is asked for. */
  readonly fits: boolean;
  /** True when what it says of the question stands in part in the sentence before. */
  readonly leans: boolean;
};

/** Statements that share words with the question, the one that answers best first. */
export function rankStatements(question: string, passages: readonly FoundPassage[]): Ranked[] {
  const asked = readAsked(question);
  const read = statementsIn(passages).map((statement) => toRead(statement, asked));
  const weigh = weigher(read);
  return read
    .map((one) => rank(one, asked, weigh))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
}

type Read = {
  readonly statement: Statement;
  readonly text: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  readonly heading: ReadonlySet<string>;
};

function toRead(statement: Statement, { initials }: Asked): Read {
  const { source, heading } = statement.passage;
  return {
    statement,
    text: withInitials(statement.text, initials),
    before: saidRoots(statement.previous ?? ""),
    heading: withInitials(
      `${heading} ${source.replace(/\.\w+$/, "").replaceAll("_", " ")}`,
      initials,
    ),
  };
}

/** Roots of a text, and those initials that words of it spell: "net promoter score" has *nps*. */
function withInitials(text: string, initials: readonly string[]): ReadonlySet<string> {
  const roots = new Set(saidRoots(text));
  const letters = stemsOf(text)
    .map((stem) => stem[0])
    .join("");
  const spelled = initials.filter(
    (word) => word.length > 2 && letters.includes(word) && !roots.has(toRoot(word)),
  );
  return new Set([...roots, ...spelled.map(toRoot)]);
}

/** How much a root says: those that few statements have say more, light words say little. */
function weigher(read: readonly Read[]): (root: string) => number {
  return (root) => {
    const having = read.filter(({ text }) => has(text, root)).length;
    const rarity = Math.log(2 + read.length / (1 + having));
    return isLight(root) ? rarity / 3 : rarity;
  };
}

/** What a word in the heading counts for, of what it counts for in the statement. */
const IN_HEADING = 0.5;
/** The same for a word of the sentence before, of one that it leans on and of any. */
const LEANT_ON = 0.8;
const BEFORE = 0.6;
/** The same for a word that is used for the one asked. */
const LIKE = 0.8;

/** What it counts for that the number asked for lies in a row's range, or that a statement gives the name asked for. */
const IN_RANGE = 0.5;

function rank(read: Read, asked: Asked, weigh: (root: string) => number): Ranked {
  const { statement } = read;
  let [total, shared, leant] = [0, 0, 0];
  for (const root of asked.roots) {
    const weight = weigh(root);
    const here = presence(root, read);
    total += weight;
    shared += weight * Math.max(here, leaning(root, read));
    if (leaning(root, read) > here) leant += weight;
  }
  const holds = holdsAsked(statement, asked);
  const names = definesAsked(statement.text, asked);
  const covered = total === 0 ? 0 : Math.min(1, shared / total + (holds || names ? IN_RANGE : 0));
  const fits = formOf(statement, asked) * (holds || names ? 2 : 1);
  const about = shared + (holds ? 1 : 0);
  return {
    statement,
    covered,
    fits: fitsForm(statement.text, asked.want),
    leans: statement.before !== undefined || leant > 0.3 * total,
    score: about * fits + (about > 0 ? statement.passage.relevance_score / 2 : 0),
  };
}

/** 1 for a word of the statement itself, less for one like it or one in its heading, 0 for none. */
function presence(root: string, { text, heading }: Read): number {
  if (text.has(root)) return 1;
  if (likeRoots(root).some((like) => text.has(like))) return LIKE;
  return has(heading, root) ? IN_HEADING : 0;
}

function leaning(root: string, { statement, before }: Read): number {
  if (!has(before, root)) return 0;
  return statement.before === undefined ? BEFORE : LEANT_ON;
}

function has(roots: ReadonlySet<string>, root: string): boolean {
  return roots.has(root) || likeRoots(root).some((like) => roots.has(like));
}

/** A row whose first cell is the range that the number asked for lies in, or a statement that gives that number itself. */
function holdsAsked({ text, cells }: Statement, { numbers }: Asked): boolean {
  if (numbers.length === 0) return false;
  const [first] = cells ?? [];
  if (first && numbers.some((number) => holdsNumber(first.value, number))) return true;
  const said = parseNumbers(text);
  return numbers.some(({ value, unit }) =>
    said.some((one) => one.value === value && one.unit === unit),
  );
}

/** How well the form of a statement suits what is wanted. */
function formOf({ text, cells, before }: Statement, { want, roots }: Asked): number {
  const leans = before === undefined ? 1 : 0.85;
  const told = cells && !TOLD_BY_ROWS.has(want ?? "list") ? 0.8 : 1;
  const defines = (want === "definition" || want === "calculation") && opensWith(text, roots);
  const strays = want === "cause" && tellsOther(text, roots);
  return suits(text, want) * leans * told * (defines ? 1.4 : 1) * (strays ? OTHER_CAUSE : 1);
}

/** What rows of tables tell as well as sentences do. */
const TOLD_BY_ROWS: ReadonlySet<Want> = new Set(["amount", "person", "count", "place", "date"]);

function suits(text: string, want: Want | undefined): number {
  if (want === undefined) return 1;
  if (fitsForm(text, want)) return 1.5;
  return fitsLoosely(want) ? 0.8 : 0.6;
}

/** "… counts as underperformance", "… is called weak": the statement gives the name that is asked for. */
function definesAsked(text: string, { want, roots }: Asked): boolean {
  if (want !== "definition" && want !== "condition") return false;
  const name =
    /\b(?:counts? as|(?:is|are|be) (?:called|named|considered|regarded as|known as)) (.+)$/i.exec(
      text,
    )?.[1];
  return name !== undefined && [...saidRoots(name)].slice(0, 2).some((root) => roots.has(root));
}

/** What a statement counts for that names what is asked about as the cause of something else. */
const OTHER_CAUSE = 0.4;

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
