import { type NumberMention, parseNumbers } from "../numbers.ts";

export type Amount = Pick<NumberMention, "value" | "unit"> & {
  /** The word that is counted: "weeks" of "four weeks". */
  readonly noun?: string;
};

const MORE_BEFORE = /\b(?:more than|over|above|greater than|exceed\w*|longer than|beyond) \S?$/i;
const LEAST_BEFORE = /\b(?:at least|from|a minimum of) \S?$/i;
const LESS_BEFORE = /\b(?:less than|below|under|fewer than|shorter than|cheaper than|before) \S?$/i;
const MOST_BEFORE =
  /\b(?:up to|at most|until|within|no more than|a maximum of|not more than) \S?$/i;
const LEAST_AFTER =
  /^[^.;,]{0,16}?\b(?:(?:and|or) (?:more|above|over|higher|longer|older)|upwards?|plus)\b/i;
const MOST_AFTER = /^[^.;,]{0,16}?\b(?:and|or) (?:less|below|under|fewer|younger)\b/i;

type Bound = { readonly least?: number; readonly most?: number; readonly open?: boolean };

/** True when a cell such as "$10,000 to $24,999.99", "below 50" or "1,000 and above" holds the amount; units must agree. */
export function holdsNumber(cell: string, amount: Amount): boolean {
  const bound = boundOf(cell, amount);
  return bound !== undefined && isWithin(bound, amount.value);
}

/** The same for a sentence: what is counted must agree as well, and there must be a limit, not just a number. */
export function limitHolds(sentence: string, amount: Amount): boolean | undefined {
  const { unit, noun } = amount;
  const alike = parseNumbers(sentence).some(
    (one) =>
      (unit !== undefined && one.unit === unit) ||
      (unit === undefined && noun !== undefined && nounAt(sentence, one.end) === noun),
  );
  const bound = alike ? boundOf(sentence, amount) : undefined;
  return bound && isWithin(bound, amount.value);
}

/** The word after a number, without its plural's ending. */
export function nounAt(text: string, end: number): string | undefined {
  return /^[ -](?:\w+ )??(\p{Lu}{2}|\p{L}{3,})/u
    .exec(text.slice(end))?.[1]
    ?.toLowerCase()
    .replace(/s$/, "");
}

function isWithin({ least, most, open }: Bound, value: number): boolean {
  if (least !== undefined && (open ? value <= least : value < least)) return false;
  return most === undefined || !(open && least === undefined ? value >= most : value > most);
}

/** The limits that a text sets in the unit of an amount; undefined when it sets none. */
function boundOf(text: string, { unit }: Amount): Bound | undefined {
  const numbers = parseNumbers(text);
  if (numbers.some((one) => (one.unit === "percent") !== (unit === "percent"))) return undefined;
  const [first, second] = numbers;
  if (!first) return undefined;
  const between = second && text.slice(first.end, second.start);
  if (
    second &&
    second.value > first.value &&
    /^\D{0,12}(?:\bto\b|[-–—]|\band\b)/.test(between ?? "")
  )
    return { least: first.value, most: second.value };
  const [before, after] = [text.slice(0, first.start), text.slice(first.end)];
  if (MORE_BEFORE.test(before)) return { least: first.value, open: true };
  if (LEAST_BEFORE.test(before)) return { least: first.value };
  if (LESS_BEFORE.test(before)) return { most: first.value, open: true };
  if (MOST_BEFORE.test(before)) return { most: first.value };
  if (LEAST_AFTER.test(after)) return { least: first.value };
  return MOST_AFTER.test(after) ? { most: first.value } : undefined;
}
