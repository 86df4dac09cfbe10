import MiniSearch from "minisearch";
import SearchableMap from "minisearch/SearchableMap";
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

export type Hit = { readonly passage: number; readonly score: number };

const BOOST = { path: 2, title: 1.5, body: 1 };

/** Indexes passages by word. Their numbers are their places in the list. */
export function createLexicalIndex(passages: readonly Indexable[]): LexicalIndex {
  const vocabulary = createVocabulary();
  const mini = new MiniSearch<{ id: number; path: string; title: string; body: string }>({
    fields: ["path", "title", "body"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term || null,
    searchOptions: { boost: BOOST },
  });
  const entries = passages.map((passage, id): Entry => {
    const units = passage.units.map(vocabulary.stemsOf);
    const path = vocabulary.stemsOf(passage.headings.join(" "));
    const title = vocabulary.stemsOf(`${passage.title} ${passage.source.replace(/\.[a-z]+$/, "")}`);
    const heading = vocabulary.stemsOf(passage.headings.at(-1) ?? passage.title);
    mini.add({
      id,
      path: path.join(" "),
      title: [...new Set(title)].join(" "),
      body: units.flat().join(" "),
    });
    vocabulary.count(new Set([...path, ...title, ...units.flat()]));
    const { toIds } = vocabulary;
    return {
      heading: toIds(heading),
      path: toIds(path),
      title: toIds(title),
      units: units.map(toIds),
    };
  });
  return {
    size: passages.length,
    words: vocabulary.words,
    entry: (passage) => entries[passage],
    idOf: vocabulary.idOf,
    frequency: vocabulary.frequency,
    extensions: vocabulary.extensions,
    search(weights, limit) {
      if (weights.size === 0) return [];
      const found = mini.search([...weights.keys()].join(" "), {
        boostTerm: (term) => weights.get(term) ?? 1,
      });
      return found.slice(0, limit).map(({ id, score }) => ({ passage: Number(id), score }));
    },
  };
}

function createVocabulary() {
  const stems = new Map<string, number>();
  // For prefixes alone: it counts its entries anew each time that its size is asked.
  const tree = new SearchableMap<number>();
  const words = new Map<string, number>();
  const frequencies: number[] = [];
  const idOf = (stem: string): number | undefined => stems.get(stem);
  return {
    words,
    idOf,
    frequency: (stem: string) => frequencies[idOf(stem) ?? -1] ?? 0,
    stemsOf(text: string): readonly string[] {
      return toTerms(text).map(({ word, stem }) => {
        words.set(word, (words.get(word) ?? 0) + 1);
        if (idOf(stem) === undefined) {
          tree.set(stem, stems.size);
          stems.set(stem, stems.size);
        }
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
      return [...tree.atPrefix(stem).keys()].filter(
        (longer) => longer !== stem && longer.length <= stem.length + 3,
      );
    },
  };
}
