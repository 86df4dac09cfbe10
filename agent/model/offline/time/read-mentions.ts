import type { Draft } from "./draft.ts";
import { readBeside, readEdge, readOpenEnded } from "./edges.ts";
import type { Period } from "./period.ts";
import { comparisonWord, type Move, readComparison, readShift } from "./read-comparison.ts";
import { readGrain } from "./read-grain.ts";
import { anyOf, type Found, matchAt, type Reader, type Scan } from "./scan.ts";
import { readDays, readFromTo } from "./spans.ts";
import { readAllTime, readToDate } from "./to-date.ts";
import { readTwoEnds } from "./two-ends.ts";

/** A period or a stretch: "from March to June", "between 5 and 20 May", "since July", "before 2024", "2024 to date". */
const readSpan: Reader<Period> = anyOf<Period>([
  readToDate,
  readAllTime,
  readDays,
  readFromTo,
  readBeside,
  readEdge,
  readOpenEnded,
]);

/** All phrases about time in canonical text, in order; the first reading at a place wins. */
export function readMentions(scan: Scan): readonly Draft[] {
  const drafts: Draft[] = [];
  let at = 0;
  while (at < scan.text.length) {
    const found = canStart(scan.text, at) ? readAt(scan, at, drafts) : [];
    drafts.push(...found);
    at = found.at(-1)?.end ?? at + 1;
  }
  return drafts;
}

/** At the start of a word or number that is not the tail of an amount: "$2024", "2,024". */
function canStart(text: string, at: number): boolean {
  if (!/[a-z0-9']/.test(text[at] ?? "")) return false;
  return !/(?:[\w$€£¥#@]|\d[.,]|\w')$/.test(text.slice(Math.max(0, at - 2), at));
}

function readAt(scan: Scan, at: number, before: readonly Draft[]): readonly Draft[] {
  return (
    readTwoEnds(scan, at) ?? readOne(scan, at, before).map((draft) => withGenitive(scan, draft))
  );
}

function readOne(scan: Scan, at: number, before: readonly Draft[]): readonly Draft[] {
  const comparison = readComparison(scan, at);
  if (comparison) return [compareDraft(at, comparison)];
  const held = readHeldSpan(scan, at);
  if (held) return [{ ...periodDraft(at, held), role: "comparison" }];
  const grain = readGrain(scan, at);
  if (grain) return [{ kind: "grain", start: at, end: grain.end, grain: grain.value }];
  return readShiftOrPeriod(scan, at, before);
}

function readShiftOrPeriod(scan: Scan, at: number, before: readonly Draft[]): readonly Draft[] {
  const hasPeriod = scan.clock.anchor !== undefined || before.some(isPeriod);
  const shift = readShift(scan, at, hasPeriod);
  if (shift && shift.value.to !== "next" && isJoined(scan, at, before))
    return [compareDraft(at, shift)];
  if (shift) return [{ kind: "shift", start: at, end: shift.end, ...shift.value }];
  const period = readInPreposition(scan, at);
  return period ? [periodDraft(at, period)] : [];
}

function isPeriod({ kind }: Draft): boolean {
  return kind === "period";
}

/** "Q4 and the quarter before" asks for a comparison, "and the quarter before" for another period. */
function isJoined({ text }: Scan, at: number, before: readonly Draft[]): boolean {
  const last = before.at(-1);
  return (
    last?.kind === "period" &&
    /^,? ?(?:and|or|with|to|&|\+)(?: (?:for|in))? $/.test(text.slice(last.end, at))
  );
}

function compareDraft(start: number, { value, end }: Found<Move>): Draft {
  const to = value.to === "year-before" ? "year-before" : "previous";
  return value.grain
    ? { kind: "compare", start, end, to, grain: value.grain }
    : { kind: "compare", start, end, to };
}

function periodDraft(
  start: number,
  { value, end }: Found<Period>,
): Extract<Draft, { kind: "period" }> {
  return { kind: "period", start, end, period: value };
}

/** "Vs Q3", "compared to December 2023", "up from Q3". Since and over name a stretch of their own. */
function readHeldSpan(scan: Scan, at: number): Found<Period> | undefined {
  const word = comparisonWord(scan, at);
  if (!word) return undefined;
  if (word.value === "changed" && !/^(?:from|on) /.test(scan.text.slice(at, at + 5)))
    return undefined;
  return withParenthesis(scan, readSpan(scan, word.end));
}

const PREPOSITION =
  /(?:(?:in|for|during|on|over|throughout|within|inside|across|at|as of|as at|of|from|to|by(?= the end| end| year[- ]end)) )?(?:all (?:of )?|the (?:whole|entirety) of |the (?:entire|full|whole) |whole )?(?:the )?/y;

function readInPreposition(scan: Scan, at: number): Found<Period> | undefined {
  const plain = readSpan(scan, at);
  if (plain) return withParenthesis(scan, plain);
  const from = matchAt(PREPOSITION, scan.text, at)?.end ?? at;
  return from > at ? withParenthesis(scan, readSpan(scan, from)) : undefined;
}

/** "Last 30 days (Dec 2 – Dec 31, 2024)": the dates say it exactly. */
function withParenthesis(scan: Scan, found: Found<Period> | undefined): Found<Period> | undefined {
  const opening = found && matchAt(/ ?\(/y, scan.text, found.end);
  const inner = opening && readSpan(scan, opening.end);
  return inner && scan.text[inner.end] === ")" ? { value: inner.value, end: inner.end + 1 } : found;
}

function withGenitive({ text }: Scan, draft: Draft): Draft {
  const end = matchAt(/'s?(?!\w)/y, text, draft.end)?.end;
  return end === undefined ? draft : { ...draft, end };
}
