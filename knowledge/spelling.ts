import SearchableMap from "minisearch/SearchableMap";
import type { WordLore } from "./word-lore.ts";

/** The word that was meant, in lower case; the word itself where it is one, or nothing is near. */
export type Spelling = (word: string) => string;

/**
 * Corrects words towards those of the documents, `frequencies` of them. Only what is neither a word of the documents
 * nor of the language is touched, and only by what a slip of the keys explains: one letter, two in a long word, or two swapped.
 */
export function createSpelling(frequencies: ReadonlyMap<string, number>, lore: WordLore): Spelling {
  // Laid out when the first word is misspelt.
  let words: SearchableMap<number> | undefined;
  return (word) => {
    if (word.length < 4 || /\d/.test(word) || frequencies.has(word) || lore.isWord(word))
      return word;
    words ??= SearchableMap.from([...frequencies]);
    const near = [...words.fuzzyGet(word, word.length < 5 ? 1 : 2)]
      .map(([other, [frequency, distance]]) => ({
        other,
        frequency,
        slips: slips(word, other, distance),
      }))
      .filter(({ other, slips }) => slips <= (word.length < 7 ? 1 : 2) && other.length >= 4)
      .sort(
        (a, b) =>
          a.slips - b.slips ||
          sameStart(b.other, word) - sameStart(a.other, word) ||
          b.frequency - a.frequency,
      );
    return near[0]?.other ?? word;
  };
}

/** Edits between two words, two swapped neighbours counted as one. */
function slips(word: string, other: string, distance: number): number {
  if (distance < 2 || word.length !== other.length) return distance;
  const at = [...word].findIndex((letter, i) => letter !== other[i]);
  const swapped = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  return swapped === other ? 1 : distance;
}

function sameStart(a: string, b: string): number {
  return a[0] === b[0] ? 1 : 0;
}
