import { setTimeout as pause } from "node:timers/promises";
import type { Embedder } from "./embedder.ts";
import type { Located } from "./located.ts";
import type { VectorSearch, VectorStore } from "./vector-search.ts";

export type FillingOptions = {
  readonly store: VectorStore;
  readonly embedder: Embedder;
  /** Told of the vectors once every passage has its own. */
  readonly filled: (vectors: VectorSearch) => void;
  /** Pauses before each further attempt in milliseconds; the last one is kept to. */
  readonly pausesMs?: readonly number[];
};

/** Passages on the way to be found by their meaning. */
export type FillingVectors = AsyncDisposable & {
  /** Settles when the first attempt is over. Never rejects. */
  readonly tried: Promise<void>;
  /** One sentence about what is lacking yet, and why; undefined once nothing is. */
  lacking(): string | undefined;
};

/** A service that is down for a moment comes back soon; a key that is refused is mended by a person. */
const PAUSES_MS = [2_000, 10_000, 60_000, 300_000];

/** Fills the store in the background, and again when that failed: what was embedded by then is kept. */
export function fillVectors(
  passages: readonly Located[],
  { store, embedder, filled, pausesMs = PAUSES_MS }: FillingOptions,
): FillingVectors {
  const closing = new AbortController();
  const { signal } = closing;
  let isDone = false;
  let failure: string | undefined;
  let asked = 0;

  // Told by what the embedder was asked for, so that every store tells.
  const counting: Embedder = {
    ...embedder,
    embed: async (texts, stop, purpose) => {
      const vectors = await embedder.embed(texts, stop, purpose);
      asked += texts.length;
      return vectors;
    },
  };
  const attempt = async () => {
    try {
      filled(await store.fill(passages, { embedder: counting, signal }));
      isDone = true;
      failure = undefined;
    } catch (cause) {
      if (signal.aborted) return;
      failure = `Cannot search by meaning: ${cause instanceof Error ? cause.message : cause}`;
    }
  };
  const tried = attempt();
  const over = tried.then(async () => {
    for (let time = 0; !(isDone || signal.aborted); time++) {
      const ms = pausesMs[Math.min(time, pausesMs.length - 1)] ?? 0;
      // Aborted when it closes; nothing is left to do then.
      await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) await attempt();
    }
  });
  return {
    tried,
    lacking() {
      if (isDone) return undefined;
      if (failure !== undefined) return `${failure}; it is tried again`;
      const soFar = asked > 0 ? ` (${asked} sentences so far)` : "";
      return `Documents are still being read for their meaning${soFar}; until then they are searched by word`;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await over;
    },
  };
}
