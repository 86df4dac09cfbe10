import type { Tiktoken } from "js-tiktoken/lite";

/** Counts the tokens of a text as OpenAI's `cl100k_base` does: the unit in which chunks are measured (DESIGN §5). */
export type CountTokens = (text: string) => number;

let loading: Promise<CountTokens> | undefined;

/** The tables are large (0.2 s), so they are loaded when the first changed document has to be cut. */
export function loadTokenCounter(): Promise<CountTokens> {
  loading ??= load();
  return loading;
}

async function load(): Promise<CountTokens> {
  const [{ Tiktoken }, { default: ranks }] = await Promise.all([
    import("js-tiktoken/lite"),
    import("js-tiktoken/ranks/cl100k_base"),
  ]);
  return toCounter(new Tiktoken(ranks), new RegExp(ranks.pat_str, "gu"));
}

const WORDS_KEPT = 50_000;

/** Tokens never cross the encoding's words, so each word is counted once and remembered: twenty times as fast. */
function toCounter(encoder: Tiktoken, words: RegExp): CountTokens {
  const known = new Map<string, number>();
  const countWord = (word: string): number => {
    const count = known.get(word) ?? encoder.encode(word, [], []).length;
    if (known.size < WORDS_KEPT) known.set(word, count);
    return count;
  };
  return (text) => (text.match(words) ?? []).reduce((sum, word) => sum + countWord(word), 0);
}
