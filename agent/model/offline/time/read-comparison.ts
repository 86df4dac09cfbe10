import type { Grain } from "../../../semantic/time-range.ts";
import {
  anyOf,
  type Found,
  firstOf,
  type Groups,
  matchAt,
  type Reader,
  rule,
  type Scan,
} from "./scan.ts";

/** A move from the period at hand. Without `grain`, by its own length. */
export type Move = { readonly to: "previous" | "next" | "year-before"; readonly grain?: Grain };

const UNIT = "(?<unit>day|week|month|quarter|half(?:[- ]year)?|year|period|one|time)";
const NAMED_UNIT = "(?<unit>day|week|month|quarter|half(?:[- ]year)?|year|period)";
const KIND = "(?: (?:full|complete|fiscal|calendar|comparable))?";

/** Nothing follows that the phrase would belong to ("the quarter before the price increase"). */
const CLOSED =
  "(?= ?(?:$|[^ \\w']| (?:and|or|by|in|for|per|with|was|were|is|too|as|instead|please|split|broken|grouped|did|had|do|did|across|of)\\b)|'s)";

const SAME_PERIOD = rule<Move>(
  `(?:(?:the|that) )?(?:same|corresponding|equivalent|comparable|matching) (?:period|time|time frame|quarter|month|week|day|days|date|point|half|year)(?:,? (?:of|in|from|for|during))?(?: the| a)? (?:(?:last|previous|prior|preceding|past)${KIND} ${NAMED_UNIT}|(?:one |1 )?${NAMED_UNIT} (?:ago|before|earlier|prior))`,
  back,
);

/** What a comparison may be held against, behind its word: "last quarter", "the month before", "a year ago". */
const readTarget: Reader<Move> = firstOf<Move>([
  SAME_PERIOD,
  rule(
    `(?:the |its |our )?(?:immediately )?(?:last|previous|prior|preceding|past|earlier)${KIND} ${UNIT}(?! of\\b| before)`,
    back,
  ),
  rule(
    `(?:the )?${UNIT} (?:immediately )?(?:before|prior|earlier|previously|preceding)(?: that| it| this)?${CLOSED}`,
    back,
  ),
  rule(`(?:a|an|one|1)(?: full| whole)? ${NAMED_UNIT} (?:ago|before|earlier|prior|back)`, back),
  rule("(?:the )?(?:previous|prior|preceding) \\d{1,3} (?:day|week|month|quarter|year)s", () => ({
    to: "previous",
  })),
  rule(`(?:the )?(?:before|previous(?:ly)?|prior)${CLOSED}`, () => ({ to: "previous" })),
]);

function back({ unit }: Groups): Move {
  if (unit === "year") return { to: "year-before", grain: "year" };
  const grain = grainOf(unit);
  return grain ? { to: "previous", grain } : { to: "previous" };
}

function grainOf(unit: string | undefined): Grain | undefined {
  return ["day", "week", "month", "quarter", "year"].find((grain) => grain === unit) as
    | Grain
    | undefined;
}

const HELD_AGAINST =
  /(?:(?:when |as )?compar(?:ed|es?|ing|ison) (?:to|with|against)|in comparison (?:to|with)|vs\.?|versus|v\.|against|than|relative to|as opposed to)(?: (?:it was|they were|it did|we had|we did|that of|those of|what it was|what we had|was|were))?(?: (?:in|for|of|from|during|on|at))?(?: (?:the|its|our|that of))? /y;
const AFTER_CHANGE = /(?:over|from|since|on)(?: the| its| our)? /y;

/** Index behind "vs", "compared to the", "than in"; or behind "from", "over", "since" after a word of change ("up from"). */
export function comparisonWord(scan: Scan, at: number): Found<"held" | "changed"> | undefined {
  const held = matchAt(HELD_AGAINST, scan.text, at);
  if (held) return { value: "held", end: held.end };
  const changed = hasChangeBefore(scan, at) ? matchAt(AFTER_CHANGE, scan.text, at) : undefined;
  return changed && { value: "changed", end: changed.end };
}

const CHANGE =
  /\b(?:chang\w*|differen\w*|differs?|delta|gap|variance|grow\w*|grew|increas\w*|decreas\w*|drop\w*|f[ae]ll(?:en|s|ing)?|declin\w*|r[io]sen?|rising|went|go|gone|moved?|improv\w*|worsen\w*|jump\w*|shr[aiu]nk\w*|gain(?:s|ed|ing)?|(?<!\bhow many\b.*)(?:lost|loses?|losing|losses)|losers?|gainers?|risers?|decliners?|worse|better|(?<!(?:follow|look|add) )up|(?<!(?:break|broken|drill) )down|higher|lower)\b(?!.*[?!;]|.* (?:and|vs) ).*$/;

/** A word of change stands before, in the same sentence, with no other list in between. */
export function hasChangeBefore({ text }: Scan, at: number): boolean {
  return CHANGE.test(text.slice(Math.max(0, at - 80), at));
}

/** "Compared to last quarter", "vs the year before", "than a year ago", "up from last month". */
const readHeld: Reader<Move> = (scan, at) => {
  const word = comparisonWord(scan, at);
  const start =
    word && (word.value === "held" ? [word.end, backToArticle(scan, word.end)] : [word.end]);
  for (const from of start ?? []) {
    const target = readTarget(scan, from);
    if (target) return target;
  }
  return undefined;
};

/** The article belongs to either side. */
function backToArticle({ text }: Scan, at: number): number {
  return text.slice(0, at).endsWith(" the ") ? at - 4 : at;
}

const OVER = "[- ](?:over|on)[- ]";

const readNamedComparison: Reader<Move> = firstOf<Move>([
  rule(`year(?:${OVER}|[- ]to[- ])year|yoy|y/y|y-o-y|yr/yr`, () => ({ to: "year-before" })),
  rule(`quarter(?:${OVER}|[- ]to[- ])quarter|qoq|q/q|q-o-q`, () => previousBy("quarter")),
  rule(`month(?:${OVER}|[- ]to[- ])month|mom|m/m|m-o-m`, () => previousBy("month")),
  rule(`week(?:${OVER}|[- ]to[- ])week|w/w|w-o-w|wow(?= (?:growth|change|comparison|delta))`, () =>
    previousBy("week"),
  ),
  rule(`day(?:${OVER}|[- ]to[- ])day|d/d|dod`, () => previousBy("day")),
  rule(`period${OVER}period`, () => ({ to: "previous" })),
]);

function previousBy(grain: Grain): Move {
  return { to: "previous", grain };
}

const MOVING_ON = /(?:(?:what|how) about|^ ?(?:and|now|ok|okay))(?: (?:for|in|the|now))*,? $/;

const readSamePeriod: Reader<Move> = (scan, at) =>
  isMovingOn(scan, at) ? undefined : firstOf([SAME_PERIOD])(scan, at);

function isMovingOn({ text }: Scan, at: number): boolean {
  return MOVING_ON.test(text.slice(0, at));
}

/** Any phrase that asks for a comparison with an unnamed earlier period. */
export const readComparison: Reader<Move> = anyOf<Move>([
  readNamedComparison,
  readHeld,
  readSamePeriod,
]);

const AHEAD = /\b(?:will|forecast\w*|predict\w*|expect\w*|project\w*|going to|plan)\b/;

const readSaidShift: Reader<Move> = firstOf<Move>([
  rule(
    `(?:in |for |from )?(?:the )?${UNIT} (?:immediately )?(?:before|prior|earlier|preceding)(?: that| it| this)?${CLOSED}`,
    back,
  ),
  rule(
    `(?:in |for |from )?(?:a|one|1)(?: full)? ${NAMED_UNIT} (?:ago|before|earlier|prior|back)`,
    back,
  ),
  rule(
    `(?:in |for |from )?(?:the )?${UNIT} (?:after|afterwards|later)(?: that| it| this)?${CLOSED}`,
    forth,
  ),
  rule("(?:in |for )?(?:the )?(?:following|subsequent|next) period", forth),
  rule("(?:in |for )?(?:the )?(?:previous|prior|preceding|last) (?:period|one)", back),
  rule(`(?:in |for )?the (?:next|following|subsequent) ${NAMED_UNIT}(?! of\\b)`, forthUnlessAhead),
  SAME_PERIOD,
]);

const readAnchoredShift: Reader<Move> = firstOf<Move>([
  rule(
    `(?:in |for |from )?(?:the )?(?:previous|prior|preceding)${KIND} ${NAMED_UNIT}(?! of\\b)`,
    back,
  ),
  rule(
    `(?:in |for |from )?(?:the )?(?:next|following)${KIND} ${NAMED_UNIT}(?! of\\b)`,
    forthUnlessAhead,
  ),
]);

/** "What will it be next quarter" asks for a forecast, counted from today. */
function forthUnlessAhead(groups: Groups, { text }: Scan): Move | undefined {
  return AHEAD.test(text) ? undefined : forth(groups);
}

function forth({ unit }: Groups): Move {
  const grain = grainOf(unit);
  return grain ? { to: "next", grain } : { to: "next" };
}

/** "The year before", "a quarter ago"; with a period at hand also "the previous month", "next quarter". */
export function readShift(scan: Scan, at: number, hasPeriod: boolean): Found<Move> | undefined {
  return readSaidShift(scan, at) ?? (hasPeriod ? readAnchoredShift(scan, at) : undefined);
}
