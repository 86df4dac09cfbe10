import { setTimeout as sleep } from "node:timers/promises";
import { GoogleGenerativeAIEmbeddings } from "@langchain/google-genai";
import { type Embedder, normalise, type Purpose } from "./embedder.ts";
import { within } from "./within.ts";

export type GeminiEmbedderOptions = {
  readonly apiKey: string;
  /** As Google names it, such as gemini-embedding-001. */
  readonly model: string;
  /** Of the vectors; the model can shorten them. */
  readonly dimensions: number;
  /** Another address of the Gemini API, for a proxy or a test. */
  readonly baseUrl?: string;
  /** Unit of the waits between tries; 500 when absent. */
  readonly pauseMs?: number;
};

/** Google's limit for one request. */
const BATCH = 100;
const TRIES = 5;
const CALL_MS = 20_000;

/**
 * Embeddings of the Gemini API: of passages and of questions as the model tells them apart, a hundred texts a request.
 * A request that fails is tried again, with longer and longer waits.
 */
export function createGeminiEmbedder(options: GeminiEmbedderOptions): Embedder {
  const { model, dimensions, pauseMs = 500 } = options;
  const clients = {
    passage: createClient(options, "RETRIEVAL_DOCUMENT"),
    question: createClient(options, "RETRIEVAL_QUERY"),
  } as const satisfies Record<Purpose, GoogleGenerativeAIEmbeddings>;

  const embedBatch = async (texts: readonly string[], { purpose, signal }: Asking) => {
    const client = clients[purpose];
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const vectors = await tryOnce(client, texts, signal);
      if (vectors) return vectors;
      if (attempt < TRIES) await sleep(pauseMs * 2 ** (attempt - 1), undefined, { signal });
    }
    throw await toReason({ client, text: texts[0] ?? "", signal });
  };

  return {
    id: `${model}-${dimensions}`,
    dimensions,
    async embed(texts, signal, purpose = "passage") {
      const vectors: Float32Array[] = texts.map(() => new Float32Array(dimensions));
      const places = texts.flatMap((text, i) => (/[\p{L}\p{N}]/u.test(text) ? [i] : []));
      for (let from = 0; from < places.length; from += BATCH) {
        const some = places.slice(from, from + BATCH);
        const rows = await embedBatch(
          some.map((i) => texts[i] ?? ""),
          { purpose, signal },
        );
        for (const [k, i] of some.entries()) vectors[i] = toVector(rows[k] ?? [], options);
      }
      return vectors;
    },
  };
}

type Asking = { readonly purpose: Purpose; readonly signal: AbortSignal };

function createClient(
  { apiKey, model, dimensions, baseUrl }: GeminiEmbedderOptions,
  taskType: "RETRIEVAL_DOCUMENT" | "RETRIEVAL_QUERY",
): GoogleGenerativeAIEmbeddings {
  const fields = {
    apiKey,
    model,
    taskType: taskType as never,
    // The request's own field, which the client passes on without naming it in its type.
    outputDimensionality: dimensions,
    maxRetries: 0,
    ...(baseUrl && { baseUrl }),
  };
  return new GoogleGenerativeAIEmbeddings(fields);
}

/** Undefined when it failed. The client answers with empty vectors where a request did. */
async function tryOnce(
  client: GoogleGenerativeAIEmbeddings,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly (readonly number[])[] | undefined> {
  try {
    const rows = await within(() => client.embedDocuments([...texts]), { ms: CALL_MS, signal });
    const isWhole = rows.length === texts.length && rows.every((row) => row.length > 0);
    return isWhole ? rows : undefined;
  } catch {
    // Out of time, or an address that does not answer: tried again, and in the end told by `toReason`.
    signal.throwIfAborted();
    return undefined;
  }
}

/** Shortened vectors are not of length 1. @throws {Error} when the model gives others than were asked for. */
function toVector(row: readonly number[], options: GeminiEmbedderOptions): Float32Array {
  const { model, dimensions } = options;
  if (row.length !== dimensions || !row.every(Number.isFinite)) {
    throw new Error(
      `Cannot use the embeddings of ${model}: they have ${row.length} dimensions, ${dimensions} are expected`,
    );
  }
  return normalise(Float32Array.from(row));
}

type Failed = {
  readonly client: GoogleGenerativeAIEmbeddings;
  readonly text: string;
  readonly signal: AbortSignal;
};

/** Why requests fail, which the client tells only of single ones. */
async function toReason({ client, text, signal }: Failed): Promise<Error> {
  try {
    await within(() => client.embedQuery(text), { ms: CALL_MS, signal });
    return new Error("Gemini gave no vector for some texts");
  } catch (cause) {
    signal.throwIfAborted();
    return new Error("Gemini does not embed", { cause });
  }
}
