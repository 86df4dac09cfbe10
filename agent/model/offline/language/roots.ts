import { type Token, tokenize } from "./tokens.ts";
import { FUNCTION_WORDS, LIGHT_WORDS } from "./words.ts";

/** Endings that make one word of another: responsible and responsibility, renovate and renovation. */
const ENDING =
  /(?:ibility|ability|ations?|ated|ating|ates?|itions?|ements?|ments?|ances?|ences?|ities|ity|ible|able|ings?|ures?|ally|als?|ers?|ors?|ies|ed|ly|ness|y|e)$/;

/** What words of one family share; for comparing, never for showing. */
export function rootOf(stem: string): string {
  if (stem.length < 5 || /\d/.test(stem)) return stem;
  const root = stem.replace(ENDING, "");
  return root.length >= 4 ? root.replace(/([^aeiou])\1$/, "$1") : stem.replace(/e$/, "");
}

/** Words of a text that carry meaning, as roots, in order, each once. */
export function contentRoots(text: string): ReadonlySet<string> {
  return new Set(
    tokenize(text)
      .filter((token) => !isFunctionWord(token))
      .map(({ stem }) => rootOf(stem)),
  );
}

/** The words of a question that carry meaning, as they are written: what a search by word needs. */
export function keywordsOf(text: string): string {
  return tokenize(text)
    .filter((token) => !isFunctionWord(token))
    .map(({ start, end }) => text.slice(start, end))
    .join(" ");
}

function isFunctionWord({ text, stem }: Token): boolean {
  return FUNCTION_WORDS.has(text) || FUNCTION_WORDS.has(stem);
}

/** Words of a text without which it would ask the same; they count for little. */
export function lightRoots(): ReadonlySet<string> {
  return LIGHT_ROOTS;
}

const LIGHT_ROOTS: ReadonlySet<string> = new Set([...LIGHT_WORDS].map(rootOf));
