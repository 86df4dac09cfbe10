import { plain } from "./hidden.ts";

/** A question that asks for single ones of those of whom only groups are shown. */
export type SingledOut = {
  /** In the plural, as they are called. */
  readonly person: string;
  /** The same as a question of how many there are, likeliest first; empty where none can be made of it. */
  readonly counts: readonly string[];
  /** Nobody is named: it is about them only where one of the counts can be answered. */
  readonly isGuess?: true;
};

/** Whom a question wants to see one by one, by its words; undefined where it is about groups. */
export function singledOut(question: string, persons: readonly string[]): SingledOut | undefined {
  const asked = question.trim().replace(POLITE, "");
  return listed(asked, persons) ?? ranked(asked, persons) ?? whoever(asked, persons);
}

/** "Which customers churned last month?", "List the enterprise customers". */
function listed(asked: string, persons: readonly string[]): SingledOut | undefined {
  const [, opener = "", rest = ""] = LISTING.exec(asked) ?? [];
  if (rest === "" || TOGETHER.test(rest)) return undefined;
  const words = rest.split(/\s+/);
  const reach = /^(?:which|list|name)/i.test(opener) || NAMES.test(asked) ? MOST_BEFORE : 0;
  const at = words.findIndex((word) => pluralIn(word, persons) !== undefined);
  const before = words.slice(0, at);
  if (at < 0 || at > reach || before.some((word) => NO_ADJECTIVE.test(word))) return undefined;
  const person = pluralIn(words[at] ?? "", persons) ?? "";
  const isOne = plain(words[at] ?? "") !== person;
  if (isOne || RANKED.test(rest)) return { person, counts: [] };
  const after = words
    .slice(at + 1)
    .join(" ")
    .replace(WHO, "");
  return { person, counts: [`How many ${[...before, person, after].join(" ").trim()}`] };
}

/** "Top 3 customers by MRR", "our biggest customer". */
function ranked(asked: string, persons: readonly string[]): SingledOut | undefined {
  const person = pluralIn(TOP.exec(asked)?.[1] ?? "", persons);
  return person === undefined ? undefined : { person, counts: [] };
}

/** "Who churned last month?": nobody says what they are called, so each name is tried. */
function whoever(asked: string, persons: readonly string[]): SingledOut | undefined {
  const rest = WHOEVER.exec(asked)?.[1];
  const [person] = persons;
  if (rest === undefined || person === undefined || RANKED.test(rest)) return undefined;
  return { person, counts: persons.map((one) => `How many ${one} ${rest}`), isGuess: true };
}

/** The name in the plural that a word is; undefined where it is none. */
function pluralIn(word: string, persons: readonly string[]): string | undefined {
  const name = plain(word);
  if (name === "") return undefined;
  return persons.find((one) => one === name || one === `${name}s` || one === plural(name));
}

/** "company" → "companies". */
function plural(word: string): string {
  return word.replace(/y$/, "ies");
}

/** Words between "which" and whom it asks for: "enterprise", "churned". */
const MOST_BEFORE = 2;
const NO_ADJECTIVE =
  /^(?:of|by|per|in|on|for|at|to|from|with|is|are|was|were|do|does|did|has|have|share|number|count|many|much)$/i;
const NAMES = /\b(?:list|names?|ids?) of\b/i;
const POLITE =
  /^(?:(?:please|and|so|hey|ok(?:ay)?|can you|could you|would you|i (?:need|want|would like)(?: to (?:see|know))?)[ ,]+)+/i;
const LISTING =
  /^(which|what|list|show|give|name|tell|find|identify)(?: me| us)?(?: out)?(?: (?:a|the|our))?(?: (?:full |complete )?(?:list|names?|ids?) of)?(?: all)?(?: of)?(?: the| our)? (\S.*)$/isu;
const WHOEVER = /^who (?!(?:is|are|am|was|were|owns?|can|may|should|must|do|does|to)\b)(\S.*)$/isu;
/** "customers who churned" → "customers churned", as "How many" asks for them. */
const WHO = /^(?:who|that|which) /i;
const RANKED =
  /\b(?:most|least|top|best|worst|highest|lowest|biggest|largest|smallest|first|last to)\b/i;
const TOP =
  /\b(?:top|bottom|biggest|largest|smallest|best|worst)(?: \d+)?(?: paying)?\s+(\p{L}+s\b|\p{L}+(?=\s*(?:[?.!]|$|by\b|is\b)))/iu;
/** "Show customers by tier" asks for groups of them. */
const TOGETHER = /\b(?:by|per|over time|each|every|trend|grow|growth)\b/i;
