import { type NumberText, numbersIn } from "../../grounding/number-text.ts";

/** A number in a question. `value` is in full units; 20% is 0.2. `unit` is `usd`, `percent`, or an ISO currency code. */
export type NumberMention = {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly text: string;
  readonly unit?: string;
};

/**
 * Numbers in digits ("$50k", "1.2m", "20%", "50,000", "€5") and in words ("ten", "twenty-five", "two million", "half a
 * million"), in order. Ordinals, years of a date and numbers within words or terms ("Q4", "90-day") are the caller's to
 * remove or none; "one" counts only before a scale or after a word such as "top". "50 to 100k" are both thousands.
 */
export function parseNumbers(text: string): NumberMention[] {
  const digits = numbersIn(text).filter(
    (number) => !/^-[a-z]/i.test(text.slice(number.end, number.end + 2)),
  );
  const words = wordNumbers(text).filter((word) => !digits.some((other) => overlaps(word, other)));
  const mentions = [...withSharedScale(digits, text).map(toMention), ...words];
  return mentions.sort((a, b) => a.start - b.start);
}

function toMention({ start, end, value, text, unit }: NumberText): NumberMention {
  const bare = { start, end, value, text };
  if (unit === undefined || unit === "times") return bare;
  if (unit === "USD") return { ...bare, unit: "usd" };
  return { ...bare, unit: unit === "points" ? "percent" : unit };
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

const RANGE = /^ ?(?:-|–|to|and) ?$/;

/** In "$10-20k" and "between 10 and 20%" the second says what the first is. */
function withSharedScale(numbers: readonly NumberText[], text: string): readonly NumberText[] {
  return numbers.map((number, index) => {
    const next = numbers[index + 1];
    if (!next || !/^[$€£¥]?[\d.,]+$/.test(number.text)) return number;
    const isRange = RANGE.test(text.slice(number.end, next.start));
    const isMarked =
      /-|–|to/.test(text.slice(number.end, next.start)) ||
      /between $/i.test(text.slice(0, number.start));
    if (!isRange || !isMarked) return number;
    const factor = factorOf(next);
    const isAscending = number.value * factor <= next.value;
    const unit = number.unit ?? next.unit;
    return {
      ...number,
      value: isAscending ? number.value * factor : number.value,
      ...(unit && { unit }),
    };
  });
}

/** What the last digit is worth beyond its own place: 1000 for "20k", 0.01 for "20%". */
function factorOf({ text, step }: NumberText): number {
  const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  return step * 10 ** decimals;
}

const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  dozen: 12,
};

const UNITS = `(?:${SMALL.join("|")})`;
const SCALE = `(?:${Object.keys(SCALES).join("|")})`;
const PLAIN = `(?:(?:${TENS.join("|")})(?:[- ](?:${SMALL.slice(1, 10).join("|")}))?|${UNITS})`;
const WORDS = new RegExp(
  `\\b(?:(?<half>half) an? (?<of>million|billion|thousand|hundred|dozen)|(?:${PLAIN}|an?(?= (?:${SCALE}|second|minute|hour|day|week|month)\\b))(?: ${SCALE})*(?:(?: and)? ${PLAIN}(?: ${SCALE})*)*)\\b(?!-[a-z])(?<unit> percent\\b| per cent\\b| dollars\\b| euros\\b|%)?`,
  "gi",
);
const COUNTED_ONE =
  /\b(?:top|bottom|first|last|than|over|under|least|most|exactly|only|number|limit(?: of)?) $/i;

function wordNumbers(text: string): NumberMention[] {
  return [...text.matchAll(WORDS)].flatMap((match) => {
    const written = match[0];
    const start = match.index;
    const isOne = /^(?:one|an?)$/i.test(written) && !COUNTED_ONE.test(text.slice(0, start));
    if (isOne) return [];
    const unitWord = match.groups?.["unit"]?.trim().toLowerCase();
    const size = /^an?$/i.test(written) ? 1 : wordValue(written.toLowerCase());
    const unit = unitWord === undefined ? undefined : unitNamed(unitWord);
    const value = unit === "percent" ? size / 100 : size;
    return [{ start, end: start + written.length, value, text: written, ...(unit && { unit }) }];
  });
}

function unitNamed(word: string): string {
  if (word.startsWith("dollar")) return "usd";
  return word.startsWith("euro") ? "EUR" : "percent";
}

/** "Two hundred and five thousand": each scale multiplies what stands before it, from the thousands on for good. */
function wordValue(words: string): number {
  let total = 0;
  let group = 0;
  for (const word of words.split(/[\s-]+/)) {
    const scale = SCALES[word];
    if (word === "half") group = 0.5;
    else if (scale === undefined) group += smallValue(word);
    else if (scale < 1000) group = (group || 1) * scale;
    else {
      total += (group || 1) * scale;
      group = 0;
    }
  }
  return total + group;
}

function smallValue(word: string): number {
  const tens = TENS.indexOf(word);
  return tens >= 0 ? (tens + 2) * 10 : Math.max(0, SMALL.indexOf(word));
}
