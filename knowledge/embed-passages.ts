import type { Embedder } from "./embedder.ts";
import type { Located } from "./find-passages.ts";
import { createVectorIndex, type VectorIndex } from "./vector-index.ts";
import type { Vectors } from "./vectors.ts";

/** What is embedded of a passage's place: its headings below its document's title. */
function headingText(chunk: Located): string {
  return [chunk.title, ...chunk.headings].join(": ");
}

/** Embeds every sentence and heading that is new, and keeps it for the next start. @throws {Error} of the embedder. */
export async function embedAll(
  chunks: readonly Located[],
  vectors: Vectors,
  { embedder, signal }: { embedder: Embedder; signal: AbortSignal },
): Promise<void> {
  const texts = chunks.flatMap((chunk) => [headingText(chunk), ...chunk.units]);
  signal.throwIfAborted();
  // The first question then finds the model loaded.
  await embedder.embed(["ready"], signal);
  try {
    await vectors.embedMissing(texts, signal);
  } finally {
    await vectors.save(texts);
  }
}

/** Index over vectors that `embedAll` has made; a passage without any is far from everything. */
export function toVectorIndex(
  chunks: readonly Located[],
  vectors: Vectors,
  dimensions: number,
): VectorIndex {
  const none = new Float32Array(dimensions);
  return createVectorIndex(
    chunks.map((chunk) => ({
      heading: vectors.get(headingText(chunk)) ?? none,
      units: chunk.units.map((unit) => vectors.get(unit) ?? none),
    })),
    dimensions,
  );
}
