import { type NumberMention, parseNumbers } from "../numbers.ts";

export type Amount = Pick<NumberMention, "value" | "unit">;

const ABOVE =
  /\b(?:more than|over|above|greater than|exceed\w*|at least|from|(?:and|or) (?:more|above|over|higher)|upwards?)\b/i;
const BELOW =
  /\b(?:less than|below|under|fewer than|up to|at most|until|(?:and|or) (?:less|below|fewer))\b/i;

/** True when a cell such as "$10,000 to $24,999.99", "below 50" or "1,000 and above" holds the amount; units must agree. */
export function holdsNumber(cell: string, { value: number, unit }: Amount): boolean {
  const numbers = parseNumbers(cell);
  if (numbers.some((one) => (one.unit === "percent") !== (unit === "percent"))) return false;
  const [first, second] = numbers.map(({ value }) => value);
  if (first === undefined) return false;
  if (second !== undefined && second > first && /\bto\b|[-–—]|\band\b/.test(cell))
    return number >= first && number <= second;
  if (BELOW.test(cell)) return number < first || (number === first && !STRICT.test(cell));
  return ABOVE.test(cell) && number >= first;
}

const STRICT = /\b(?:below|under|less than|fewer than)\b/i;
