import { parseNumbers } from "../numbers.ts";
import type { FoundPassage } from "../plan/step.ts";
import { type Statement, statementsIn } from "./statements.ts";

export type Judgement = "good" | "watch" | "bad";

/** What a company calls a range of a figure: "healthy below 6%". Bounds are in the figure's unit, 0..1 for percentages. */
export type Band = {
  readonly judgement: Judgement;
  /** The document's own word. */
  readonly word: string;
  readonly holds: (value: number) => boolean;
};

/** The bands that one statement sets, in its order. */
export type Bands = { readonly said: Statement; readonly bands: readonly Band[] };

const WORDS: readonly (readonly [Judgement, string])[] = [
  [
    "bad",
    "problem|critical|alarming|alarm|too (?:high|low|many|few|long|slow)|unhealthy|bad|red|poor|unacceptable|serious|dangerous",
  ],
  [
    "watch",
    "worth watching|watch(?:ed|ing)?|warning|amber|yellow|attention|borderline|at risk|tolerable",
  ],
  [
    "good",
    "healthy|normal|fine|good|acceptable|satisfactory|on track|green|okay|want|wants|asks? for|aims?|aim for|should|must|expected?|required?|requires|promised?",
  ],
];
const JUDGING = new RegExp(
  WORDS.map(([judgement, words]) => `(?<${judgement}>\\b(?:${words})\\b)`).join("|"),
  "gi",
);

const UNDER = "below|under|less than|fewer than|lower than";
const AT_MOST = "up to|at most|(?:no|not) more than|not exceed|within";
const OVER = "above|over|more than|higher than|greater than|exceed(?:s|ing)?";
const AT_LEAST = "at least|(?:no|not) less than|a minimum of";
const COMPARING = new RegExp(
  `\\b(?:(?<under>${UNDER})|(?<most>${AT_MOST})|(?<least>${AT_LEAST})|(?<over>${OVER})|(?<between>between|from)) (?:an? )?$`,
  "i",
);
const OR_MORE = /^[^.,;\d]{0,20}?\bor (?:more|above|higher|better)\b/i;
const OR_LESS = /^[^.,;\d]{0,20}?\bor (?:less|below|fewer|lower)\b/i;

/** Judgement and limit further apart than this are about two things (characters). */
const NEAR = 45;

type Limit = { readonly start: number; readonly end: number; readonly holds: Band["holds"] };

/** The statement of the passages that judges a figure of this unit by most bands; undefined when none does. */
export function bandsIn(
  passages: readonly FoundPassage[],
  unit: string | undefined,
  isAbout: (said: Statement) => boolean,
): Bands | undefined {
  const judged = statementsIn(passages)
    .filter((said) => said.cells === undefined && isAbout(said))
    .map((said) => ({ said, bands: bandsOf(said.text, unit) }))
    .filter(({ bands }) => bands.length > 0);
  return judged.toSorted((a, b) => b.bands.length - a.bands.length)[0];
}

/** "Healthy below 6%, a problem above 9%"; "up to 2.5% is normal": each limit with the judgement on its side. */
export function bandsOf(text: string, unit: string | undefined): Band[] {
  const limits = limitsOf(text, unit);
  const words = [...text.matchAll(JUDGING)];
  const [firstLimit, firstWord] = [limits[0], words[0]];
  if (!firstLimit || !firstWord) return [];
  const leads = firstWord.index < firstLimit.start;
  return limits.flatMap((limit) => {
    const match = leads
      ? words.findLast(({ index }) => index < limit.start && limit.start - index < NEAR)
      : words.find(({ index }) => index >= limit.end && index - limit.end < NEAR);
    const judgement = match && judgementOf(match);
    return judgement && match
      ? [{ judgement, word: match[0].toLowerCase(), holds: limit.holds }]
      : [];
  });
}

function judgementOf({ groups = {} }: RegExpMatchArray): Judgement | undefined {
  return WORDS.map(([judgement]) => judgement).find((name) => groups[name] !== undefined);
}

function limitsOf(text: string, unit: string | undefined): Limit[] {
  const numbers = parseNumbers(text).filter((number) =>
    fits(number.unit, text.slice(number.end), unit),
  );
  return numbers.flatMap(({ start, end, value }, i): Limit[] => {
    const [before, after] = [text.slice(0, start), text.slice(end)];
    const side = COMPARING.exec(before)?.groups ?? {};
    const next = numbers[i + 1];
    if (side["between"] !== undefined) {
      const isPair = next && /^ (?:and|to) $/.test(text.slice(end, next.start));
      const holds = (it: number) => it >= value && it <= (next?.value ?? value);
      return isPair ? [{ start, end: next.end, holds }] : [];
    }
    const holds =
      SIDES.find(({ name }) => side[name] !== undefined) ??
      AFTER.find(({ said }) => said.test(after));
    return holds ? [{ start, end, holds: (it) => holds.test(it, value) }] : [];
  });
}

type Test = (it: number, limit: number) => boolean;
const SIDES: readonly { readonly name: string; readonly test: Test }[] = [
  { name: "under", test: (it, limit) => it < limit },
  { name: "over", test: (it, limit) => it > limit },
  { name: "most", test: (it, limit) => it <= limit },
  { name: "least", test: (it, limit) => it >= limit },
];
const AFTER: readonly { readonly said: RegExp; readonly test: Test }[] = [
  { said: OR_LESS, test: (it, limit) => it <= limit },
  { said: OR_MORE, test: (it, limit) => it >= limit },
];

/** Percentages for a percentage, money for money, "15 minutes" for minutes, and plain numbers for what is counted. */
function fits(written: string | undefined, after: string, unit: string | undefined): boolean {
  if (unit === "percent") return written === "percent";
  const isMoney = unit === "usd" || /^[A-Z]{3}$/.test(unit ?? "");
  if (isMoney) return written !== undefined && written !== "percent";
  if (written !== undefined) return false;
  if (!TIMES.test(unit ?? "")) return !TIME_AFTER.test(after);
  return new RegExp(`^[ -]${(unit ?? "").replace(/s$/, "")}s?\\b`, "i").test(after);
}

const TIMES = /^(?:seconds|minutes|hours|days|weeks|months)$/;
const TIME_AFTER = /^[ -](?:second|minute|hour|day|week|month|year)s?\b/i;
