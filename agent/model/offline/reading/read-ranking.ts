import type { Ranking } from "./reading.ts";
import type { Scan } from "./scan.ts";

/** Adjectives that pick the most of something. */
export const HIGH =
  "top|best|largest|biggest|highest|leading|strongest|greatest|most valuable|most important|most successful|most popular|most common|most frequent|most active|most used|most profitable|most expensive|priciest|most|longest|busiest|richest|fastest|quickest|heaviest|sharpest|steepest|deepest";
/** Adjectives that pick the least of something. */
export const LOW =
  "bottom|worst|least expensive|least popular|least common|least active|least used|least frequent|least profitable|lowest|smallest|weakest|least|fewest|poorest|slowest|shortest|cheapest|quietest";

/** "Which was lower in March": of those that stand beside each other, the least. */
const BEHIND =
  /\b(?:which|who)(?: one| of (?:them|the two|those|these))? (?:is|was|were|are|comes|came)(?: the)? (?:behind|lower|smaller|worse|weaker|less)\b(?! than| @x)/;

/** Adjectives of what is good or bad, which is not always what is high or low. */
const JUDGING = /\b(?:best|worst|strongest|weakest|poorest)\b/;

/** "Fastest growing" and "slowest selling" speak of amounts. */
const SPEED =
  /\b(?:fastest|quickest|slowest)\b(?!.*\b(?:selling|growing|performing|earning|paying|spending)\b)/;

/** Rows of a "top" without a number. */
const DEFAULT_LIMIT = 5;

/** "top 5", "the three largest", "best-selling", "who sells most". Singular ("the best region") asks for one. */
export function readRanking(scan: Scan): Ranking | undefined {
  const placed = readPlace(scan) ?? readBothEnds(scan) ?? readByDate(scan);
  if (placed) return placed;
  return readAdjective(scan) ?? readFirst(scan);
}

/** "At least 3" is a limit. */
const START = "(?<!\\bat )\\b";

function readAdjective(scan: Scan): Ranking | undefined {
  const patterns: readonly RegExp[] = [
    new RegExp(`${START}(?:the )?(?:${HIGH}|(?<low>${LOW})) @n(?<n>\\d+)`),
    new RegExp(`@n(?<n>\\d+) (?:of (?:the|our) )?(?:${HIGH}|(?<low>${LOW}))\\b`),
    new RegExp(
      `${START}(?:the |our )?(?:${HIGH}|(?<low>${LOW}))(?: @x\\d+)? (?:selling|performing|earning|growing|paying|spending)\\b`,
    ),
    new RegExp(`${START}(?:the |our )?(?:${HIGH}|(?<low>${LOW}))\\b`),
  ];
  for (const pattern of patterns) {
    const match = scan.take(pattern);
    if (!match) continue;
    const { n = saidLast(scan), low } = match.groups ?? {};
    const named = n === undefined ? undefined : scan.numbers[Number(n)]?.value;
    return {
      direction: low === undefined ? "desc" : "asc",
      limit: toLimit(named, scan),
      ...(JUDGING.test(match[0]) && { judged: true }),
      ...(SPEED.test(match[0]) && { speed: true }),
    };
  }
  return scan.has(BEHIND) ? { direction: "asc", limit: DEFAULT_LIMIT } : undefined;
}

const AGE =
  /\b(?:the |our )?(?:@n(\d+) )?(newest|latest|most recent|oldest|earliest|longest(?: |-)(?:standing|serving))(?: @n(\d+))? (?:@x\d+ )*?@x\d+/;
const STAYED = /\b(?:been|stayed|with us|around)\b.*\blongest\b/;

/** "The newest shop", "our three oldest customers", "who has been with us the longest". */
function readByDate(scan: Scan): Ranking | undefined {
  const [match] = scan.matchAll(AGE);
  if (!match) {
    const stayed = scan.take(STAYED);
    return stayed && { direction: "asc", limit: toLimit(undefined, scan), byDate: true };
  }
  const word = match[2] ?? "";
  scan.take(new RegExp(`\\b${word}\\b`));
  const number = match[1] ?? match[3];
  if (number !== undefined) scan.take(new RegExp(`@n${number}\\b`));
  const named = number === undefined ? undefined : scan.numbers[Number(number)]?.value;
  const direction = /^(?:new|lat|most)/.test(word) ? "desc" : "asc";
  return {
    direction,
    limit: named ?? (isOneThing(scan, match[0]) ? 1 : DEFAULT_LIMIT),
    byDate: true,
  };
}

function isOneThing(scan: Scan, phrase: string): boolean {
  const at = /@x(\d+)$/.exec(phrase)?.[1];
  const name = scan.names[Number(at)];
  return name !== undefined && !/s$/i.test(scan.wordsOf(name));
}

/** "Slowest products in 2024, five please": how many, said at the end. */
function saidLast(scan: Scan): string | undefined {
  return scan.take(/@n(\d+) (?:please|pls|of them|will do|is enough)\b/)?.[1];
}

/** "The first 10". */
function readFirst(scan: Scan): Ranking | undefined {
  const first = scan.take(/\bfirst @n(\d+)\b/);
  const value = first && scan.numbers[Number(first[1])]?.value;
  return value ? { direction: "desc", limit: toLimit(value, scan) } : undefined;
}

/** Words for places of a ranking, from the first. */
const PLACES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/** "The second largest": one place of a ranking. */
function readPlace(scan: Scan): Ranking | undefined {
  const match = scan.take(
    new RegExp(
      `\\b(?:the |our )?(${PLACES.join("|")}|next|2nd|3rd|[4-9]th)(?: |-)(?:(?:${HIGH})|(${LOW}))\\b`,
    ),
  );
  if (!match) return undefined;
  const word = match[1] ?? "";
  const place = placeOf(word);
  return { direction: match[2] === undefined ? "desc" : "asc", limit: place, place };
}

function placeOf(word: string): number {
  if (word === "next") return 2;
  return PLACES.includes(word) ? PLACES.indexOf(word) + 1 : Number.parseInt(word, 10);
}

/** "Best and worst month", "the highest and the lowest". */
function readBothEnds(scan: Scan): Ranking | undefined {
  const thing = "(?: (?:@[tx]\\d+|one|and))*";
  const [high, low] = [`(?:the |our )?(?:${HIGH})`, `(?:the |our )?(?:${LOW})`];
  const match = scan.take(
    new RegExp(
      `\\b(?:${high}${thing} ,? ?(?:and|or|&) ?${low}|${low}${thing} (?:and|or|&) ${high})\\b`,
    ),
  );
  return match && { direction: "desc", limit: 1, both: true };
}

function toLimit(named: number | undefined, scan: Scan): number {
  const many = named ?? manyOf(scan);
  if (many !== undefined && Number.isInteger(many) && many > 0) return Math.min(many, 1000);
  return isSingular(scan) ? 1 : DEFAULT_LIMIT;
}

/** "Which three categories sold least". */
function manyOf(scan: Scan): number | undefined {
  const match = scan.take(/\b(?:which|what) @n(\d+)(?= @[xt])/);
  return match && scan.numbers[Number(match[1])]?.value;
}

/** "which region sold most", "the best product": one is asked for. */
function isSingular(scan: Scan): boolean {
  const match =
    /(?<!\b(?:in|of|for|from|by|at|to|on|with|vs) )\b(?:which|what|who|the|our)(?: is| was| are)?(?: (?:the|our))?(?: (?:best|worst|top|largest|biggest|highest|lowest|smallest|weakest|strongest))?(?: performing| selling)? @x(\d+)/.exec(
      scan.masked,
    );
  const name = match ? scan.names[Number(match[1])] : undefined;
  if (!name) return /\bwho\b/.test(scan.masked) || isOnePeriod(scan);
  return !/s$/i.test(scan.wordsOf(name));
}

/** "Which month was best", "our strongest quarter". */
function isOnePeriod(scan: Scan): boolean {
  const adjective = new RegExp(
    `(?:which|what|${HIGH}|${LOW})(?: growing| performing| single)? @t(\\d+)`,
  );
  const match = scan
    .matchAll(adjective)
    .find(([, index]) => scan.times[Number(index)]?.kind === "grain");
  const words = match ? scan.textOf(`@t${match[1]}`) : undefined;
  return words === undefined ? /\bwhen\b/.test(scan.masked) : !/s$/i.test(words.trim());
}
