import { toCoverage } from "./coverage.ts";
import { type Candidate, type Features, toFeatures } from "./features.ts";
import { createLexicalIndex, type Indexable, type LexicalIndex } from "./lexical-index.ts";
import { createQueryReader, type QueryReader } from "./query.ts";
import type { VectorIndex } from "./vector-index.ts";
import type { WordLore } from "./word-lore.ts";

/** A passage, by its place in the list, with what is known of it for a question. */
export type Scored = { readonly passage: number; readonly features: Features };

export type Ranker = {
  /** A question with misspelt words put right, as it should be embedded and asked. */
  correct(text: string): string;
  /** Passages that may bear on a question, in no order. `vector` is the question's; without it words alone decide. */
  candidates(text: string, vector: Float32Array | undefined): readonly Scored[];
  /** Indexes vectors, from then on used for questions that come with one. */
  useVectors(vectors: VectorIndex): void;
};

/** From each side; what neither words nor meaning put among its first is not looked at closer. */
const CANDIDATES = 25;

const FAR = { unit: 0, heading: 0, standsOut: 0 };

/** Finds candidates by word (BM25) and by meaning (exact cosine), and describes them. */
export function createRanker(
  passages: readonly Indexable[],
  { synonyms, lore }: { synonyms: readonly (readonly string[])[]; lore: WordLore },
): Ranker {
  const index = createLexicalIndex(passages);
  const reader = createQueryReader(index, synonyms, lore);
  let vectors: VectorIndex | undefined;
  return {
    correct: reader.correct,
    useVectors(given) {
      vectors = given;
    },
    candidates(text, vector) {
      const near = vector && vectors ? { vectors, vector } : undefined;
      return score({ text, index, reader, near });
    },
  };
}

type Scoring = {
  readonly text: string;
  readonly index: LexicalIndex;
  readonly reader: QueryReader;
  readonly near: { readonly vectors: VectorIndex; readonly vector: Float32Array } | undefined;
};

function score({ text, index, reader, near }: Scoring): readonly Scored[] {
  const query = reader.read(text);
  const byWord = index.search(query.stems, CANDIDATES).map((hit) => hit.passage);
  const byMeaning = near?.vectors.nearest(near.vector, CANDIDATES) ?? [];
  const places: number[] = [];
  const candidates: Candidate[] = [];
  for (const passage of new Set([...byWord, ...byMeaning])) {
    const entry = index.entry(passage);
    if (!entry) continue;
    const nearness = near?.vectors.nearness(near.vector, passage) ?? FAR;
    places.push(passage);
    candidates.push({ coverage: toCoverage(query, entry), nearness });
  }
  return toFeatures(candidates, index.size).map((features, i) => ({
    passage: places[i] ?? 0,
    features,
  }));
}
