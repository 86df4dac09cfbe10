import MiniSearch from "minisearch";
import { toStems } from "./terms.ts";

/** What is indexed of a passage. */
export type Indexable = {
  readonly source: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly units: readonly string[];
};

/** Ids of the stems of one passage, each list sorted and without repetition. */
export type Entry = {
  /** The last heading's own words, or the title's where there is none. */
  readonly heading: Int32Array;
  /** All headings. */
  readonly path: Int32Array;
  /** The document's title and name. */
  readonly title: Int32Array;
  readonly units: readonly Int32Array[];
  /** Everything in the document. */
  readonly document: Int32Array;
};

export type LexicalIndex = {
  /** Number of passages. */
  readonly size: number;
  entry(passage: number): Entry | undefined;
  /** Undefined when no passage has the stem. */
  idOf(stem: string): number | undefined;
  /** Number of passages that have the stem in text, heading or title. */
  frequency(stem: string): number;
  /** Stems of the documents that may be what was meant by one that they do not have: misspelt, or the beginning of a longer one. */
  similar(stem: string): readonly string[];
  /** Passages by BM25 over the weighted stems, best first. */
  search(weights: ReadonlyMap<string, number>, limit: number): readonly Hit[];
};

export type Hit = { readonly passage: number; readonly score: number };

const BOOST = { path: 2, title: 1.5, body: 1 };

/** Indexes passages by word. Their numbers are their places in the list. */
export function createLexicalIndex(passages: readonly Indexable[]): LexicalIndex {
  const ids = new Map<string, number>();
  const documents = new Map<string, Set<number>>();
  const frequencies: number[] = [];
  const toIds = (stems: readonly string[]) =>
    stems.map((stem) => {
      const id = ids.get(stem) ?? ids.size;
      ids.set(stem, id);
      return id;
    });

  const mini = new MiniSearch<{ id: number; path: string; title: string; body: string }>({
    fields: ["path", "title", "body"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term || null,
    searchOptions: { boost: BOOST },
  });
  const drafts = passages.map((passage, id) => {
    const units = passage.units.map(toStems);
    const path = toStems(passage.headings.join(" "));
    const title = toStems(`${passage.title} ${passage.source.replace(/\.[a-z]+$/, "")}`);
    mini.add({
      id,
      path: path.join(" "),
      title: [...new Set(title)].join(" "),
      body: units.flat().join(" "),
    });
    const draft = {
      heading: sorted(toIds(toStems(passage.headings.at(-1) ?? passage.title))),
      path: sorted(toIds(path)),
      title: sorted(toIds(title)),
      units: units.map((unit) => sorted(toIds(unit))),
    };
    const all = new Set([
      ...draft.path,
      ...draft.title,
      ...draft.units.flatMap((unit) => [...unit]),
    ]);
    for (const stem of all) frequencies[stem] = (frequencies[stem] ?? 0) + 1;
    const whole = documents.get(passage.source) ?? new Set<number>();
    for (const stem of all) whole.add(stem);
    documents.set(passage.source, whole);
    return draft;
  });
  const wholes = new Map([...documents].map(([source, all]) => [source, sorted([...all])]));
  const none = new Int32Array();
  const entries = drafts.map(
    (draft, i): Entry => ({ ...draft, document: wholes.get(passages[i]?.source ?? "") ?? none }),
  );

  return {
    size: passages.length,
    entry: (passage) => entries[passage],
    idOf: (stem) => ids.get(stem),
    frequency: (stem) => frequencies[ids.get(stem) ?? -1] ?? 0,
    similar: (stem) => similarStems(mini, stem),
    search(weights, limit) {
      if (weights.size === 0) return [];
      const found = mini.search([...weights.keys()].join(" "), {
        boostTerm: (term) => weights.get(term) ?? 1,
      });
      return found.slice(0, limit).map(({ id, score }) => ({ passage: Number(id), score }));
    },
  };
}

function similarStems(mini: MiniSearch, stem: string): readonly string[] {
  if (stem.length < 4 || /\d/.test(stem)) return [];
  const fuzzy = stem.length < 6 ? 1 : 2;
  const matched = new Set(
    mini.search(stem, { fuzzy, prefix: stem.length >= 5 }).flatMap((found) => found.terms),
  );
  return [...matched].filter((term) => term[0] === stem[0] || term.length > 5);
}

function sorted(ids: readonly number[]): Int32Array {
  return Int32Array.from(new Set(ids)).sort();
}

/** True when a sorted list has the id. */
export function includes(ids: Int32Array, id: number): boolean {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = ids[middle] ?? 0;
    if (value === id) return true;
    if (value < id) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
