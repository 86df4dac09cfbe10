import type { Embedder } from "./embedder.ts";
import { createGeminiEmbedder, type GeminiEmbedderOptions } from "./embedder-gemini.ts";
import { openLocalEmbedder } from "./embedder-local.ts";

export type EmbedderChoice =
  | { readonly kind: "local" }
  | ({ readonly kind: "gemini" } & GeminiEmbedderOptions);

/** The embedder that the settings name. */
export function openEmbedder(choice: EmbedderChoice): Embedder & AsyncDisposable {
  switch (choice.kind) {
    case "local":
      return openLocalEmbedder();
    case "gemini":
      return { ...createGeminiEmbedder(choice), [Symbol.asyncDispose]: async () => {} };
  }
}
