import { readFile } from "node:fs/promises";
import wordListPath from "word-list";

/** True for a lower-case word that is spelled right in English. */
export type IsEnglish = (word: string) => boolean;

/** The English dictionary of the `word-list` package: 270,000 words, inflected forms included. */
export async function loadEnglish(): Promise<IsEnglish> {
  const words = new Set((await readFile(wordListPath, "utf8")).split("\n"));
  return (word) => words.has(word);
}
