/** How near a passage is to a question by meaning: cosines, -1..1. */
export type Nearness = {
  /** Of its nearest sentence. */
  readonly unit: number;
  /** Of its headings. */
  readonly heading: number;
  /** Of the sum of its sentences, in deviations from the mean of all passages, as a share of what the best of so many would reach by chance. */
  readonly standsOut: number;
};

export type VectorIndex = {
  /** Passages whose whole is nearest, best first. Exact. */
  nearest(query: Float32Array, limit: number): readonly number[];
  nearness(query: Float32Array, passage: number): Nearness;
};

/** Vectors of one passage. */
export type PassageVectors = {
  readonly heading: Float32Array;
  readonly units: readonly Float32Array[];
};

/** Exact search over typed arrays. All vectors are of length 1 and of the same dimensions. */
export function createVectorIndex(
  passages: readonly PassageVectors[],
  dimensions: number,
): VectorIndex {
  const wholes = new Float32Array(4 * Math.ceil(passages.length / 4) * dimensions);
  for (const [i, passage] of passages.entries()) {
    wholes.set(sumOf([passage.heading, ...passage.units], dimensions), i * dimensions);
  }
  let last:
    | { query: Float32Array; scores: Float32Array; toStandsOut: (score: number) => number }
    | undefined;
  const scoresOf = (query: Float32Array) => {
    if (last?.query !== query) {
      const scores = dotAll(wholes, query).subarray(0, passages.length);
      last = { query, scores, toStandsOut: toStandsOut(scores) };
    }
    return last;
  };
  return {
    nearest: (query, limit) => highest(scoresOf(query).scores, limit),
    nearness(query, passage) {
      const vectors = passages[passage];
      const all = scoresOf(query);
      return {
        unit: Math.max(-1, ...(vectors?.units ?? []).map((unit) => dot(unit, query))),
        heading: vectors ? dot(vectors.heading, query) : 0,
        standsOut: all.toStandsOut(all.scores[passage] ?? 0),
      };
    },
  };
}

function toStandsOut(scores: Float32Array): (score: number) => number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  const variance =
    scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, scores.length);
  // The highest of n normal values lies about this many deviations above their mean.
  const byChance = Math.sqrt(2 * Math.log(scores.length + 1)) * Math.sqrt(variance);
  return (score) => (byChance > 0 ? (score - mean) / byChance : 0);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Four rows at a time, which the engine computes side by side; `rows` is filled up to a multiple of four. */
function dotAll(rows: Float32Array, query: Float32Array): Float32Array {
  const size = query.length;
  const scores = new Float32Array(size > 0 ? rows.length / size : 0);
  for (let row = 0, at = 0; row < scores.length; row += 4, at += 4 * size) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < size; i++) {
      const x = query[i] ?? 0;
      a += (rows[at + i] ?? 0) * x;
      b += (rows[at + size + i] ?? 0) * x;
      c += (rows[at + 2 * size + i] ?? 0) * x;
      d += (rows[at + 3 * size + i] ?? 0) * x;
    }
    scores.set([a, b, c, d], row);
  }
  return scores;
}

function sumOf(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions);
  for (const vector of vectors)
    for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
  const length = Math.sqrt(dot(sum, sum));
  return length > 0 ? sum.map((value) => value / length) : sum;
}

/** Places of the highest scores, best first. */
function highest(scores: Float32Array, limit: number): readonly number[] {
  const best: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const [place, score] of scores.entries()) {
    if (best.length === limit && score <= least) continue;
    const at = best.findIndex((other) => (scores[other] ?? 0) < score);
    best.splice(at < 0 ? best.length : at, 0, place);
    if (best.length > limit) best.pop();
    least = scores[best.at(-1) ?? 0] ?? least;
  }
  return best;
}
