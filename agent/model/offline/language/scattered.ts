import type { Lexicon } from "./lexicon.ts";
import type { Meaning } from "./model-names.ts";
import type { Token } from "./tokens.ts";

/** What may stand between the words of a name when a sentence makes a verb of one: "customers did we lose". */
const BETWEEN = new Set(
  "did do does we our us you they is are was were be been being have has had get got that who which actually really ever already still".split(
    " ",
  ),
);

/** "Which", "top": what follows is picked from, and no verb makes it a name with what it does. */
const PICKING = /^(?:which|what|who|top|best|largest|biggest|the)$/;

/**
 * A name whose words all stand from `at` on, with nothing but auxiliaries between: "customers were acquired" for
 * *customers acquired*, "seats are used" for *used seats*. Undefined for names as they are written.
 */
export function scatteredAt(
  tokens: readonly Token[],
  at: number,
  lexicon: Lexicon,
): { readonly to: number; readonly meanings: readonly Meaning[] } | undefined {
  const first = tokens[at];
  if (!first) return undefined;
  const reach = reachOf(tokens, at);
  // "Which customers did we lose" is about what we do; "which customers were lost" may be about anything.
  const isPicked = PICKING.test(tokens[at - 1]?.text ?? "");
  if (isPicked && !reach.some(({ text }) => /^(?:we|they|you)$/.test(text))) return undefined;
  const found = (lexicon.scattered.get(first.stem) ?? []).flatMap(({ stems, meanings }) => {
    const to = endOf(reach, stems);
    return to === undefined ? [] : [{ to: at + to, meanings, size: stems.length }];
  });
  return found.toSorted((a, b) => b.size - a.size || a.to - b.to)[0];
}

/** Tokens from `at` on, up to the third that is no auxiliary. */
function reachOf(tokens: readonly Token[], at: number): readonly Token[] {
  let told = 0;
  let to = at;
  while (to < tokens.length && told < 3) {
    if (!BETWEEN.has(tokens[to]?.text ?? "")) told += 1;
    to += 1;
  }
  return tokens.slice(at, to);
}

/** The place behind the last of the words, when they are the first that stand there. */
function endOf(reach: readonly Token[], stems: readonly string[]): number | undefined {
  const wanted = new Set(stems);
  for (const [i, { stem, text }] of reach.entries()) {
    if (wanted.delete(stem)) {
      if (wanted.size === 0) return i + 1;
    } else if (!BETWEEN.has(text)) return undefined;
  }
  return undefined;
}
