import { parseNumbers } from "../numbers.ts";

const ABOVE =
  /\b(?:more than|over|above|greater than|exceed\w*|at least|from|(?:and|or) (?:more|above|over|higher)|upwards?)\b/i;
const BELOW =
  /\b(?:less than|below|under|fewer than|up to|at most|until|(?:and|or) (?:less|below|fewer))\b/i;

/** True when a cell such as "$10,000 to $24,999.99", "below 50" or "1,000 and above" holds the number. */
export function holdsNumber(cell: string, number: number): boolean {
  const [first, second] = parseNumbers(cell).map(({ value }) => value);
  if (first === undefined) return false;
  if (second !== undefined && second > first && /\bto\b|[-–—]|\band\b/.test(cell))
    return number >= first && number <= second;
  if (BELOW.test(cell))
    return number <= first && !(/\b(?:below|under|less|fewer)\b/i.test(cell) && number === first);
  if (ABOVE.test(cell)) return number >= first;
  return false;
}
