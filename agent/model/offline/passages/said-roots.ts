import { rootOf } from "../language/roots.ts";
import { stemOf, tokenize } from "../language/tokens.ts";
import { FUNCTION_WORDS, LIGHT_WORDS } from "../language/words.ts";

/** Words that hold a question about data together but carry something of a rule: "give back", "more than". */
const WEAK_WORDS: ReadonlySet<string> = new Set(
  "give back off over under need call called count counted without before less more most least same other help mention during out down show own allow allowed permitted possible".split(
    " ",
  ),
);

/** True for a root without which a question would ask the same. */
export function isLight(root: string): boolean {
  return LIGHT.has(root);
}

/** "Wi-Fi", "no-show", "e-mail": two short pieces that are one word. */
const COMPOUND = /(?<![\p{L}\p{N}-])(\p{L}{1,4})-(\p{L}{1,4})(?![\p{L}\p{N}-])/gu;

/** Words of a text that carry something, as roots, in order, each once. */
export function saidRoots(text: string): ReadonlySet<string> {
  return new Set(
    tokenize(text.replace(COMPOUND, "$1$2"))
      .filter(
        (token) =>
          WEAK_WORDS.has(token.text) ||
          !(FUNCTION_WORDS.has(token.text) || FUNCTION_WORDS.has(token.stem)),
      )
      .map(({ stem }) => toRoot(stem)),
  );
}

/** What forms of one word share, short verbs included: "move" and "moved"; for comparing, never for showing. */
export function toRoot(stem: string): string {
  const root = rootOf(stem);
  if (/\d/.test(root)) return root;
  const bare = root.length >= 5 ? root.replace(/(?<=.{3})(?:ed|ing)$/, "") : root;
  return bare.replace(/(?<=..)e$/, "").replace(/([^aeiouls])\1$/, "$1");
}

const LIGHT: ReadonlySet<string> = new Set(
  [...WEAK_WORDS, ...LIGHT_WORDS].map((word) => toRoot(stemOf(word))),
);
