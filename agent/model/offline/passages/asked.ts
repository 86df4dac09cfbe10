import { parseNumbers } from "../numbers.ts";
import { type Amount, nounAt } from "./row-range.ts";
import { saidRoots } from "./said-roots.ts";

/** What kind of answer a question wants. */
export type Want =
  | "list"
  | "overview"
  | "condition"
  | "place"
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
  readonly text: string;
  /** Roots of the words that carry meaning. */
  readonly roots: ReadonlySet<string>;
  readonly want?: Want;
  readonly numbers: readonly Amount[];
  /** All of its roots, those included that only say what is wanted. */
  readonly said: ReadonlySet<string>;
  /** Root of what is counted in "how many …". */
  readonly counted?: string;
  /** Short words that may be the initials of a longer name. */
  readonly initials: readonly string[];
};

/** The first that fits says what is wanted. */
const WANTS: readonly (readonly [Want, RegExp])[] = [
  [
    "list",
    /^(?:please )?(?:list|name|enumerate)\b|\bsteps?\b|\bwhat (?:are|were) (?:the|our|all|its|your|those)\b(?!.*\b(?:costs?|prices?|worth|chances)\b)|\b(?:which|what) \w+ (?:are there|do we have|exist)\b|\bwhat (?:kinds?|types?|sorts?|levels?|options|reasons) of\b|^how (?:do|should|can|must) (?:i|we|you|one|staff|guests?|employees|customers) (?!much\b|many\b|long\b|know\b|define\b|calculate\b|measure\b|count\b|compute\b)/i,
  ],
  [
    "overview",
    /^(?:please )?(?:tell me (?:about|more)|describe|explain|summari[sz]e|give me an overview)\b|^what (?:is|are) (?:our|the)(?: company'?s?)? (?:\w+ ){0,3}(?:polic(?:y|ies)|rules|strategy|guidelines|approach|process|procedure|plan (?:for|to|after))\b|\bwhat do (?:the )?documents say\b|^what (?:do you|do we) know about\b/i,
  ],
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
    /\bhow (?:long|far in advance|soon|quickly|fast)\b|\bhow (?:many (?:days|weeks|months|years|hours)|much (?:notice|time|warning))\b|\b(?:notice|loan) period\b/i,
  ],
  [
    "condition",
    /^when (?:has|have) (?!.*\b(?:last|first)\b)|^when (?:is|are|does|do|can|may|must|should) .*\b(?:called|considered|counted|classified|regarded|deemed|needed?|required|allowed|necessary|due|count|lose|apply|become|speak|say)\b/i,
  ],
  ["place", /^(?:and |so )?where\b|\b(?:which|what) (?:place|city|house|building|room|address)\b/i],
  [
    "date",
    /^(?:and |so )?(?:(?:since|until|till|from|by|on) )?when\b|\b(?:what|which) (?:day|date|year|month)\b|\bhow long ago\b|\bwhen (?:did|do|does|is|was|are|were|will)\b/i,
  ],
  ["person", /^(?:and )?who\b|\bwhose\b|\bwho (?:is|are|heads?|leads?|owns?|runs?|manages?)\b/i],
  ["cause", /\bwhy\b|\b(?:reasons?|causes?) (?:for|of|behind)\b/i],
  ["count", /\bhow (?:many|often)\b|\bnumber of\b/i],
  [
    "amount",
    /\bhow (?:much|high|low|large|big)\b|\bwhat(?:'s| is| are| does| do| was| were)?\b.*\b(?:costs?|prices?|charge|fee|rate|discount|limit|maximum|minimum|threshold|benchmark|target|goal|percent\w*|amount|size)\b|\b(?:prices?|cost|fee|discount|limit|benchmark|target|goal|maximum|minimum)\b/i,
  ],
];

/** Roots that only say what is wanted, so that no statement need repeat them. */
const SAID: Partial<Record<Want, RegExp>> = {
  list: /^(?:step|list|level|kind|typ|sort|option|includ|nam|enumerat)$/,
  overview:
    /^(?:polic|policy|rul|strateg|strategy|guidelin|approach|process|proces|procedur|procedure|describ|explain|summar|overview|document|tell)$/,
  person: /^(?:run|head|lead|manag|own|respons|charg|contact)$/,
  duration: /^(?:long|far|adv|advanc|soon|quick|fast|day|week|month|year|hour)$/,
  amount: /^(?:cost|charg|pric|high|low|larg|amount|size)$/,
  count: /^(?:number|time|allow|permit|fit|have|includ|own)$/,
  date: /^(?:dat|day|take|taken|took|plac|place|start|begin|began|effect|happen|occur|com|come|forc|force|year|month)$/,
  cause: /^(?:reason|caus|only)$/,
  definition: /^(?:exact|consider|word)$/,
  calculation: /^(?:calcul|comput|measur|determin|exact|work)$/,
};

/** Reads what a question wants of documents. */
export function readAsked(question: string): Asked {
  const want = WANTS.find(([, pattern]) => pattern.test(question))?.[0];
  const said = want === undefined ? undefined : SAID[want];
  const counted = [...saidRoots(COUNTED.exec(question)?.[1] ?? "")].at(-1);
  return {
    text: question,
    roots: new Set(
      [...saidRoots(question), ...(/\bcomes? from\b/i.test(question) ? ["sourc"] : [])].filter(
        (root) =>
          !/^\d|\d{3}|^(?:q|h|fy)\d|^happen$/.test(root) &&
          !(said?.test(root) || said?.test(`${root}e`)),
      ),
    ),
    ...(want && { want }),
    ...(counted !== undefined && { counted }),
    said: saidRoots(question),
    numbers: amountsIn(question),
    initials: [...question.matchAll(/\b[a-zA-Z]{2,5}\b/g)].map(([word]) => word.toLowerCase()),
  };
}

/** "How many pricing plans do …": what stands before the verb. */
const COUNTED =
  /\bhow many ((?:(?!(?:do|does|did|are|is|was|were|can|may|must|should|have|has|will|in|of|per|a|an)\b)[\p{L}-]+ ?){1,3})/iu;

const BEYOND = /\b(?:more than|over|above|longer than|beyond|exceed\w*) \S?$/i;
const SHORT_OF = /\b(?:less than|under|fewer than|shorter than) \S?$/i;

/** Numbers of a question; "more than 10%" is a little more than that. */
function amountsIn(question: string): readonly Amount[] {
  return parseNumbers(question).map(({ start, end, value, unit }) => {
    const before = question.slice(0, start);
    const noun = nounAt(question, end);
    const nudge = BEYOND.test(before) ? 1.0001 : SHORT_OF.test(before) ? 0.9999 : 1;
    return {
      value: value * nudge,
      ...(unit !== undefined && { unit }),
      ...(noun !== undefined && { noun }),
    };
  });
}
