import { headingText, textsOf } from "./passage-vectors.ts";
import { createVectorIndex } from "./vector-index.ts";
import { openVectorJournal } from "./vector-journal.ts";
import type { VectorStore } from "./vector-search.ts";

/** Texts embedded before they are written: what a kill can cost. */
const BATCH = 400;

/** Vectors in a file of this machine, searched in this process. With `keepsAll` those of other passages stay in the file. */
export function createFileVectors(path: string, { keepsAll = false } = {}): VectorStore {
  return {
    async fill(passages, { embedder, signal }) {
      const journal = await openVectorJournal(path, embedder);
      const texts = textsOf(passages);
      const missing = journal.missing(texts);
      for (let from = 0; from < missing.length; from += BATCH) {
        signal.throwIfAborted();
        const batch = missing.slice(from, from + BATCH);
        await journal.add(batch, await embedder.embed(batch, signal));
      }
      signal.throwIfAborted();
      if (!keepsAll) await journal.keepOnly(texts);
      const none = new Float32Array(embedder.dimensions);
      const vectors = passages.map((passage) => ({
        heading: journal.get(headingText(passage)) ?? none,
        units: passage.units.map((unit) => journal.get(unit) ?? none),
      }));
      return createVectorIndex(vectors, embedder.dimensions);
    },
  };
}
