import { toCoverage } from "./coverage.ts";
import { type Candidate, type Features, toFeatures } from "./features.ts";
import { createLexicalIndex, type Indexable, type LexicalIndex } from "./lexical-index.ts";
import { createQueryReader, type Query } from "./query.ts";
import type { Near, VectorSearch } from "./vector-search.ts";
import type { WordLore } from "./word-lore.ts";

/** A passage, by its place in the list, with what is known of it for a question. */
export type Scored = {
  readonly passage: number;
  readonly features: Features;
  /** Its sentence that is nearest to the question by meaning, from 0; -1 where none is known. */
  readonly unitAt: number;
};

export type Ranker = {
  /** A question with misspelt words put right, as it should be embedded and asked. */
  correct(text: string): string;
  /**
   * Passages that may bear on a question, in no order. `vector` is the question's; without it words alone decide.
   *
   * @throws {TurnError} when the vectors cannot be reached; the reason of `signal` when that aborts.
   */
  candidates(
    text: string,
    vector: Float32Array | undefined,
    signal: AbortSignal,
  ): Promise<readonly Scored[]>;
  /** From then on used for questions that come with a vector. */
  useVectors(vectors: VectorSearch): void;
};

/** From each side; what neither words nor meaning put among its first is not looked at closer. */
const CANDIDATES = 25;

const FAR = { unit: 0, unitAt: -1, heading: 0, standsOut: 0 };

/** Finds candidates by word (BM25) and by meaning (exact cosine), and describes them. */
export function createRanker(
  passages: readonly Indexable[],
  { synonyms, lore }: { synonyms: readonly (readonly string[])[]; lore: WordLore },
): Ranker {
  const index = createLexicalIndex(passages);
  const reader = createQueryReader(index, synonyms, lore);
  let vectors: VectorSearch | undefined;
  return {
    correct: reader.correct,
    useVectors(given) {
      vectors = given;
    },
    async candidates(text, vector, signal) {
      const query = reader.read(text);
      const byWord = index.search(query.stems, CANDIDATES).map((hit) => hit.passage);
      const near =
        vector && vectors
          ? await vectors.nearest(vector, { limit: CANDIDATES, also: byWord, signal })
          : byWord.map((passage): Near => ({ passage, nearness: FAR }));
      return describe(near, query, index);
    },
  };
}

function describe(near: readonly Near[], query: Query, index: LexicalIndex): readonly Scored[] {
  const known = near.flatMap(({ passage, nearness }) => {
    const entry = index.entry(passage);
    return entry ? [{ passage, candidate: { coverage: toCoverage(query, entry), nearness } }] : [];
  });
  const features = toFeatures(known.map(({ candidate }): Candidate => candidate));
  return known.flatMap(({ passage, candidate }, i) => {
    const own = features[i];
    return own ? [{ passage, features: own, unitAt: candidate.nearness.unitAt }] : [];
  });
}
