/** Takes personal data out of texts. */
export type Redactor = (text: string) => string;

type Rule = {
  readonly mark: string;
  readonly pattern: RegExp;
  /** False for what only looks alike. */
  readonly is?: (found: string) => boolean;
};

/** Order counts: what is longer goes first. */
const RULES: readonly Rule[] = [
  {
    mark: "[e-mail]",
    pattern:
      /[\p{L}\p{N}._%+'-]+\s?(?:@|\(at\)|\[at\]|%40|＠)\s?[\p{L}\p{N}-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\p{L}\p{N}-]+)+/giu,
  },
  {
    mark: "[account number]",
    pattern: /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b/g,
    is: isIban,
  },
  { mark: "[card number]", pattern: /\b\d(?:[ -]?\d){12,18}\b/g, is: isCard },
  { mark: "[national id]", pattern: /\b\d{3}-\d{2}-\d{4}\b/g },
  { mark: "[national id]", pattern: /\b756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}\b/g },
  { mark: "[national id]", pattern: /\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g },
  {
    mark: "[phone number]",
    pattern:
      /(?<![\p{L}\p{N}.,$€£%-])(?:\+|00)\d{1,3}[ .()/-]*\d(?:[ .()/-]*\d){6,12}(?![\p{L}\p{N}%])/gu,
  },
  {
    mark: "[phone number]",
    pattern:
      /(?<![\p{L}\p{N}.,$€£%-])(?:\(\d{3}\)\s?|\d{3}[-.\s])\d{3}[-.\s]\d{4}(?![\p{L}\p{N}%])/gu,
  },
];

/** E-mail addresses, phone, card and account numbers and national ids, by their form. Everything else stays. */
export function redactForms(text: string): string {
  return RULES.reduce(
    (so, { mark, pattern, is = () => true }) =>
      so.replaceAll(pattern, (found) => (is(found) ? mark : found)),
    text,
  );
}

/** As `redactForms`, and every one of the names as a whole, in whatever case. */
export function createRedactor(names: Iterable<string>): Redactor {
  const known = new Map<string, readonly string[][]>();
  for (const name of names) {
    const [first, ...rest] = wordsOf(name);
    if (first === undefined || (rest.length === 0 && first.length < MIN_NAME)) continue;
    known.set(first, [...(known.get(first) ?? []), rest]);
  }
  return known.size === 0 ? redactForms : (text) => redactNames(redactForms(text), known);
}

const MIN_NAME = 4;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’.@_+-]*/gu;

function redactNames(text: string, known: ReadonlyMap<string, readonly string[][]>): string {
  const words = [...text.matchAll(WORD)].map((match) => ({
    text: fold(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
  let written = "";
  let at = 0;
  for (let i = 0; i < words.length; i += 1) {
    const length = lengthOf(
      words.slice(i).map((word) => word.text),
      known,
    );
    if (length === 0) continue;
    written += `${text.slice(at, words[i]?.start)}[name]`;
    at = words[i + length - 1]?.end ?? at;
    i += length - 1;
  }
  return written + text.slice(at);
}

/** Words of the longest name that the text begins with; 0 when with none. */
function lengthOf(
  words: readonly string[],
  known: ReadonlyMap<string, readonly string[][]>,
): number {
  const [first = ""] = words;
  const starts = [...(known.get(first) ?? []), ...(known.get(withoutOwner(first)) ?? [])];
  return Math.max(
    0,
    ...starts.flatMap((rest) => {
      const isThere = rest.every((word, i) => {
        const found = words[i + 1] ?? "";
        return found === word || withoutOwner(found) === word;
      });
      return isThere ? [rest.length + 1] : [];
    }),
  );
}

/** "Jane's" → "jane". */
function withoutOwner(word: string): string {
  return word.replace(/['’]s?$|[.@_+-]+$/u, "");
}

function wordsOf(name: string): string[] {
  return (name.match(WORD) ?? []).map((word) => withoutOwner(fold(word)));
}

function fold(word: string): string {
  return word.normalize("NFKC").toLowerCase();
}

/** Luhn's sum. */
function isCard(found: string): boolean {
  const digits = found.replaceAll(/\D/g, "");
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length >= 13 && sum % 10 === 0;
}

/** ISO 13616: the remainder by 97 is 1. */
function isIban(found: string): boolean {
  const compact = found.replaceAll(" ", "");
  const moved = `${compact.slice(4)}${compact.slice(0, 4)}`;
  const digits = moved.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  const rest = [...digits].reduce((so, digit) => (so * 10 + Number(digit)) % 97, 0);
  return compact.length >= 15 && rest === 1;
}
