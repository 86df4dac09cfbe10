import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type Embedder, normalise } from "./embedder.ts";
import type { EmbedReply, EmbedRequest } from "./embedder-worker.ts";

const DIMENSIONS = 512;
/** Small, so that a question waits at most some 50 ms behind the documents being embedded. */
const BATCH = 8;
/** From so many batches on, further threads are worth the 0.3 s that each takes to load its model. */
const MANY_BATCHES = 40;
const HELPERS = Math.min(3, availableParallelism() - 1);
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
      const batches = toBatches(texts);
      const helpers =
        batches.length < MANY_BATCHES ? [] : Array.from({ length: HELPERS }, openThread);
      const work = async ({ ask }: Thread) => {
        for (let batch = batches.shift(); batch; batch = batches.shift()) {
          signal.throwIfAborted();
          const flat = await ask(batch.map((i) => texts[i]?.slice(0, LIMIT_CHARS) ?? ""));
          for (const [row, i] of batch.entries()) {
            vectors[i] = normalise(flat.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS));
          }
        }
      };
      try {
        await Promise.all([thread, ...helpers].map(work));
      } finally {
        await Promise.all(helpers.map(({ close }) => close()));
      }
      signal.throwIfAborted();
      return vectors;
    },
    [Symbol.asyncDispose]: thread.close,
  };
}

/** Places of the texts that have words, a few a batch. Texts of like length share one, since a batch is as wide as its longest. */
function toBatches(texts: readonly string[]): (readonly number[])[] {
  const order = texts.flatMap((text, i) => (/[\p{L}\p{N}]/u.test(text) ? [i] : []));
  order.sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0));
  return Array.from({ length: Math.ceil(order.length / BATCH) }, (_, i) =>
    order.slice(i * BATCH, (i + 1) * BATCH),
  );
}

type Thread = ReturnType<typeof openThread>;

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
