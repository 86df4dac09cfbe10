/** What texts are embedded as: some models lay questions beside the passages that answer them. */
export type Purpose = "passage" | "question";

/** Turns texts into vectors whose cosine says how near their meanings are. */
export type Embedder = {
  /** Names model and version: vectors of another id are never compared or reused. */
  readonly id: string;
  readonly dimensions: number;
  /**
   * Vectors of length 1, one a text, in order; a text without words is the zero vector. Of passages where no purpose is named.
   *
   * @throws {Error} when the model cannot be loaded or reached; the reason of `signal` when that aborts.
   */
  embed(
    texts: readonly string[],
    signal: AbortSignal,
    purpose?: Purpose,
  ): Promise<readonly Float32Array[]>;
};

/** Embeds questions, and remembers the vectors of the last `size`, so that one asked again costs nothing. */
export function embedQuestions(embedder: Embedder, size: number): Embedder {
  const known = new Map<string, Float32Array>();
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    async embed(texts, signal) {
      const missing = [...new Set(texts.filter((text) => !known.has(text)))];
      const fresh = missing.length > 0 ? await embedder.embed(missing, signal, "question") : [];
      const found = new Map(missing.map((text, i) => [text, fresh[i]] as const));
      return texts.map((text) => {
        const vector = found.get(text) ?? known.get(text) ?? new Float32Array(embedder.dimensions);
        known.delete(text);
        known.set(text, vector);
        if (known.size > size) known.delete(known.keys().next().value ?? "");
        return vector;
      });
    },
  };
}

/** In place, to length 1. The zero vector stays. */
export function normalise(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum > 0) {
    const scale = 1 / Math.sqrt(sum);
    for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) * scale;
  }
  return vector;
}
