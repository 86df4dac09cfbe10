import { contentRoots, lightRoots, rootOf } from "../language/roots.ts";
import { stemsOf } from "../language/tokens.ts";
import type { FoundPassage } from "../plan/step.ts";
import { type Asked, readAsked, type Want } from "./asked.ts";
import { holdsNumber } from "./row-range.ts";
import { type Statement, statementsIn } from "./statements.ts";

/** A statement and how well it answers: `score` to rank by, `covered` the share 0..1 of the question's words that it has. */
export type Ranked = {
  readonly statement: Statement;
  readonly score: number;
  readonly covered: number;
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
    before: contentRoots(statement.before ?? ""),
    heading: withInitials(
      `${heading} ${source.replace(/\.\w+$/, "").replaceAll("_", " ")}`,
      initials,
    ),
  };
}

/** Roots of a text, and those initials that words of it spell: "net promoter score" has *nps*. */
function withInitials(text: string, initials: readonly string[]): ReadonlySet<string> {
  const roots = new Set(contentRoots(text));
  const letters = stemsOf(text)
    .map((stem) => stem[0])
    .join("");
  const spelled = initials.filter(
    (word) => word.length > 2 && letters.includes(word) && !roots.has(rootOf(word)),
  );
  return new Set([...roots, ...spelled.map(rootOf)]);
}

/** How much a root says: those that few statements have say more, light words say little. */
function weigher(read: readonly Read[]): (root: string) => number {
  const light = lightRoots();
  return (root) => {
    const having = read.filter(({ text }) => text.has(root)).length;
    const rarity = Math.log(2 + read.length / (1 + having));
    return light.has(root) ? rarity / 3 : rarity;
  };
}

/** What a word in the heading counts for, of what it counts for in the statement. */
const IN_HEADING = 0.6;
/** The same for a word of the sentence that the statement leans on. */
const BEFORE = 0.8;

/** What it counts for that the number asked for lies in a row's range. */
const IN_RANGE = 0.5;

function rank(read: Read, asked: Asked, weigh: (root: string) => number): Ranked {
  const { statement } = read;
  let [total, shared] = [0, 0];
  for (const root of asked.roots) {
    const weight = weigh(root);
    total += weight;
    shared += weight * presence(root, read);
  }
  const holds = holdsAsked(statement, asked);
  const covered = total === 0 ? 0 : Math.min(1, shared / total + (holds ? IN_RANGE : 0));
  const fits = formOf(statement, asked) * (holds ? 2 : 1);
  const about = shared + (holds ? 1 : 0);
  return {
    statement,
    covered,
    score: about * fits + (about > 0 ? statement.passage.relevance_score : 0),
  };
}

/** 1 for a word of the statement itself, less for one that stands around it, 0 for none. */
function presence(root: string, { text, before, heading }: Read): number {
  if (text.has(root)) return 1;
  if (before.has(root)) return BEFORE;
  return heading.has(root) ? IN_HEADING : 0;
}

/** A row whose first cell is the range that the number asked for lies in. */
function holdsAsked({ cells }: Statement, { numbers }: Asked): boolean {
  const [first] = cells ?? [];
  return first !== undefined && numbers.some((number) => holdsNumber(first.value, number));
}

const DATE =
  /\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2})?\b(?:,? \d{4})?|\b\d{4}-\d{2}-\d{2}\b/;
const DURATION =
  /\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?: working)? (?:minute|hour|day|week|month|quarter|year)s?\b/i;
const AMOUNT =
  /[$€£]\s?\d|\d\s?%|\b\d[\d.,]*\s?(?:percent|euros?|dollars?|pounds?|usd|eur|million|points?)\b|\bnone\b/i;
const NUMBER = /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|half|a third)\b/i;
const PERSON =
  /\p{Lu}\p{L}+ \p{Lu}\p{L}+|\b(?:manager|director|president|head|team|officer|owner|partner|desk|committee|board)\b/u;
const CAUSE =
  /\b(?:because|since|reasons?|due to|caus\w+|so that|led to|therefore|as a result|in order|wish|why|means that|without)\b/i;
const DEFINING =
  /\b(?:is|are) (?:an?|the|all|every\w*|one|what|whatever|those|any)\b|\b(?:means?|counts? as|stands? for|refers? to|has made|who belongs)\b|\bis (?:counted|measured|defined)\b/i;
const CALCULATION =
  /\b(?:divided by|times|minus|plus|multiplied|sum of|share of|ratio|average of|number of|mean of|one minus|twelve times|all spending)\b/i;

const FORMS: Readonly<Record<Want, RegExp>> = {
  date: DATE,
  amount: AMOUNT,
  count: NUMBER,
  duration: DURATION,
  person: PERSON,
  cause: CAUSE,
  definition: DEFINING,
  calculation: CALCULATION,
};

/** How well the form of a statement suits what is wanted. */
function formOf({ text, cells, before }: Statement, { want, roots }: Asked): number {
  const suits = want === undefined ? 1 : FORMS[want].test(text) ? 1.5 : 0.8;
  const leans = before === undefined ? 1 : 0.85;
  const told = cells && want !== "amount" && want !== "person" ? 0.8 : 1;
  const defines = (want === "definition" || want === "calculation") && opensWith(text, roots);
  return suits * leans * told * (defines ? 1.4 : 1);
}

/** "A credit is …": the statement begins with what is asked about, perhaps after a colon. */
function opensWith(text: string, roots: ReadonlySet<string>): boolean {
  return text.split(/: /).some((clause) => {
    const [first, second] = [...contentRoots(clause)];
    return (
      first !== undefined && roots.has(first) && (roots.size < 2 || roots.has(second ?? first))
    );
  });
}
