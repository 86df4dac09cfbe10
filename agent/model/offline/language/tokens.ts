import { FAMILIES } from "./word-families.ts";

/** A word of a text. `start` and `end` are character offsets; `stem` is its form for comparison. */
export type Token = {
  readonly text: string;
  readonly stem: string;
  /** Written with a capital, as names are. */
  readonly capital: boolean;
  readonly start: number;
  readonly end: number;
};

const WORD = /[\p{L}\p{N}]+(?:(?:[.'’]|(?<=\p{N}),)(?=[\p{L}\p{N}])[\p{L}\p{N}]+)*[+&]?/gu;

/** Words in order. Hyphens and punctuation part words; a possessive 's is dropped. */
export function tokenize(text: string): Token[] {
  return [...text.matchAll(WORD)].map((match) => {
    const word = match[0].replace(/['’]s$/iu, "");
    return {
      text: word.toLowerCase(),
      stem: stemOf(word),
      capital: /^\p{Lu}/u.test(word),
      start: match.index,
      end: match.index + match[0].length,
    };
  });
}

/** The form under which two words count as the same: lower case, no accents, singular, one word of its family. */
export function stemOf(word: string): string {
  const plain = word
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’,]/gu, "")
    .replace(/^(north|south|east|west)(?:ern|erly)$/, "$1");
  return FAMILIES.get(plain) ?? FAMILIES.get(singular(plain)) ?? singular(plain);
}

/** Stems of a phrase, in order. */
export function stemsOf(phrase: string): string[] {
  return tokenize(phrase).map((token) => token.stem);
}

function singular(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|ss|x|zz)es$/.test(word)) return word.slice(0, -2);
  if (/(?:ss|us|is)$/.test(word)) return word;
  return word.endsWith("s") ? word.slice(0, -1) : word;
}
