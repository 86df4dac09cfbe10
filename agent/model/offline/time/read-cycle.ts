import {
  daysCycle,
  halfCycle,
  isoWeekCycle,
  monthCycle,
  quarterCycle,
  type Season,
  seasonCycle,
} from "./cycles.ts";
import type { Cycle } from "./period.ts";
import { firstOf, type Groups, type Place, type Reader, rule, type Scan } from "./scan.ts";
import { MONTH, monthNumber, ordinalOf } from "./words.ts";
import { shortYear } from "./years.ts";

const KIND = "(?:the )?(?:(?<kind>fiscal|calendar|fy) )?";
const NTH = "(?<nth>first|second|third|fourth|1st|2nd|3rd|4th)";
const KIND_AFTER = "(?: (?<kindAfter>fiscal|calendar))?";

/** "The first quarter of the customers" is no period, "the first quarter of 2024" is. */
const YEARISH =
  "(?:the )?(?:fiscal|calendar|fy|cy|year|last|this|previous|prior|next|current|'\\d|\\d{4})";
const OF_A_YEAR = `(?! of (?!${YEARISH}))`;

const DAY = "(?<day>\\d{1,2})(?:st|nd|rd|th)?";

/** "In December 10 largest deals": the ten is no day. */
const NO_RANKING = "(?! (?:largest|biggest|smallest|best|worst|highest|lowest|most|least|top))";

/** A period that comes every year, its year not yet read: "Q4", "the second quarter", "H1", "December 5", "week 23", "May". */
export const readCycle: Reader<Cycle> = firstOf<Cycle>([
  rule(`${KIND}(?:q ?-?|quarter )(?<digit>[1-4])`, quarter),
  rule(`${KIND}${NTH}${KIND_AFTER} quarter${OF_A_YEAR}`, quarter),
  rule(`(?:the )?(?:last|final) quarter(?= (?:of|in) ${YEARISH})`, (_, { clock }) =>
    quarterCycle(clock, 4),
  ),
  rule(`${KIND}h(?<digit>[12])`, half),
  rule(`${KIND}${NTH}${KIND_AFTER} half(?:[- ]year)?${OF_A_YEAR}`, half),
  rule(`(?:the )?(?:last|final) half(?= (?:of|in) ${YEARISH})`, (_, { clock }) =>
    halfCycle(clock, 2),
  ),
  rule(`${MONTH} (?:the )?${DAY}${NO_RANKING}`, (groups, scan, place) =>
    isMonthOfYear(scan, place) ? undefined : day(groups, scan),
  ),
  rule(`(?:the )?${DAY}(?: of)?[ -]${MONTH}`, (groups, scan, place) =>
    isCounted(scan, place.at) ? undefined : day(groups, scan),
  ),
  rule(
    "(?<=\\b(?:on|since|from|until|through|before|after|between|to|and) )(?<digit>\\d{1,2})/(?<day>\\d{1,2})(?!/)",
    (groups, { clock }) =>
      isWithin(Number(groups["digit"]), 12) && isWithin(Number(groups["day"]), 31)
        ? daysCycle(clock, Number(groups["digit"]), [Number(groups["day"]), Number(groups["day"])])
        : undefined,
  ),
  rule("(?:the )?(?:(?:calendar )?week|cw|kw|wk) ?#?(?<digit>\\d{1,2})", ({ digit }, { clock }) =>
    isWithin(Number(digit), 53) ? isoWeekCycle(clock, Number(digit)) : undefined,
  ),
  rule(`(?:the month of )?${MONTH}`, ({ month }, scan, place) =>
    isMonthHere(scan, place) ? monthCycle(scan.clock, monthNumber(month)) : undefined,
  ),
  rule("(?:the )?(?<season>spring|summer|autumn|fall|winter)", ({ season }, scan, place) =>
    isSeasonHere(scan, place) ? seasonCycle(scan.clock, season as Season) : undefined,
  ),
]);

function quarter(groups: Groups, { clock }: Scan): Cycle {
  return quarterCycle(clock, numberOf(groups), isCalendar(groups));
}

function half(groups: Groups, { clock }: Scan): Cycle | undefined {
  const number = numberOf(groups);
  return isWithin(number, 2) ? halfCycle(clock, number, isCalendar(groups)) : undefined;
}

function day({ day: digits, month }: Groups, { clock }: Scan): Cycle | undefined {
  const number = Number(digits);
  if (!isWithin(number, 31)) return undefined;
  return daysCycle(clock, monthNumber(month), [number, number]);
}

const ON = /\bon (?:the )?$/;

/** "In nov 24" is November 2024, "on nov 24" is a day. */
function isMonthOfYear(scan: Scan, { at, end }: Place): boolean {
  if (ON.test(scan.text.slice(Math.max(0, at - 8), at))) return false;
  const words = scan.text.slice(at, end);
  const name = /^[a-z]+\.?/.exec(words)?.[0] ?? "";
  return shortYear(scan, at + name.length)?.end === end;
}

function numberOf({ digit, nth }: Groups): number {
  return digit === undefined ? ordinalOf(nth) : Number(digit);
}

function isCalendar({ kind, kindAfter }: Groups): boolean {
  return kind === "calendar" || kindAfter === "calendar";
}

function isWithin(number: number, most: number): boolean {
  return number >= 1 && number <= most;
}

const COUNTING =
  /(?:top|bottom|first|last|largest|biggest|best|worst|highest|lowest|smallest|limit|only|just|than|least|most|our|these|those) $/;

/** "Top 5 December deals" counts deals. */
function isCounted({ text }: Scan, at: number): boolean {
  return COUNTING.test(text.slice(Math.max(0, at - 12), at));
}

/** Month words that are ordinary words as well: a verb twice, a rate, a prefix. */
const AMBIGUOUS = /^(?:the month of )?(may|mar|apr|march)\b/;
const TIME_WORD_BEFORE =
  /(?:\b(?:in|of|during|since|until|through|before|after|from|last|next|this|for|vs|versus|than|against|early|late|mid|and|or|to|between|with)|[-,/(&+]|\b(?:\d{4}|\d{4}'s)) ?$/;
const MONTH_BEFORE =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? ?(?:and|or|to|-|vs|versus|until|through)? ?$/;
const MONTH_AFTER =
  /^(?:\W*$| ?(?:\d|'\d)| ?(?:-|to|and|or|vs|until|through|,|\/|&) ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/;
const VERB_AFTER =
  /^ (?:i|we|you|he|she|it|they|one|be|have|not|also|well|need|want|ask|or may|the|on|forward|towards?|ahead|with|out|off|up|down|along)\b/;
const SURE_BEFORE = /\b(?:in|of|during|since|last|this|from|until|before|after) $/;
const SURE_AFTER = /^(?: ?(?:\d|'\d|$|[^ a-z\d])| (?:of )?(?:last|this|next|the) year)/;

function isMonthHere({ text, isTitled }: Scan, { at, end }: Place): boolean {
  const word = AMBIGUOUS.exec(text.slice(at, end))?.[1];
  if (word === undefined) return true;
  const before = text.slice(Math.max(0, at - 24), at);
  const after = text.slice(end);
  if (MONTH_AFTER.test(after) || (SURE_AFTER.test(after) && before.trim() !== "")) return true;
  if (VERB_AFTER.test(after)) return SURE_BEFORE.test(before);
  if (isTitled(at) && /[a-z,] $/.test(before)) return true;
  return word === "march" || TIME_WORD_BEFORE.test(before) || MONTH_BEFORE.test(before);
}

const SEASON_AFTER =
  /^(?:$|[?.!,;)]| (?:and|or|vs|than|to|by|compared|for)\b| (?:of )?(?:\d{4}|'\d\d))/;
const SEASON_BEFORE =
  /\b(?:in|during|since|until|through|before|after|from|last|this|next|of|for|vs|versus|than|by)(?: the)? $/;

/** "In the fall", "spring 2024", "last summer"; not "the fall in sales", "the summer campaign". */
function isSeasonHere({ text }: Scan, { at, end }: Place): boolean {
  const [before, word, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  const isLed = before === "" || SEASON_BEFORE.test(before.slice(-24));
  const hasYear = /^ (?:of )?(?:\d{4}|'\d\d)/.test(after);
  return (hasYear && !word.endsWith("fall")) || (isLed && SEASON_AFTER.test(after));
}
