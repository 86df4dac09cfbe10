import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type Embedder, normalise } from "./embedder.ts";
import type { EmbedReply, EmbedRequest } from "./embedder-worker.ts";

const DIMENSIONS = 384;
/** Small, so that a question waits at most some 50 ms behind the documents being embedded. */
const BATCH = 4;
/** From so many texts on, further threads are worth the 0.3 s and 250 MB that each takes to load its model. */
const MANY_TEXTS = 100;
const HELPERS = Math.min(3, availableParallelism() - 1);
/** The model reads 256 tokens of a text and passes over the rest. */
const LIMIT_CHARS = 1_200;

/**
 * Sentence embeddings in English, computed in a thread of this process: no key, no network.
 *
 * The model (45 MB, all-MiniLM-L6-v2 in WebAssembly) is loaded at once in its thread, about 0.3 s; about 15 ms a question,
 * 1.5 ms a token of a document (2026-11, two cores). The thread does not keep the process alive.
 */
export function openLocalEmbedder({ manyTexts = MANY_TEXTS } = {}): Embedder & AsyncDisposable {
  const thread = openThread();
  return {
    id: "all-minilm-l6-v2-fp16",
    dimensions: DIMENSIONS,
    async embed(texts, signal) {
      const vectors: Float32Array[] = texts.map(() => new Float32Array(DIMENSIONS));
      const batches = toBatches(texts);
      const helpers = texts.length < manyTexts ? [] : Array.from({ length: HELPERS }, openThread);
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

/** Places of the texts that have words, a few a batch. */
function toBatches(texts: readonly string[]): (readonly number[])[] {
  const order = texts.flatMap((text, i) => (/[\p{L}\p{N}]/u.test(text) ? [i] : []));
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
