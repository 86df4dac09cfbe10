import { stemsOf } from "../language/tokens.ts";
import type { FoundPassage } from "../plan/step.ts";
import { type Asked, readAsked } from "./asked.ts";
import { fitsForm } from "./forms.ts";
import {
  has,
  LEAD_FEATURES,
  type LeadFeature,
  type LeadFeatures,
  type Read,
  type Shares,
  toLeadFeatures,
} from "./lead-features.ts";
import fitted from "./lead-weights.json" with { type: "json" };
import { likeRoots } from "./like-words.ts";
import { isLight, saidRoots, toRoot } from "./said-roots.ts";
import { type Statement, statementsIn } from "./statements.ts";

/** A statement and how well it answers: `score` to rank by, `covered` the share 0..1 of the question's words that it has. */
export type Ranked = {
  readonly statement: Statement;
  /** Greater than 0; a statement with twice the score is held twice as likely to be the one that answers. */
  readonly score: number;
  readonly covered: number;
  /** False when a kind of answer is wanted that it has not the form of: no number where one is asked for. */
  readonly fits: boolean;
  /** True for what the search found nearest to the question by meaning. */
  readonly nearest: boolean;
  /** True when what it says of the question stands in part in the sentence before. */
  readonly leans: boolean;
};

/** Statements that bear on the question, the one that answers best first. */
export function rankStatements(question: string, passages: readonly FoundPassage[]): Ranked[] {
  return weighStatements(question, passages)
    .map(({ features, ...weighed }) => ({
      ...weighed,
      score: scoreOf(features) * priorOf(weighed.statement),
    }))
    .toSorted((a, b) => b.score - a.score);
}

type Weighed = Omit<Ranked, "score"> & { readonly features: LeadFeatures };

/** Statements that share words with the question, hold its number or are nearest to it by meaning, with their features, in the order of the passages. */
export function weighStatements(question: string, passages: readonly FoundPassage[]): Weighed[] {
  const asked = readAsked(question);
  const read = passages.flatMap((passage) =>
    statementsIn([passage]).map((statement, place) => toRead(statement, asked, place)),
  );
  const weigh = weigher(read);
  return read.flatMap((one) => weighed(one, asked, weigh));
}

/** Of two that are as likely, the one that needs no sentence before it is told. */
const LEANING = 0.7;

/** What only says where something stands is left to the place itself. */
const POINTING = 0.2;
const POINTS =
  /^(?:how|what|which|why) .*\b(?:stands?|(?:is|are) (?:described|explained|set out)) in\b/i;

function priorOf({ text, before }: Statement): number {
  return (before === undefined ? 1 : LEANING) * (POINTS.test(text) ? POINTING : 1);
}

const WEIGHTS: Partial<Record<LeadFeature, number>> = fitted.weights;

function scoreOf(features: LeadFeatures): number {
  return Math.exp(
    LEAD_FEATURES.reduce((sum, name) => sum + (WEIGHTS[name] ?? 0) * features[name], 0),
  );
}

function toRead(statement: Statement, { initials }: Asked, place: number): Read {
  const { source, heading } = statement.passage;
  return {
    statement,
    place,
    text: withInitials(statement.text, initials),
    before: saidRoots(statement.previous ?? ""),
    heading: withInitials(
      `${heading} ${source.replace(/\.\w+$/, "").replaceAll("_", " ")} ${statement.cells?.[0]?.header ?? ""}`,
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
  const known = new Map<string, number>();
  return (root) => {
    const before = known.get(root);
    if (before !== undefined) return before;
    const having = read.filter(({ text }) => has(text, root)).length;
    const rarity = Math.log(2 + read.length / (1 + having));
    const weight = isLight(root) ? rarity / 3 : rarity;
    known.set(root, weight);
    return weight;
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

function weighed(read: Read, asked: Asked, weigh: (root: string) => number): Weighed[] {
  const { statement } = read;
  const { shares, leant } = sharesOf(read, asked.roots, weigh);
  const features = toLeadFeatures(read, asked, shares);
  const holds = features.inRange + features.sameNumber > 0;
  // Of what shares no word with the question only what is nearest to it by meaning may answer it.
  if (shares.around === 0 && !holds && features.nearest === 0) return [];
  return [
    {
      statement,
      features,
      covered: Math.min(1, shares.around + (holds || features.named > 0 ? IN_RANGE : 0)),
      fits: fitsForm(statement.text, asked.want),
      nearest: features.nearest > 0,
      leans: statement.before !== undefined || leant > 0.3,
    },
  ];
}

/** What a statement carries of the roots, and the share of them that only the sentence before has. */
function sharesOf(
  read: Read,
  roots: ReadonlySet<string>,
  weigh: (root: string) => number,
): { readonly shares: Shares; readonly leant: number } {
  const rows = [...roots].map((root) => {
    const here = presence(root, read);
    const leans = leaning(root, read);
    return { weight: weigh(root), here, leans, isHeaded: has(read.heading, root) };
  });
  type Row = (typeof rows)[number];
  const share = (part: (row: Row) => number, among: readonly Row[] = rows) => {
    const total = among.reduce((sum, row) => sum + row.weight, 0);
    return total === 0 ? 0 : among.reduce((sum, row) => sum + row.weight * part(row), 0) / total;
  };
  const elsewhere = rows.filter(({ isHeaded }) => !isHeaded);
  return {
    shares: {
      here: share(({ here }) => (here > IN_HEADING ? here : 0)),
      around: share(({ here, leans }) => Math.max(here, leans)),
      beyond: elsewhere.length === 0 ? 0.5 : share(({ here }) => here, elsewhere),
    },
    leant: share(({ here, leans }) => (leans > here ? 1 : 0)),
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
