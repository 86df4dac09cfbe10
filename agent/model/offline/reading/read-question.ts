import { yearBefore } from "../../../semantic/dates.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Lexicon } from "../language/lexicon.ts";
import type { Clock, TimeMention } from "../time/time-mention.ts";
import { AHEAD, yearAfter } from "./ahead.ts";
import { CUES, LOOSE, LOOSE_WORDS } from "./cues.ts";
import { readAct } from "./read-act.ts";
import { readAsking } from "./read-asking.ts";
import { readBeside } from "./read-beside.ts";
import { readConditions } from "./read-conditions.ts";
import { readHours } from "./read-hours.ts";
import { readListedGrain } from "./read-listed-grain.ts";
import { limitsPart, readNames } from "./read-names.ts";
import { readOrder } from "./read-order.ts";
import { readRanking } from "./read-ranking.ts";
import { readUnknown } from "./read-unknown.ts";
import type { Cue, Reading } from "./reading.ts";
import { type Scan, scanQuestion } from "./scan.ts";

/** What a sentence says, word by word. Never throws; what it cannot read is in `unknown`. */
export function readQuestion(text: string, lexicon: Lexicon, clock: Clock): Reading {
  const told = readHours(text);
  const scan = scanQuestion(told?.rest ?? text, lexicon, clock);
  const act = readAct(scan, text);
  const asking = readAsking(scan);
  const lifted = liftedAll(text) ? ("all" as const) : [];
  const cues = withoutCauses(readCues(scan, lifted), asking, scan);
  if (TOO.test(text)) cues.add("health");
  const conditions = readConditions(scan, lexicon);
  takeFirstTime(scan, { cues, conditions });
  const pointsAtFirst = readPointer(scan);
  const beside = readBeside(scan);
  const ranking = readRanking(scan);
  const names = readNames(scan);
  const window = cues.has("moving-average") ? readWindow(scan) : undefined;
  const periods = periodsOf(scan, clock);
  return {
    text,
    act,
    ...(asking && { asking }),
    cues,
    names,
    conditions,
    limitsPart: limitsPart(scan),
    ...(told && { hours: told.hours }),
    dates: readDates(scan),
    countsGroups: false,
    who: scan.has(/\bwho(?:se|m)?\b/),
    ...beside,
    ...readTimes(scan, cues, periods),
    order: readOrder(scan, periods),
    ...(ranking && { ranking }),
    pointsAtFirst,
    ...(window !== undefined && { window }),
    unknown: lifted === "all" ? [] : readUnknown(scan, lexicon),
    loose: readLoose(scan),
    lifted,
  };
}

/** "What percentage was caused by brakes": the cause is a condition. */
const CAUSED = /\b(?:caused by|because of|due to) (?:the |a )?@x/;

/** "Who is responsible for …" asks for a person, not for a cause. */
function withoutCauses(cues: Set<Cue>, asking: Reading["asking"], scan: Scan): Set<Cue> {
  const isPart = cues.has("share") || cues.has("count");
  if (asking === "role" || asking === "who" || (isPart && scan.has(CAUSED))) cues.delete("why");
  return cues;
}

/** "When did it first exceed $4m": beside a limit the words are understood. */
function takeFirstTime(
  scan: Scan,
  { cues, conditions }: Pick<Reading, "cues" | "conditions">,
): void {
  if (cues.has("first-time") && conditions.length > 0) scan.takeAll(/\b(?:first|last)\b/);
}

/** Plain words that measure something, wherever they stand, and plain words that something is divided by. */
const MEASURING = /^(?:rates?|ratios?|levels?|scores?|times?|hours?|minutes?|people|users?)$/;
const DIVIDING =
  /\b(?:by|per|each|every) (types?|kinds?|levels?|groups?|classes|class|parts?|places?|teams?|people|users?|ways?|hours?|minutes?|shifts?|weekdays?|dates?)\b/;

function readLoose(scan: Scan): string[] {
  const free = scan.unknown().map(({ text }) => text);
  const divided = scan.matchAll(DIVIDING).map((match) => match[1] ?? "");
  return [...new Set(free.filter((word) => MEASURING.test(word) || divided.includes(word)))];
}

/** "And in total?", "overall": without the conditions of before. */
function liftedAll(text: string): boolean {
  return /^(?:and |now |ok |so |what about )*(?:in total|overall|altogether|all together|company[- ]?wide|without (?:any |the )?filters?|(?:remove|drop|clear) (?:all |the |any )*filters?)\W*$/i.test(
    text.trim(),
  );
}

/** May stand inside a name: "losing too many customers". */
const TOO = /\btoo (?:many|few|much|little)\b/i;

function readCues(scan: Scan, lifted: Reading["lifted"]): Set<Cue> {
  const cues = new Set<Cue>();
  for (const [cue, pattern] of CUES) {
    if (!scan.has(pattern)) continue;
    cues.add(cue);
    if (!LOOSE.has(cue)) scan.takeAll(pattern);
  }
  if ([...LOOSE].some((cue) => cues.has(cue))) scan.takeAll(LOOSE_WORDS);
  // "Drop the filter" is no fall.
  if (lifted === "all") for (const cue of ["up", "down", "moves"] as const) cues.delete(cue);
  return cues;
}

const NOT_DONE =
  "(?:not|never|\\w+n't|without|no|yet to be|still to be)(?: (?:yet|been|be|being|a|an|any|the|all))*";

function readDates(scan: Scan): Reading["dates"] {
  return scan.dates.map(({ fields, undone }, i) => {
    const negated = scan.take(new RegExp(`\\b${NOT_DONE} @d${i}\\b`)) !== undefined;
    scan.take(new RegExp(`@d${i}\\b(?: (?:yet|so far|already))?`));
    return { fields, words: scan.textOf(`@d${i}`), undone: undone !== negated };
  });
}

/** "The first one", "that one": what stood first in the answer before. */
function readPointer(scan: Scan): boolean {
  const pattern = /\b(?:the |that |this )(?:(?:first|top|best|leading|number) )?(?:one|@n(\d+))\b/;
  const [match] = scan.matchAll(pattern);
  const number = match?.[1] === undefined ? undefined : scan.numbers[Number(match[1])];
  if (!match || (match[1] !== undefined && number?.text.toLowerCase() !== "one")) return false;
  scan.take(pattern);
  return true;
}

function readWindow(scan: Scan): number | undefined {
  const match = scan.take(
    /@n(\d+)(?: |-)?(?:month|week|day|quarter|period)?s? ?(?:moving|rolling|trailing)/,
  );
  return match ? scan.numbers[Number(match[1])]?.value : undefined;
}

type Times = Pick<Reading, "ranges" | "against" | "compare" | "compareGrain" | "shift" | "grain">;

/** The period of each place holder that is one. */
function periodsOf(scan: Scan, clock: Clock): ReadonlyMap<number, TimeRange> {
  return new Map(
    scan.times.flatMap((t, i) =>
      t.kind === "range" ? [[i, inItsYear(t, scan, clock)] as const] : [],
    ),
  );
}

function readTimes(scan: Scan, cues: Set<Cue>, periods: ReadonlyMap<number, TimeRange>): Times {
  const inRole = (isHeld: boolean) =>
    scan.times.flatMap((t, i) =>
      t.kind === "range" && (t.role === "comparison") === isHeld ? (periods.get(i) ?? []) : [],
    );
  const ranges = inRole(false);
  const against = inRole(true);
  const compare = scan.times.find((t) => t.kind === "compare");
  const shift = scan.times.find((t) => t.kind === "shift");
  const grain = scan.times.find((t) => t.kind === "grain") ?? readListedGrain(scan);
  const compares =
    shift !== undefined && scan.has(/\b(?:to|with|against|than|vs|versus)(?: the)? @t\d/);
  if (compare || compares) cues.add("compare");
  if (grain && scan.has(/\b(?:which|what|when) @t/)) cues.add("trend");
  const [first] = against;
  return {
    ranges,
    ...(first && { against: first }),
    ...(compare && { compare: compare.to }),
    ...(compares && shift && shift.to !== "next" && { compare: shift.to }),
    ...(compare?.grain && { compareGrain: compare.grain }),
    ...(shift && !compares && { shift: shift.to }),
    ...(grain && { grain: grain.grain }),
  };
}

/** "What will it be in October": a period without a year is told from the tense. */
function inItsYear(
  mention: Extract<TimeMention, { kind: "range" }>,
  scan: Scan,
  clock: Clock,
): TimeRange {
  const { range, implicitYear } = mention;
  const isAhead = implicitYear && AHEAD.test(scan.masked) && range.end <= clock.today;
  return isAhead ? yearAfter(range, clock.fiscalYearStartMonth) : withData(mention, clock);
}

/** "Q1" without a year is the last one that has data. */
function withData(
  { range, implicitYear }: Extract<TimeMention, { kind: "range" }>,
  { dataEnd, fiscalYearStartMonth }: Clock,
): TimeRange {
  const empty = implicitYear && dataEnd !== undefined && range.start > dataEnd;
  return empty ? yearBefore(range, fiscalYearStartMonth) : range;
}
