import type { LexicalIndex } from "./lexical-index.ts";
import { createSpelling } from "./spelling.ts";
import { type Term, toStems, toTerms } from "./terms.ts";
import { THESAURUS } from "./thesaurus.ts";
import type { WordLore } from "./word-lore.ts";

/** One way of saying what a concept says: all of its stems together. `weight` is 0..1, 1 for the question's own words. */
export type Alternative = { readonly ids: readonly number[]; readonly weight: number };

/** One thing a question is about. `weight` is 0..1, of a phrase at most 1.5: how much is missing when a passage does not speak of it. */
export type Concept = {
  readonly words: string;
  readonly weight: number;
  /** Best first; empty when no document speaks of it in any way. */
  readonly alternatives: readonly Alternative[];
  /** Every stem of any alternative. */
  readonly ids: ReadonlySet<number>;
};

export type Query = {
  readonly text: string;
  readonly concepts: readonly Concept[];
  /** Stems to look for, with their weights. */
  readonly stems: ReadonlyMap<string, number>;
};

export type QueryReader = {
  read(text: string): Query;
  /** The text with misspelt words put right. */
  correct(text: string): string;
};

type Phrase = { readonly stems: readonly string[]; readonly weight: number };

const OWN_SYNONYM = 0.9;
const THESAURUS_SYNONYM = 0.8;
const EXTENSION = 0.9;

/** Reads questions against the words of the documents. `synonyms` are the semantic model's: groups of like meaning. */
export function createQueryReader(
  index: LexicalIndex,
  synonyms: readonly (readonly string[])[],
  lore: WordLore,
): QueryReader {
  const book = toPhraseBook(synonyms);
  const spell = createSpelling(index.words, lore);
  return {
    correct: (text) =>
      text.replace(/[\p{L}\p{N}]+/gu, (word) => {
        const right = spell(word.toLowerCase());
        return right === word.toLowerCase() ? word : right;
      }),
    read(text) {
      const concepts = spans(toTerms(text), book).map((terms) =>
        toConcept(terms, { index, book, lore }),
      );
      const stems = new Map<string, number>();
      for (const { phrases, weight } of concepts) {
        for (const [stem, by] of phrases.flatMap((phrase) =>
          phrase.stems.map((one) => [one, phrase.weight] as const),
        )) {
          stems.set(stem, Math.max(stems.get(stem) ?? 0, weight * by));
        }
      }
      return { text, concepts: distinct(concepts), stems };
    },
  };
}

type Reading = { readonly index: LexicalIndex; readonly book: PhraseBook; readonly lore: WordLore };

function toConcept(
  terms: readonly Term[],
  { index, book, lore }: Reading,
): Concept & { phrases: readonly Phrase[] } {
  const phrases = alternativesOf(terms, book, index);
  const alternatives = phrases.flatMap((phrase): Alternative[] => {
    const ids = phrase.stems.flatMap((stem) => index.idOf(stem) ?? []);
    return ids.length === phrase.stems.length ? [{ ids, weight: phrase.weight }] : [];
  });
  const frequency = Math.max(0, ...phrases.map((phrase) => frequencyOf(phrase, index)));
  const weight = weightOf(terms, frequency, { index, lore });
  const words = terms.map((term) => term.word).join(" ");
  const ids = new Set(alternatives.flatMap((one) => one.ids));
  return { words, weight, alternatives, ids, phrases };
}

type PhraseBook = ReadonlyMap<string, readonly Phrase[]>;

/** Every phrase of the groups, as stems in one string, with what may stand for it. */
function toPhraseBook(synonyms: readonly (readonly string[])[]): PhraseBook {
  const book = new Map<string, Phrase[]>();
  const add = (groups: readonly (readonly string[])[], weight: number) => {
    for (const group of groups) {
      const members = group.map(toStems).filter((stems) => stems.length > 0);
      for (const member of members) {
        const key = member.join(" ");
        const others = members.filter((other) => other.join(" ") !== key);
        book.set(key, [...(book.get(key) ?? []), ...others.map((stems) => ({ stems, weight }))]);
      }
    }
  };
  add(synonyms, OWN_SYNONYM);
  add(THESAURUS, THESAURUS_SYNONYM);
  return book;
}

const LONGEST_PHRASE = 4;

/** The question's terms, those of a known phrase together. */
function spans(terms: readonly Term[], book: PhraseBook): readonly (readonly Term[])[] {
  const result: (readonly Term[])[] = [];
  let at = 0;
  while (at < terms.length) {
    let length = Math.min(LONGEST_PHRASE, terms.length - at);
    while (
      length > 1 &&
      !book.has(
        terms
          .slice(at, at + length)
          .map((term) => term.stem)
          .join(" "),
      )
    )
      length -= 1;
    result.push(terms.slice(at, at + length));
    at += length;
  }
  return result;
}

/** The words themselves, their synonyms, and words of the documents that begin like them. Best first. */
function alternativesOf(
  terms: readonly Term[],
  book: PhraseBook,
  index: LexicalIndex,
): readonly Phrase[] {
  const own = terms.map((term) => term.stem);
  const longer = own.length === 1 ? index.extensions(own.join("")) : [];
  return [
    { stems: own, weight: 1 },
    ...(book.get(own.join(" ")) ?? []),
    ...longer.map((stem) => ({ stems: [stem], weight: EXTENSION })),
  ].sort((a, b) => b.weight - a.weight);
}

/** Of a phrase, that of its rarest word. */
function frequencyOf(phrase: Phrase, index: LexicalIndex): number {
  return Math.min(...phrase.stems.map((stem) => index.frequency(stem)));
}

/** Words that say what kind of answer is wanted rather than about what: few passages repeat them. */
const ASKING = new Set(
  toStems(
    `define definition meaning mean calculate calculation compute measure formula describe description details information overview summary
    cause reason explanation difference policy rule process procedure method apply decide determine work need`,
  ),
);
const ASKING_SHARE = 0.4;
const MOST_TELLING = 1.5;

/** Rare words weigh more, by the language and by these documents; a name that no document has weighs most. */
function weightOf(
  terms: readonly Term[],
  frequency: number,
  { index, lore }: { index: LexicalIndex; lore: WordLore },
): number {
  const asks = terms.every((term) => ASKING.has(term.stem)) ? ASKING_SHARE : 1;
  // A phrase of two telling words tells more than either.
  const telling = terms.reduce((sum, term) => sum + lore.rarity(term.word), 0);
  const byLanguage = asks * Math.min(MOST_TELLING, telling);
  if (frequency === 0) return byLanguage;
  const byDocuments = Math.log((index.size + 1) / (frequency + 0.5)) / Math.log(index.size + 1);
  return byLanguage * (0.4 + 0.6 * Math.max(0, byDocuments));
}

function distinct(concepts: readonly Concept[]): readonly Concept[] {
  return [...new Map(concepts.map((concept) => [concept.words, concept])).values()];
}
