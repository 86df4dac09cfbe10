import { hash } from "node:crypto";
import { type Embedder, normalise } from "../embedder.ts";

/** Deterministic stand-in: texts are near when they share words. `asked` collects every text it was given. */
export function createWordEmbedder(): Embedder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    id: "words",
    dimensions: 64,
    asked,
    async embed(texts, signal) {
      signal.throwIfAborted();
      asked.push(...texts);
      return texts.map((text) => {
        const vector = new Float32Array(64);
        for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
          const place = Number.parseInt(hash("sha1", word, "hex").slice(0, 6), 16) % 64;
          vector[place] = (vector[place] ?? 0) + 1;
        }
        return normalise(vector);
      });
    },
  };
}
