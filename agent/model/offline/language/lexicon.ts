import type { SemanticModel } from "../../../semantic/model.ts";
import type { FieldValues } from "../../../semantic/values.ts";
import { type DateWords, dateWordsOf } from "./date-words.ts";
import type { IsEnglish } from "./english.ts";
import { measuresOf } from "./measures.ts";
import {
  headsOf,
  type Meaning,
  metricPartsOf,
  namesIn,
  shortNamesOf,
  wordsOf,
} from "./model-names.ts";
import { isScatterable } from "./scatterable.ts";
import { stemsOf } from "./tokens.ts";
import { FILLER_WORDS, GRAMMAR_WORDS } from "./words.ts";

export type Phrase = { readonly stems: readonly string[]; readonly meanings: Meaning[] };

/** Every name of the model and every indexed value, by the words people use for them. */
export type Lexicon = {
  /** Phrases that begin with the stem, longest first. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  /** Names of metrics and amounts that have two or three words, by each of the words. */
  readonly scattered: ReadonlyMap<string, readonly Phrase[]>;
  /** Values of several words by each word that few of them share. */
  readonly parts: ReadonlyMap<string, readonly Meaning[]>;
  /** What happens on the dates of the model. */
  readonly dates: DateWords;
  /** The one metric that has the word in its names. */
  readonly metricParts: ReadonlyMap<string, Meaning>;
  /** Fields by the last word of their names, for "by type". */
  readonly heads: ReadonlyMap<string, readonly Meaning[]>;
  /** What numbers may be measured in: "kg", "minute". */
  readonly measures: ReadonlySet<string>;
  readonly isEnglish: IsEnglish;
  /** Stems of the names of each field with values, by field id: "cards" beside a card type says nothing new. */
  readonly fieldWords: ReadonlyMap<string, ReadonlySet<string>>;
  /** As `fieldWords`, of each metric by name: "first" beside a response time that is the first reply's. */
  readonly metricWords: ReadonlyMap<string, ReadonlySet<string>>;
  /** What a slip of the pen may have meant: stems of names of the model (2), of values of one word (1), of longer values (0, never meant). */
  readonly vocabulary: ReadonlyMap<string, number>;
};

/** More values than this behind one word, and the word says nothing. */
const MAX_PART_VALUES = 4;

/** Built once a workspace. */
export function createLexicon(
  model: SemanticModel,
  values: readonly FieldValues[],
  isEnglish: IsEnglish,
): Lexicon {
  const phrases = new Map<string, Phrase>();
  const parts = new Map<string, Meaning[]>();
  const vocabulary = new Map<string, number>();
  const add = (name: string, meaning: Meaning) => {
    const stems = stemsOf(name.replaceAll("_", " "));
    if (stems.length === 0) return;
    for (const spelling of [stems, ...spellingsOf(name, stems)])
      addPhrase(phrases, spelling, meaning);
    const rank = rankOf(meaning, stems);
    for (const stem of stems) vocabulary.set(stem, Math.max(rank, vocabulary.get(stem) ?? 0));
    if (meaning.kind === "value" && stems.length > 1) addParts(parts, stems, meaning);
  };
  for (const [name, meaning] of namesIn(model)) add(name, meaning);
  for (const { field, values: known } of values) {
    for (const value of known) add(value, { kind: "value", field, value });
  }
  // Last, and only where no other name is the same.
  const taken = new Set(phrases.keys());
  for (const [name, meaning] of shortNamesOf(model)) {
    if (!taken.has(stemsOf(name).join(" "))) add(name, meaning);
  }
  return {
    phrases: byFirstStem(phrases.values()),
    scattered: scatteredOf(phrases.values(), numericFields(model)),
    parts: rare(parts),
    dates: dateWordsOf(model),
    heads: headsOf(model),
    metricParts: metricPartsOf(model),
    measures: measuresOf(model),
    vocabulary,
    isEnglish,
    fieldWords: wordsOf(
      model.datasets.flatMap(({ fields }) => fields).map((field) => [field.id, field]),
    ),
    metricWords: wordsOf(model.metrics.map((metric) => [metric.name, metric])),
  };
}

/** Other ways to write a name: "self pay" for SelfPay, "noshow" for "no-show". */
function spellingsOf(name: string, stems: readonly string[]): readonly string[][] {
  const parted = stemsOf(name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, " "));
  const isWords = stems.length === 2 && !stems.some((stem) => /^\d+$/.test(stem));
  const joined = isWords ? [stemsOf(stems.join(""))] : [];
  return [...(parted.length > stems.length ? [parted] : []), ...joined];
}

function addPhrase(phrases: Map<string, Phrase>, stems: readonly string[], meaning: Meaning): void {
  const key = stems.join(" ");
  const phrase = phrases.get(key) ?? { stems, meanings: [] };
  if (!phrase.meanings.some((other) => sameMeaning(other, meaning))) phrase.meanings.push(meaning);
  phrases.set(key, phrase);
}

function rankOf({ kind }: Meaning, stems: readonly string[]): number {
  if (kind !== "value") return 2;
  return stems.length === 1 ? 1 : 0;
}

function addParts(parts: Map<string, Meaning[]>, stems: readonly string[], meaning: Meaning): void {
  for (const stem of new Set(stems)) {
    if (stem.length < 3 || /^\d+$/.test(stem) || FILLER_WORDS.has(stem) || GRAMMAR_WORDS.has(stem))
      continue;
    const known = parts.get(stem) ?? [];
    known.push(meaning);
    parts.set(stem, known);
  }
}

function rare(parts: ReadonlyMap<string, Meaning[]>): ReadonlyMap<string, readonly Meaning[]> {
  return new Map([...parts].filter(([, meanings]) => distinctValues(meanings) <= MAX_PART_VALUES));
}

function distinctValues(meanings: readonly Meaning[]): number {
  return new Set(meanings.map((m) => (m.kind === "value" ? m.value : ""))).size;
}

function numericFields({ datasets }: SemanticModel): ReadonlySet<string> {
  const fields = datasets.flatMap((dataset) => dataset.fields);
  return new Set(
    fields.flatMap(({ id, type }) => (/^(?:Integer|Decimal|Float)$/.test(type) ? [id] : [])),
  );
}

function scatteredOf(
  phrases: Iterable<Phrase>,
  numeric: ReadonlySet<string>,
): ReadonlyMap<string, readonly Phrase[]> {
  const index = new Map<string, Phrase[]>();
  for (const { stems, meanings } of phrases) {
    const measures = meanings.filter(
      (m) => m.kind === "metric" || (m.kind === "field" && numeric.has(m.field)),
    );
    if (measures.length === 0 || !isScatterable(stems)) continue;
    for (const stem of stems)
      index.set(stem, [...(index.get(stem) ?? []), { stems, meanings: measures }]);
  }
  return index;
}

function byFirstStem(phrases: Iterable<Phrase>): ReadonlyMap<string, readonly Phrase[]> {
  const index = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const [first = ""] = phrase.stems;
    const known = index.get(first) ?? [];
    known.push(phrase);
    index.set(first, known);
  }
  for (const known of index.values()) known.sort((a, b) => b.stems.length - a.stems.length);
  return index;
}

function sameMeaning(a: Meaning, b: Meaning): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
