import type { Dataset, Field, Metric, SemanticModel } from "../../../semantic/model.ts";
import type { FieldValues } from "../../../semantic/values.ts";
import { type DateWords, dateWordsOf } from "./date-words.ts";
import type { IsEnglish } from "./english.ts";
import { measuresOf } from "./measures.ts";
import { isScatterable } from "./scatterable.ts";
import { shortName } from "./short-names.ts";
import { stemsOf } from "./tokens.ts";
import { FILLER_WORDS, GRAMMAR_WORDS } from "./words.ts";

/** What a phrase of a question may stand for. `field` is a field's id. */
export type Meaning =
  | { readonly kind: "metric"; readonly metric: string }
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "dataset"; readonly dataset: string }
  | { readonly kind: "value"; readonly field: string; readonly value: string };

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

const DATE_PARTS = /^(?:year|quarter|month|week|day|date)$/;

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
  const joined = stems.length === 2 ? [stemsOf(stems.join(""))] : [];
  return [...(parted.length > stems.length ? [parted] : []), ...joined];
}

function addPhrase(phrases: Map<string, Phrase>, stems: readonly string[], meaning: Meaning): void {
  const key = stems.join(" ");
  const phrase = phrases.get(key) ?? { stems, meanings: [] };
  if (!phrase.meanings.some((other) => sameMeaning(other, meaning))) phrase.meanings.push(meaning);
  phrases.set(key, phrase);
}

function wordsOf(
  things: readonly (readonly [string, Metric | Field])[],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    things.map(([key, thing]) => [
      key,
      new Set(namesOf(thing).flatMap((name) => stemsOf(name.replaceAll("_", " ")))),
    ]),
  );
}

function rankOf({ kind }: Meaning, stems: readonly string[]): number {
  if (kind !== "value") return 2;
  return stems.length === 1 ? 1 : 0;
}

/** All that the model is called by its own names. */
function namesIn({ metrics, datasets }: SemanticModel): readonly (readonly [string, Meaning])[] {
  const called = (thing: Metric | Dataset | Field, meaning: Meaning) =>
    namesOf(thing).map((name) => [name, meaning] as const);
  return [
    ...metrics
      .filter(({ implied }) => !implied)
      .flatMap((metric) => called(metric, toMetric(metric))),
    ...datasets.flatMap((dataset) => [
      ...called(dataset, { kind: "dataset", dataset: dataset.name }),
      ...dataset.fields
        .filter(isNamed)
        .flatMap((field) => called(field, { kind: "field", field: field.id })),
    ]),
  ];
}

/** Dates and parts of dates are the business of periods. */
function isNamed({ isTime, name }: Field): boolean {
  return !isTime && !DATE_PARTS.test(name);
}

function namesOf(thing: Metric | Dataset | Field): readonly string[] {
  return [thing.name, thing.label, ...thing.synonyms];
}

/** "Type" for an absence type and a customer type. */
function headsOf(model: SemanticModel): ReadonlyMap<string, readonly Meaning[]> {
  const heads = new Map<string, Meaning[]>();
  const fields = model.datasets.flatMap((dataset) => dataset.fields).filter(isNamed);
  for (const field of fields.filter(({ type }) => type === "String" || type === "Boolean")) {
    const stems = namesOf(field).map((name) => stemsOf(name.replaceAll("_", " ")));
    for (const head of new Set(stems.filter(({ length }) => length > 1).map((all) => all.at(-1))))
      heads.set(head ?? "", [...(heads.get(head ?? "") ?? []), { kind: "field", field: field.id }]);
  }
  return heads;
}

/** Names made for machines, as people say them: `weight_kg` is the weight. */
function shortNamesOf(model: SemanticModel): readonly (readonly [string, Meaning])[] {
  const short = (name: string, meaning: Meaning) => {
    const said = shortName(name);
    return said === undefined ? [] : [[said, meaning] as const];
  };
  const fields = model.datasets.flatMap((dataset) => dataset.fields);
  return [
    ...model.metrics
      .filter(({ implied }) => !implied)
      .flatMap((metric) => short(metric.name, toMetric(metric))),
    ...fields.filter(isNamed).flatMap(({ name, id }) => short(name, { kind: "field", field: id })),
  ];
}

function toMetric(metric: Metric): Meaning {
  return { kind: "metric", metric: metric.name };
}

function addParts(parts: Map<string, Meaning[]>, stems: readonly string[], meaning: Meaning): void {
  for (const stem of new Set(stems)) {
    if (stem.length < 4 || FILLER_WORDS.has(stem) || GRAMMAR_WORDS.has(stem)) continue;
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
