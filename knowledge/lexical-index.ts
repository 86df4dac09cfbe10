import { createBm25, type Hit } from "./bm25.ts";
import { tellingHeadings } from "./located.ts";
import { toTerms } from "./terms.ts";

/** What is indexed of a passage. */
export type Indexable = {
  readonly source: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly units: readonly string[];
};

/** Ids of the stems of one passage, as they follow one another. */
export type Entry = {
  /** The last heading's own words, or the title's where there is none. */
  readonly heading: Int32Array;
  /** All headings. */
  readonly path: Int32Array;
  /** The document's title and name. */
  readonly title: Int32Array;
  /** The document's title alone. */
  readonly name: Int32Array;
  readonly units: readonly Int32Array[];
};

export type LexicalIndex = {
  /** Number of passages. */
  readonly size: number;
  /** Words of the documents in lower case, with the number of times that they occur. */
  readonly words: ReadonlyMap<string, number>;
  entry(passage: number): Entry | undefined;
  /** Undefined when no passage has the stem. */
  idOf(stem: string): number | undefined;
  /** Number of passages that have the stem in text, heading or title. */
  frequency(stem: string): number;
  /** Stems of the documents that a stem is the beginning of, at most three letters longer ("CompetitorX"). */
  extensions(stem: string): readonly string[];
  /** Passages by BM25 over the weighted stems, best first. */
  search(weights: ReadonlyMap<string, number>, limit: number): readonly Hit[];
};

const BOOST = { path: 2, title: 1.5, body: 1 };

/** Indexes passages by word. Their numbers are their places in the list. */
export function createLexicalIndex(passages: readonly Indexable[]): LexicalIndex {
  const vocabulary = createVocabulary();
  const entries = passages.map((passage): Entry => {
    const units = passage.units.map(vocabulary.stemsOf);
    const headings = tellingHeadings(passage);
    const path = vocabulary.stemsOf(headings.join(" "));
    const title = vocabulary.stemsOf(`${passage.title} ${passage.source.replace(/\.[a-z]+$/, "")}`);
    const heading = vocabulary.stemsOf(headings.at(-1) ?? passage.title);
    const name = vocabulary.stemsOf(passage.title);
    vocabulary.count(new Set([...path, ...title, ...units.flat()]));
    const { toIds } = vocabulary;
    return {
      heading: toIds(heading),
      path: toIds(path),
      title: toIds(title),
      name: toIds(name),
      units: units.map(toIds),
    };
  });
  const bm25 = createBm25(
    [
      { boost: BOOST.path, documents: entries.map(({ path }) => path) },
      {
        boost: BOOST.title,
        documents: entries.map(({ title }) => Int32Array.from(new Set(title))),
      },
      { boost: BOOST.body, documents: entries.map(({ units }) => joined(units)) },
    ],
    vocabulary.size(),
  );
  return {
    size: passages.length,
    words: vocabulary.words,
    entry: (passage) => entries[passage],
    idOf: vocabulary.idOf,
    frequency: vocabulary.frequency,
    extensions: vocabulary.extensions,
    search(weights, limit) {
      const known = [...weights].flatMap(([stem, weight]) => {
        const id = vocabulary.idOf(stem);
        return id === undefined ? [] : [[id, weight] as const];
      });
      return bm25.search(new Map(known), limit);
    },
  };
}

function joined(units: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(units.reduce((sum, unit) => sum + unit.length, 0));
  let at = 0;
  for (const unit of units) {
    all.set(unit, at);
    at += unit.length;
  }
  return all;
}

function createVocabulary() {
  const stems = new Map<string, number>();
  let sorted: readonly string[] | undefined;
  const words = new Map<string, number>();
  const frequencies: number[] = [];
  const idOf = (stem: string): number | undefined => stems.get(stem);
  return {
    words,
    size: () => stems.size,
    idOf,
    frequency: (stem: string) => frequencies[idOf(stem) ?? -1] ?? 0,
    stemsOf(text: string): readonly string[] {
      return toTerms(text).map(({ word, stem }) => {
        words.set(word, (words.get(word) ?? 0) + 1);
        if (idOf(stem) === undefined) stems.set(stem, stems.size);
        return stem;
      });
    },
    toIds: (list: readonly string[]) => Int32Array.from(list, (stem) => idOf(stem) ?? -1),
    /** Counts a passage for each of its stems. */
    count(passage: ReadonlySet<string>): void {
      for (const stem of passage) {
        const id = idOf(stem) ?? -1;
        frequencies[id] = (frequencies[id] ?? 0) + 1;
      }
    },
    extensions(stem: string): readonly string[] {
      if (stem.length < 5) return [];
      sorted ??= [...stems.keys()].sort();
      const found: string[] = [];
      for (let at = placeIn(sorted, stem); sorted[at]?.startsWith(stem); at++) {
        const longer = sorted[at] ?? "";
        if (longer !== stem && longer.length <= stem.length + 3) found.push(longer);
      }
      return found;
    },
  };
}

/** Where a word stands, or would stand, among sorted ones. */
function placeIn(sorted: readonly string[], word: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
