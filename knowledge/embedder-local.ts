import { Worker } from "node:worker_threads";
import { type Embedder, normalise } from "./embedder.ts";
import type { EmbedReply, EmbedRequest } from "./embedder-worker.ts";

const DIMENSIONS = 512;
/** Small, so that a question waits at most some 50 ms behind the documents being embedded. */
const BATCH = 8;
/** The model's cost grows with the square of a text's length; it was made for sentences. */
const LIMIT_CHARS = 1_000;

/**
 * Sentence embeddings in English, computed in a thread of this process: no key, no network.
 *
 * The model (28 MB) is loaded at once in its thread, about 0.3 s; about 10 ms a question, 6 ms a sentence of a
 * document (2026-11, two cores). The thread does not keep the process alive.
 */
export function openLocalEmbedder(): Embedder & AsyncDisposable {
  const thread = openThread();
  return {
    id: "energetic-ai-use-lite-en-0.2.0",
    dimensions: DIMENSIONS,
    async embed(texts, signal) {
      const vectors: Float32Array[] = texts.map(() => new Float32Array(DIMENSIONS));
      // Texts of like length share a batch, since a batch is as wide as its longest.
      const order = texts.flatMap((text, i) => (/[\p{L}\p{N}]/u.test(text) ? [i] : []));
      order.sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
      for (let from = 0; from < order.length; from += BATCH) {
        signal.throwIfAborted();
        const batch = order.slice(from, from + BATCH);
        const flat = await thread.ask(batch.map((i) => texts[i]?.slice(0, LIMIT_CHARS) ?? ""));
        for (const [row, i] of batch.entries()) {
          vectors[i] = normalise(flat.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS));
        }
      }
      signal.throwIfAborted();
      return vectors;
    },
    [Symbol.asyncDispose]: thread.close,
  };
}

type Waiting = { resolve: (vectors: Float32Array) => void; reject: (cause: Error) => void };

function openThread() {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  const worker = new Worker(new URL("./embedder-worker.ts", import.meta.url), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  worker.unref();
  let broken: Error | undefined;
  const fail = (cause: Error) => {
    broken = cause;
    for (const { reject } of waiting.values()) reject(cause);
    waiting.clear();
    worker.unref();
  };
  worker.on("message", (reply: EmbedReply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ("error" in reply) asked?.reject(new Error(`Cannot embed: ${reply.error}`));
    else asked?.resolve(reply.vectors);
  });
  worker.on("error", (cause) => {
    fail(new Error("Cannot embed: the thread of the model broke", { cause }));
  });
  worker.on("exit", () => fail(broken ?? new Error("Cannot embed: the embedder is closed")));
  return {
    ask(texts: readonly string[]): Promise<Float32Array> {
      return new Promise((resolve, reject) => {
        if (broken) return reject(broken);
        last += 1;
        waiting.set(last, { resolve, reject });
        // Referenced only while it works, so that an idle thread does not hold the process.
        worker.ref();
        worker.postMessage({ id: last, texts } satisfies EmbedRequest);
      });
    },
    async close(): Promise<void> {
      await worker.terminate();
    },
  };
}
