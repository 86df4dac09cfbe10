/** Hours of a day; `to` is not included. */
export type Hours = { readonly from: number; readonly to: number };

const CLOCK = "(\\d{1,2})(?::00)? ?(am|pm|a\\.m\\.|p\\.m\\.|o'clock|h)?";
const RANGE = new RegExp(
  `\\b(?:between|from) ${CLOCK} ?(?:and|to|until|till|-|–) ?${CLOCK}( in the (?:morning|afternoon|evening))?(?![\\w%$])`,
  "i",
);
const SIDE = new RegExp(
  `\\b(after|before|since|until|past) (?:${CLOCK}( in the (?:morning|afternoon|evening))?|(noon|midday))(?![\\w%$])`,
  "i",
);
const PARTS: readonly (readonly [RegExp, Hours])[] = [
  [/\bin the mornings?\b/i, { from: 6, to: 12 }],
  [/\bin the afternoons?\b/i, { from: 12, to: 18 }],
  [/\bin the evenings?\b/i, { from: 18, to: 24 }],
];

type Told = { readonly hours: Hours; readonly words: string };

/** "Between 9 and 11 am", "after 6pm", "in the morning", with the text without it. Undefined without a sign that hours are meant. */
export function readHours(
  text: string,
): { readonly hours: Hours; readonly rest: string } | undefined {
  const told = readRange(text) ?? readSide(text) ?? readPart(text);
  return told && { hours: told.hours, rest: without(text, told.words) };
}

function readRange(text: string): Told | undefined {
  const range = RANGE.exec(text);
  if (!range) return undefined;
  const [words, from, first, to, second, part] = range;
  const half = second ?? meridiem(part) ?? first;
  const isClock = half !== undefined || /:00/.test(words);
  const hours = { from: hourOf(from, first ?? half), to: hourOf(to, half) };
  return isClock && hours.from < hours.to ? { hours, words } : undefined;
}

function readSide(text: string): Told | undefined {
  const side = SIDE.exec(text);
  if (!side) return undefined;
  const [words, word = "", hour, half, part, noon] = side;
  const isClock = [half, part, noon].some((sign) => sign !== undefined) || /:00/.test(words);
  const at = noon === undefined ? hourOf(hour, half ?? meridiem(part)) : 12;
  const isAfter = /after|since|past/i.test(word);
  return isClock
    ? { hours: isAfter ? { from: at, to: 24 } : { from: 0, to: at }, words }
    : undefined;
}

function readPart(text: string): Told | undefined {
  const [pattern, hours] = PARTS.find(([one]) => one.test(text)) ?? [];
  const words = pattern?.exec(text)?.[0];
  return hours && words !== undefined ? { hours, words } : undefined;
}

function meridiem(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  return /morning/.test(part) ? "am" : "pm";
}

function hourOf(hour: string | undefined, half: string | undefined): number {
  const plain = Number(hour) % 24;
  if (/^p/i.test(half ?? "")) return plain < 12 ? plain + 12 : plain;
  return /^a/i.test(half ?? "") && plain === 12 ? 0 : plain;
}

/** The same length, so that offsets stay true. */
function without(text: string, words: string): string {
  return text.replace(words, " ".repeat(words.length));
}
