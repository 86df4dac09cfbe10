import { fillVectors } from "./fill-vectors.ts";
import { createWordEmbedder } from "./testdata/word-embedder.ts";
import type { VectorSearch, VectorStore } from "./vector-search.ts";

const found: VectorSearch = { nearest: async () => [] };

/** Fails the first times; then embeds two sentences. */
function createStore(failures: number): VectorStore & { readonly attempts: () => number } {
  let attempts = 0;
  return {
    attempts: () => attempts,
    async fill(_, { embedder, signal }) {
      attempts += 1;
      await embedder.embed(["One.", "Two."], signal);
      if (attempts <= failures) throw new Error("quota");
      return found;
    },
  };
}

describe("fillVectors()", () => {
  it("tries again what failed, says so until then, and nothing after", async () => {
    const store = createStore(2);
    const filled = vi.fn();
    await using filling = fillVectors([], {
      ...{ store, embedder: createWordEmbedder(), filled },
      pausesMs: [1],
    });
    await filling.tried;
    expect(filling.lacking()).toBe("Cannot search by meaning: quota; it is tried again");
    await vi.waitFor(() => expect(filling.lacking()).toBeUndefined());
    expect(filled).toHaveBeenCalledExactlyOnceWith(found);
    expect(store.attempts()).toBe(3);
  });

  it("tells how far it is, and stops when it is closed", async () => {
    const store: VectorStore = {
      async fill(_, { embedder, signal }) {
        await embedder.embed(["One.", "Two."], signal);
        return new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason)),
        );
      },
    };
    const filling = fillVectors([], { store, embedder: createWordEmbedder(), filled: () => {} });
    await vi.waitFor(() => expect(filling.lacking()).toContain("2 sentences so far"));
    await filling[Symbol.asyncDispose]();
  });
});
