import { allowedSlips, editDistance } from "./edit-distance.ts";
import type { Lexicon } from "./lexicon.ts";
import { rootOf } from "./roots.ts";
import { stemOf, type Token } from "./tokens.ts";
import { FILLER_WORDS, GRAMMAR_WORDS } from "./words.ts";

/** A token that may have been read as another word; `meant` is that word. */
export type Spelled = Token & { readonly meant?: string };

/** Tokens with slips of the pen mended: a word that nothing knows becomes the one word of the model or the language that it must be. */
export function mendSpelling(tokens: readonly Token[], lexicon: Lexicon): Spelled[] {
  return tokens.map((token) => {
    const derived = isKnown(token, lexicon) ? undefined : derivedFrom(token, lexicon);
    if (derived !== undefined) return { ...token, stem: derived };
    if (isKnown(token, lexicon) || /\d/.test(token.text) || lexicon.isEnglish(token.text))
      return token;
    const meant = nearest(token, lexicon);
    return meant === undefined ? token : { ...token, text: meant, stem: stemOf(meant), meant };
  });
}

/** Endings that make an adjective or adverb of a name, with what they may stand for: regional, categorical, industry-wise. */
const DERIVING = "ical ially ically ional ionally ial ally al ly ic ary wise".split(" ");
const DROPPED = ["", "y", "e", "ion", "ies"];

/** The one name of the model that a word is made from: an adjective, or another form of a verb ("reopened", "resigned"). */
function derivedFrom(token: Token, lexicon: Lexicon): string | undefined {
  return adjectiveOf(token, lexicon) ?? formOf(token, lexicon);
}

/** The one word of the model's names and values that shares its root. */
function formOf({ stem, text }: Token, { vocabulary }: Lexicon): string | undefined {
  if (stem.length < 5 || !VERBAL.test(text)) return undefined;
  const roots = new Set([rootOf(stem), rootOf(text)]);
  const [only, another] = [...vocabulary.keys()].filter(
    (word) => word.length >= 4 && roots.has(rootOf(word)),
  );
  return another === undefined ? only : undefined;
}

const VERBAL = /(?:ed|ing|ations?|ions?|ments?|als?|ly|ers?|ity|ibe|s)$/;

function adjectiveOf({ stem }: Token, { vocabulary }: Lexicon): string | undefined {
  const bases = DERIVING.filter((ending) => stem.endsWith(ending)).map((ending) =>
    stem.slice(0, -ending.length),
  );
  const words = bases.flatMap((base) => DROPPED.map((ending) => `${base}${ending}`));
  const known = words.filter((word) => word.length >= 4 && vocabulary.get(word) === 2);
  const [only, another] = new Set(known);
  return another === undefined ? only : undefined;
}

function isKnown({ text, stem }: Token, { vocabulary, parts }: Lexicon): boolean {
  const plain = [text, stem].some((form) => FILLER_WORDS.has(form) || GRAMMAR_WORDS.has(form));
  return plain || vocabulary.has(stem) || parts.has(stem);
}

/** Words that a slip may have meant: the model's first, then values of one word, then the language's own. */
function nearest({ text, stem }: Token, { vocabulary }: Lexicon): string | undefined {
  const limit = text.length === 3 ? 1 : allowedSlips(text.length);
  if (limit === 0) return undefined;
  const names = [...vocabulary].flatMap(([word, rank]) =>
    rank > 0 ? [{ word, rank, form: stem }] : [],
  );
  const language = [...FILLER_WORDS, ...GRAMMAR_WORDS].map((word) => ({
    word,
    rank: 0,
    form: text,
  }));
  const near = [...names, ...language]
    .filter(({ word, form }) => word.length >= 3 && (form.length >= 6 || word[0] === form[0]))
    .map(({ word, rank, form }) => ({ word, rank, distance: editDistance(form, word, limit) }))
    .filter(({ distance, word }) => distance <= limit && (text.length > 3 || isSwap(text, word)))
    .toSorted((a, b) => a.distance - b.distance || b.rank - a.rank);
  const [best, ...others] = near;
  const tied = others.find((other) => other.word !== best?.word);
  if (!best || (tied && tied.distance === best.distance && tied.rank === best.rank))
    return undefined;
  return best.word;
}

/** Short words are mended only where two neighbours changed places: "teh". */
function isSwap(a: string, b: string): boolean {
  return [...a].toSorted().join("") === [...b].toSorted().join("");
}
