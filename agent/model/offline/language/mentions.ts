import { allowedSlips, editDistance } from "./edit-distance.ts";
import type { Lexicon, Meaning } from "./lexicon.ts";
import type { Token } from "./tokens.ts";
import { FILLER_WORDS, GRAMMAR_WORDS } from "./words.ts";

/** A stretch of tokens (`from` inclusive, `to` exclusive) that names something of the model. */
export type Mention = {
  readonly from: number;
  readonly to: number;
  readonly meanings: readonly Meaning[];
  /** What was meant, where the word was misspelled. */
  readonly corrected?: string;
  /** True when only part of a value's name was given. */
  readonly partial: boolean;
};

/** Longest names first, from left to right, never overlapping; then parts of names, then misspelled whole names. */
export function findMentions(tokens: readonly Token[], lexicon: Lexicon): Mention[] {
  const mentions: Mention[] = [];
  let at = 0;
  while (at < tokens.length) {
    const mention = mentionAt(tokens, at, lexicon);
    if (mention) mentions.push(mention);
    at = mention?.to ?? at + 1;
  }
  return mentions;
}

function mentionAt(tokens: readonly Token[], at: number, lexicon: Lexicon): Mention | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const exact = phraseAt(tokens, at, { lexicon, first: token.stem });
  if (exact) return exact;
  if (isPlainWord(token)) return undefined;
  const part = partAt(tokens, at, lexicon);
  if (part) return part;
  return misspelledAt(tokens, at, lexicon);
}

/** A word of the language itself, spelled right: never read as a slip or as part of a name. */
function isPlainWord(token: Token): boolean {
  return [token.text, token.stem].some((form) => FILLER_WORDS.has(form) || GRAMMAR_WORDS.has(form));
}

function phraseAt(
  tokens: readonly Token[],
  at: number,
  { lexicon, first }: { lexicon: Lexicon; first: string },
): Mention | undefined {
  for (const { stems, meanings } of lexicon.phrases.get(first) ?? []) {
    const fits = stems.every((stem, i) => i === 0 || tokens[at + i]?.stem === stem);
    if (fits) return { from: at, to: at + stems.length, meanings, partial: false };
  }
  return undefined;
}

/** "Globex" for "Globex Corporation": every value that has all the rare words that follow one another here. */
function partAt(tokens: readonly Token[], at: number, lexicon: Lexicon): Mention | undefined {
  const first = lexicon.parts.get(tokens[at]?.stem ?? "");
  if (!first) return undefined;
  let meanings: readonly Meaning[] = first;
  let to = at + 1;
  for (; to < tokens.length; to += 1) {
    const more = lexicon.parts.get(tokens[to]?.stem ?? "") ?? [];
    const both: readonly Meaning[] = meanings.filter((meaning) => more.includes(meaning));
    if (both.length === 0) break;
    meanings = both;
  }
  return { from: at, to, meanings, partial: true };
}

function misspelledAt(tokens: readonly Token[], at: number, lexicon: Lexicon): Mention | undefined {
  const token = tokens[at];
  if (!token || /\d/.test(token.text)) return undefined;
  const meant = nearestWord(token.stem, lexicon);
  if (!meant) return undefined;
  const corrected = tokens.with(at, { ...token, stem: meant });
  const found = phraseAt(corrected, at, { lexicon, first: meant });
  return found && { ...found, corrected: meant };
}

/** The one word of the model, or else of the values, that is nearest within the allowed slips; undefined when none or several. */
function nearestWord(stem: string, lexicon: Lexicon): string | undefined {
  const limit = allowedSlips(stem.length);
  if (limit === 0) return undefined;
  const near = [...lexicon.vocabulary]
    .filter(([word]) => word.length >= 4 && (stem.length >= 6 || word[0] === stem[0]))
    .map(([word, ofModel]) => ({ word, ofModel, distance: editDistance(stem, word, limit) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance || Number(b.ofModel) - Number(a.ofModel));
  const [best, second] = near;
  const tied = second?.distance === best?.distance && second?.ofModel === best?.ofModel;
  return tied ? undefined : best?.word;
}

/** Words of the model and values that resemble an unknown word, nearest first, for "did you mean"; never the word itself. */
export function resembling(stem: string, lexicon: Lexicon, limit: number): string[] {
  const slips = allowedSlips(stem.length);
  return [...lexicon.vocabulary.keys()]
    .filter((word) => word !== stem && word[0] === stem[0] && word.length >= 4)
    .map((word) => ({ word, distance: editDistance(stem, word, slips) }))
    .filter(({ distance }) => distance <= slips)
    .toSorted((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
    .map(({ word }) => word);
}
