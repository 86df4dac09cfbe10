import { dot, nearestUnit, type PassageVectors } from "./passage-vectors.ts";
import { type Near, toStandsOut, type VectorSearch } from "./vector-search.ts";

/** What a store holds of passages that say the same. */
export type StoredPassage = PassageVectors & { readonly key: string; readonly whole: Float32Array };

/** How a store is read. Both throw what the store throws, and the reason of `signal` when that aborts. */
export type Reading = {
  /** The `most` nearest by their whole, best first. */
  nearest(
    query: Float32Array,
    options: { readonly most: number; readonly signal: AbortSignal },
  ): Promise<readonly StoredPassage[]>;
  /** Those that are there, in any order. */
  read(keys: readonly string[], signal: AbortSignal): Promise<readonly StoredPassage[]>;
};

/**
 * Search in a store that has passages by what they say: `keys` are those of the passages, in their order; wholes of a
 * `sample` tell what distances are usual.
 */
export function createStoredSearch(
  keys: readonly string[],
  sample: readonly Float32Array[],
  store: Reading,
): VectorSearch {
  const placesOf = new Map<string, number[]>();
  for (const [i, key] of keys.entries()) placesOf.set(key, [...(placesOf.get(key) ?? []), i]);
  return {
    async nearest(query, { limit, also, signal }) {
      const most = Math.min(limit, keys.length);
      const nearest =
        most > 0 && dot(query, query) > 0 ? await store.nearest(query, { most, signal }) : [];
      const known = new Set(nearest.map(({ key }) => key));
      const others = new Set(also.flatMap((i) => keys[i] ?? []).filter((key) => !known.has(key)));
      const further = others.size > 0 ? await store.read([...others], signal) : [];
      const usual = Float32Array.from(sample, (whole) => dot(whole, query));
      const standsOut = toStandsOut(usual, keys.length);
      const near = [...nearest, ...further].flatMap((stored) => {
        const nearness = {
          ...nearestUnit(stored, query),
          heading: dot(stored.heading, query),
          standsOut: standsOut(dot(stored.whole, query)),
        };
        return (placesOf.get(stored.key) ?? []).map((passage): Near => ({ passage, nearness }));
      });
      return inOrder(near, { limit: most, also });
    },
  };
}

/** A text filed twice is one passage there and two here. */
function inOrder(
  near: readonly Near[],
  { limit, also }: { limit: number; also: readonly number[] },
): readonly Near[] {
  const asked = new Set(also);
  const kept = near.slice(0, limit);
  return [...kept, ...near.slice(limit).filter(({ passage }) => asked.has(passage))];
}
