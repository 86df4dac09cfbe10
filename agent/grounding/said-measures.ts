import { SECONDS } from "./lengths-of-time.ts";
import type { NumberText } from "./number-text.ts";

const WORDS = "one two three four five six seven eight nine ten eleven twelve".split(" ");
/** "Which one" counts nothing; "more than one" does. */
const SPELLED = new RegExp(
  `\\b(?:(?<=\\b(?:than|least|most|over|under|exactly|only|above|below|just) )(?<one>one|an?(?= (?:minute|hour|day|week)))|(?<word>${WORDS.slice(1).join("|")}))\\b`,
  "gi",
);

/** Whole numbers up to twelve written as words, in order. */
export function spelledIn(text: string): readonly NumberText[] {
  return [...text.matchAll(SPELLED)].map((match) => {
    const { word } = match.groups ?? {};
    const value = word === undefined ? 1 : WORDS.indexOf(word.toLowerCase()) + 1;
    const end = match.index + match[0].length;
    return { text: match[0], start: match.index, end, value, step: 1, digits: 1, signed: false };
  });
}

const MEASURE = /^[- ]?(sec(?:ond)?|min(?:ute)?|hr|hour|day|night|week)s?\b/i;
const LONG: Readonly<Record<string, string>> = { sec: "second", min: "minute", hr: "hour" };

/** What a length of time is in the other measures of time; empty for any other number. */
export function measuresOf(
  { end, value }: NumberText,
  text: string,
): readonly (readonly [measure: string, value: number])[] {
  const said = MEASURE.exec(text.slice(end))?.[1]?.toLowerCase();
  const seconds = said === undefined ? undefined : SECONDS[LONG[said] ?? said];
  if (seconds === undefined) return [];
  return Object.entries(SECONDS)
    .filter(([, other]) => other !== seconds)
    .map(([measure, other]) => [measure, (value * seconds) / other] as const);
}
