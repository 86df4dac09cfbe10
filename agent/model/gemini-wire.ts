import { noAnswer, refused, unreachable } from "./gemini-trouble.ts";

/** Google's own address; with an address set, LangChain routes through no gateway of its own. */
export const GOOGLE = "https://generativelanguage.googleapis.com";

/** A client of the API as `ChatGoogle` takes it. */
export type GeminiClient = {
  hasApiKey(): boolean;
  getProjectId(): Promise<string>;
  fetch(request: Request): Promise<Response>;
};

/**
 * Sends requests with the key, in a header and never in an address. A stream that breaks off, or a piece of it that
 * cannot be read, is an error: `ChatGoogle` would leave the piece out, and an answer with a hole can name another figure.
 */
export function createGeminiClient(apiKey: string): GeminiClient {
  return {
    hasApiKey: () => true,
    getProjectId: async () => "",
    fetch: async (request) => {
      request.headers.set("x-goog-api-key", apiKey);
      const response = await fetch(request);
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
      return response.ok && response.body && isStream ? checked(response, response.body) : response;
    },
  };
}

function checked({ status, headers }: Response, body: ReadableStream<Uint8Array>): Response {
  const decoder = new TextDecoder();
  const check = createStreamCheck();
  const through = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      check.push(decoder.decode(bytes, { stream: true }));
      controller.enqueue(bytes);
    },
    flush: () => check.end(),
  });
  return new Response(body.pipeThrough(through), { status, headers });
}

/** Reads events as they pass. `push` and `end` throw a `TurnError` when the stream is not whole. */
export function createStreamCheck() {
  let rest = "";
  let isFinished = false;
  return {
    push(text: string): void {
      const events = (rest + text).split(/\r\n\r\n|\n\n|\r\r/);
      rest = events.pop() ?? "";
      for (const event of events) isFinished = readEvent(event) || isFinished;
    },
    end(): void {
      if (rest.trim() !== "") isFinished = readEvent(rest) || isFinished;
      if (!isFinished) throw unreachable(new Error("The stream ended before the answer did"));
    },
  };
}

/** True when it says that the answer is at its end. */
function readEvent(event: string): boolean {
  const data = event
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice("data:".length));
  if (data.length === 0) return false;
  const { error, promptFeedback, candidates } = parse(data.join("\n"));
  if (error) throw refused(error.code ?? 500, { cause: new Error(error.message) });
  if (promptFeedback?.blockReason) {
    throw noAnswer(new Error(`The prompt was blocked: ${promptFeedback.blockReason}`), false);
  }
  if (candidates?.length === 0) throw noAnswer(new Error("There are no candidates"), false);
  return candidates?.[0]?.finishReason !== undefined;
}

type Piece = {
  readonly error?: { readonly code?: number; readonly message?: string };
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly candidates?: readonly { readonly finishReason?: string }[];
};

function parse(json: string): Piece {
  try {
    return JSON.parse(json) as Piece;
  } catch (cause) {
    throw noAnswer(cause, true);
  }
}
