import { HIGH, LOW } from "./read-ranking.ts";
import type { Named } from "./reading.ts";
import type { Scan } from "./scan.ts";

const LIST = "@x\\d+(?: (?:,|and|or|&|by|then|per)(?: (?:by|per|and|each|the))? @x\\d+)*";

/** Adjectives behind which stands what is picked from; "the most loans" picks nobody. */
const PICKING = `${HIGH}|${LOW}`
  .split("|")
  .filter((word) => !["most", "least", "fewest"].includes(word))
  .join("|");

const GROUPING: readonly RegExp[] = [
  new RegExp(
    `\\b(?:by|per|for each|for every|each|every|across(?: all| the| our)?|grouped by|group by|broken down by|split by|breakdown (?:by|per|of)|segmented by|by each|in each|of each|from each|for all(?: the| our)?|among(?: the| our)?) (?:the |our |different )?(${LIST})`,
  ),
  new RegExp(`\\b(?:which|what)(?: of (?:the|our))? (?:@n\\d+ )?(${LIST})`),
  new RegExp(
    `\\b(?:${PICKING})(?: @n\\d+)?(?: single| individual)?(?: selling| performing| growing| earning| paying)? (@x\\d+)`,
  ),
  new RegExp(`@n\\d+ (?:${PICKING})(?: selling| performing)? (@x\\d+)`),
  /(@x\d+) (?:breakdown|split|mix|distribution|ranking|wise)\b/,
  /(@x\d+) (?:whose|with|that|who|which) (?:the |our )?(?:@x\d+ )?(?:grew|grow(?:s|ing)?|rose|rising|fell|falling|declin\w+|increas\w+|decreas\w+|dropp\w+|shr[aiu]nk\w*|gain\w+|lost|improv\w+|worsen\w+|went (?:up|down))\b/,
];

const COUNTED =
  /\b(?:how many|(?:number|count|nr|no) of|count(?: the| all| our)?)(?: different| distinct| unique| total| of| the| our| new)* (@x\d+)/;

/** The two patterns of `GROUPING` that follow words of rank. */
const RANKED = GROUPING.filter(({ source }) => source.includes("biggest"));

const AGAINST =
  /\b(?:from|against|to|vs|versus|with|on|above|below|under|over|beat(?:ing)?|hit(?:ting)?|miss(?:ed|ing)?|reach(?:ed|ing)?|meet(?:ing)?|met|achiev(?:ed?|ing)|exceed(?:ed|ing)?|short of|shy of|off|away from|close to|near(?:er)?)(?: the| our| its| their)?(?: @t\d+)? (@x\d+)/;

const NEGATED = new RegExp(
  `\\b(?:excluding|except(?: for)?|without|non|not(?: counting| including| in| for| from)?|other than|apart from|ignoring|minus|but not|exclude|outside(?: of)?|leaving out|(?:have|has|had|with|having) no)(?: the| our| any| an?| a single)? (${LIST})`,
);

const AVERAGED = /\b(?:average|avg|mean|median)(?: of)?(?: the| our)? (@x\d+)/;

/** What is taken back of the question before. */
export const LIFTED =
  /\b(?:drop|remove|clear|lift|forget|ignore|delete|take (?:off|away|out)|get rid of|without)(?: the| that| this)? (@x\d+) (?:filters?|conditions?|restrictions?|limits?|constraints?)\b/;

const SHARE = "(?:shares?|percent(?:age)?|proportion|fraction|portion|part)";

const SHARED: readonly RegExp[] = [
  new RegExp(`\\b${SHARE}(?: of)?(?: the| our| all)? (@x\\d+)`),
  new RegExp(`(@x\\d+)(?: @x\\d+)? ${SHARE}\\b`),
  new RegExp(`\\b${SHARE} (?:do|does|did|has|have|had) (?:the |our )?(@x\\d+)`),
];

/** "What percentage of X in W are Y": the names of what the share is taken of, and those of the part behind the verb. */
const PARTED = new RegExp(
  `\\b${SHARE} of(?: all)?(?: the| our| these| those| my| each| every)? (?<whole>@x\\d+(?:(?: (?:in|from|for|at|of|and|the|our|@t\\d+))* @x\\d+)*)(?:(?: [a-z]+)? (?:over|above|under|below|than|least|most) @n\\d+)?(?: @t\\d+)?(?: (?:that|which|who|whose))?(?: [a-z']+)*? (?:is|are|was|were|be|been|being|comes?|came|goes|went|gets?|got|has|have|had|involved?|used?|uses|took|takes|made|paid|with|without|on|via|through|using)(?: [a-z']+)*?(?<part>(?: (?:[a-z']+|,|&))*? (?:@x\\d+|@n\\d+).*)`,
);

type Parted = { readonly whole: ReadonlySet<number>; readonly part: ReadonlySet<number> };

/** Undefined where the sentence does not say both. What it is divided by belongs to neither. */
function readParted(scan: Scan): Parted | undefined {
  const { whole = "", part = "" } = scan.matchAll(PARTED)[0]?.groups ?? {};
  const [said = ""] = part.split(/ (?:by|per|in each|for each|of each|each)(?= )/);
  const indexesIn = (text: string) =>
    new Set([...text.matchAll(/@x(\d+)/g)].map(([, index]) => Number(index)));
  const found = { whole: indexesIn(whole), part: indexesIn(said) };
  return found.whole.size > 0 && (found.part.size > 0 || /@n/.test(said)) ? found : undefined;
}

/** "… had a discount above 15%": a limit belongs to the part that a share is taken of. */
export function limitsPart(scan: Scan): boolean {
  return /@n\d/.test(scan.matchAll(PARTED)[0]?.groups?.["part"] ?? "");
}

/** Every name of the model in the question, with the place it stands in. */
export function readNames(scan: Scan): Named[] {
  const grouping = indexes(scan, GROUPING);
  const picked = pickedAfterMetric(scan);
  for (const index of picked) grouping.add(index);
  const counted = indexes(scan, [COUNTED]);
  for (const index of limited(scan)) if (!counted.has(index)) grouping.add(index);
  const ranked = indexes(scan, RANKED);
  for (const index of picked) ranked.add(index);
  const against = indexes(scan, [AGAINST]);
  const listed = indexes(scan, [new RegExp(`(${LIST})`)], 2);
  const negated = indexes(scan, [NEGATED]);
  const parted = readParted(scan);
  const shared = parted?.part ?? indexes(scan, SHARED);
  const lifted = indexes(scan, [LIFTED]);
  const averaged = indexes(scan, [AVERAGED]);
  return scan.names.map((name, i) => ({
    meanings: name.meanings,
    words: scan.wordsOf(name),
    partial: name.partial,
    ...(name.corrected !== undefined && { corrected: name.corrected }),
    grouping: grouping.has(i),
    against: against.has(i),
    afterValue: isAfterValue(scan, i),
    listed: listed.has(i),
    ranked: ranked.has(i),
    demonstrative: new RegExp(`\\b(?:that|this|the same|said|those|these) @x${i}\\b`).test(
      scan.masked,
    ),
    counted: counted.has(i),
    averaged: averaged.has(i),
    shared: shared.has(i),
    whole: parted?.whole.has(i) ?? false,
    lifted: lifted.has(i),
    ...perOf(scan, i),
    ...directionOf(scan, i),
    negated: negated.has(i),
  }));
}

/** "Customers with revenue above $50k": rows of a kind before a limit are what is listed. */
function limited(scan: Scan): number[] {
  return scan
    .matchAll(/(?:^|[^\w@])@x(\d+)(?= (?:(?:[a-z]+|@x\d+) ){0,5}[a-z]+ @n\d+)/)
    .map((match) => Number(match[1]))
    .filter((index) => scan.names[index]?.meanings.some(({ kind }) => kind === "dataset"));
}

/** "Best selling product", "highest revenue region": the thing picked stands behind what it is picked by. */
function pickedAfterMetric(scan: Scan): number[] {
  const isMetric = (index: number) =>
    scan.names[index]?.meanings.every(({ kind }) => kind === "metric") ?? false;
  const isThing = (index: number) =>
    scan.names[index]?.meanings.some(({ kind }) => kind === "field" || kind === "dataset") ?? false;
  return scan
    .matchAll(new RegExp(`\\b(?:${PICKING})(?: @n\\d+)? @x(\\d+) @x(\\d+)\\b`))
    .map((match) => [Number(match[1]), Number(match[2])] as const)
    .filter(([by, thing]) => isMetric(by) && isThing(thing))
    .map(([, thing]) => thing);
}

function isAfterValue(scan: Scan, index: number): boolean {
  const match = new RegExp(`@x(\\d+) @x${index}\\b`).exec(scan.masked);
  const before = match && scan.names[Number(match[1])];
  return before?.meanings.some(({ kind }) => kind === "value") ?? false;
}

function directionOf(scan: Scan, index: number): Pick<Named, "direction"> {
  const word = new RegExp(
    `\\b(from|out of|leaving|to|into|for|bound for)(?: the)? @x${index}\\b`,
  ).exec(scan.masked)?.[1];
  if (word === undefined || word === "for") return {};
  return { direction: /^(?:from|out|leaving)/.test(word) ? "from" : "to" };
}

/** What is divided, where "per" stands before the name. */
function perOf(scan: Scan, index: number): Pick<Named, "perOf"> {
  const match = new RegExp(`@x(\\d+) (?:per|for each|for every) (?:single )?@x${index}\\b`).exec(
    scan.masked,
  );
  return match ? { perOf: Number(match[1]) } : {};
}

/** Names in the first group of any match that has at least `least` of them. */
function indexes(scan: Scan, patterns: readonly RegExp[], least = 1): Set<number> {
  const found = new Set<number>();
  for (const pattern of patterns) {
    for (const match of scan.takeAll(pattern)) {
      const names = [...(match[1] ?? "").matchAll(/@x(\d+)/g)].map(([, index]) => Number(index));
      if (names.length >= least) for (const index of names) found.add(index);
    }
  }
  return found;
}
