import { contentRoots } from "../language/roots.ts";
import { parseNumbers } from "../numbers.ts";
import type { Amount } from "./row-range.ts";

/** What kind of answer a question wants. */
export type Want =
  | "date"
  | "amount"
  | "count"
  | "duration"
  | "person"
  | "cause"
  | "definition"
  | "calculation";

/** A question as documents are held against it. */
export type Asked = {
  /** Roots of the words that carry meaning. */
  readonly roots: ReadonlySet<string>;
  readonly want?: Want;
  readonly numbers: readonly Amount[];
  /** Short words that may be the initials of a longer name. */
  readonly initials: readonly string[];
};

/** The first that fits says what is wanted. */
const WANTS: readonly (readonly [Want, RegExp])[] = [
  [
    "calculation",
    /\bhow (?:is|are|do (?:we|you)|does)\b.*\b(?:calculat|comput|measur|work(?:ed)? out|determin)/i,
  ],
  [
    "definition",
    /\bwhat (?:counts?|qualif\w+) as\b|\bwhat (?:is|are|'s) (?:an? )?\w+(?: \w+)?\??$|\b(?:defin\w+|meaning of|what does .* mean|what do (?:we|you) (?:mean|call))\b/i,
  ],
  [
    "duration",
    /\bhow (?:long|far in advance|soon|quickly|fast)\b|\bhow many (?:days|weeks|months|years|hours)\b|\b(?:notice|loan) period\b/i,
  ],
  ["date", /\bwhen\b|\bsince when\b|\bwhat (?:day|date)\b|\bhow long ago\b/i],
  ["person", /^(?:and )?who\b|\bwhose\b|\bwho (?:is|are|heads?|leads?|owns?|runs?|manages?)\b/i],
  ["cause", /\bwhy\b|\b(?:reasons?|causes?) (?:for|of|behind)\b/i],
  ["count", /\bhow many\b|\bnumber of\b/i],
  [
    "amount",
    /\bhow (?:much|high|low|large|big)\b|\bwhat(?:'s| is| are| does| do| was| were)?\b.*\b(?:costs?|prices?|charge|fee|rate|discount|limit|maximum|minimum|threshold|benchmark|target|goal|percent\w*|amount|size)\b|\b(?:prices?|cost|fee|discount|limit|benchmark|target|goal|maximum|minimum)\b/i,
  ],
];

/** Roots that only say what is wanted, so that no statement need repeat them. */
const SAID: Partial<Record<Want, RegExp>> = {
  person: /^(?:run|head|lead|manag|own|respons|charg|contact)$/,
  duration: /^(?:long|far|adv|advanc|soon|quick|fast|day|week|month|year|hour)$/,
  amount: /^(?:cost|charg|pric|high|low|larg|amount|size)$/,
  count: /^(?:number|time)$/,
  date: /^(?:dat|day|take|took|place|start|begin)$/,
  cause: /^(?:reason|caus|only)$/,
  definition: /^(?:exact|consider|word)$/,
  calculation: /^(?:calcul|comput|measur|determin|exact|work)$/,
};

/** Reads what a question wants of documents. */
export function readAsked(question: string): Asked {
  const want = WANTS.find(([, pattern]) => pattern.test(question))?.[0];
  const said = want === undefined ? undefined : SAID[want];
  return {
    roots: new Set(
      [...contentRoots(question)].filter(
        (root) => !/^\d|\d{3}|^(?:q|h|fy)\d/.test(root) && !said?.test(root),
      ),
    ),
    ...(want && { want }),
    numbers: parseNumbers(question),
    initials: [...question.matchAll(/\b[a-zA-Z]{2,5}\b/g)].map(([word]) => word.toLowerCase()),
  };
}
