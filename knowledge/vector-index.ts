import { highest } from "./highest.ts";
import { createInt8Rows, type Estimates } from "./int8-rows.ts";
import { dot, nearestUnit, type PassageVectors, wholeOf } from "./passage-vectors.ts";
import { type Near, toStandsOut, type VectorSearch } from "./vector-search.ts";

/**
 * Exact search over typed arrays. All vectors are of length 1 (or 0) and of the same dimensions.
 * A scan over bytes says which passages may be among the nearest; those are compared in full.
 */
export function createVectorIndex(
  passages: readonly PassageVectors[],
  dimensions: number,
): VectorSearch {
  const wholes = new Float32Array(passages.length * dimensions);
  for (const [i, passage] of passages.entries()) wholes.set(wholeOf(passage), i * dimensions);
  const packed = createInt8Rows(wholes, dimensions);
  const scoreOf = (passage: number, query: Float32Array) =>
    dot(query, wholes.subarray(passage * dimensions, (passage + 1) * dimensions));
  return {
    async nearest(query, { limit, also, signal }) {
      signal.throwIfAborted();
      const estimates = packed.estimate(query);
      const standsOut = toStandsOut(estimates.scores, passages.length);
      const nearest = candidates(estimates, limit)
        .map((passage) => ({ passage, score: scoreOf(passage, query) }))
        .sort((a, b) => b.score - a.score || a.passage - b.passage)
        .slice(0, limit);
      const toNear = (passage: number): readonly Near[] => {
        const vectors = passages[passage];
        if (!vectors) return [];
        const heading = dot(vectors.heading, query);
        const nearness = {
          ...nearestUnit(vectors, query),
          heading,
          standsOut: standsOut(scoreOf(passage, query)),
        };
        return [{ passage, nearness }];
      };
      return [...new Set([...nearest.map(({ passage }) => passage), ...also])].flatMap(toNear);
    },
  };
}

/** Every passage that may be among the `limit` nearest. */
function candidates({ scores, errors }: Estimates, limit: number): readonly number[] {
  const atLeast = scores.map((score, i) => score - (errors[i] ?? 0));
  const bar = highest(atLeast, limit).at(-1);
  if (bar === undefined) return [];
  const least = atLeast[bar] ?? 0;
  const found: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if ((scores[i] ?? 0) + (errors[i] ?? 0) >= least) found.push(i);
  }
  return found;
}
