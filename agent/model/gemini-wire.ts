import { BROKEN, type Broken } from "./gemini-finish.ts";
import { isPassing } from "./gemini-trouble.ts";

/** Google's own address; with an address set, LangChain routes through no gateway of its own. */
export const GOOGLE = "https://generativelanguage.googleapis.com";

/** A client of the API as `ChatGoogle` takes it. */
export type GeminiClient = {
  hasApiKey(): boolean;
  getProjectId(): Promise<string>;
  fetch(request: Request): Promise<Response>;
};

/**
 * Sends requests with the key, in a header and never in an address. Of a stream it lets whole events through; one that
 * breaks off, or a piece that cannot be read, ends it with an event that says so: `ChatGoogle` would leave the piece
 * out, and an answer with a hole can name another figure. In band, because an error overtakes the pieces before it.
 */
export function createGeminiClient(apiKey: string): GeminiClient {
  return {
    hasApiKey: () => true,
    getProjectId: async () => "",
    fetch: async (request) => {
      request.headers.set("x-goog-api-key", apiKey);
      const response = await fetch(request);
      const { body, ok, status, headers } = response;
      const isStream = headers.get("content-type")?.startsWith("text/event-stream");
      if (!ok || !body || !isStream) return response;
      const events = wholeEvents(body, request.signal);
      return new Response(toStream(events), { status, headers });
    },
  };
}

function toStream(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>) {
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
}

/** @throws the reason of `signal` when that aborts. */
async function* wholeEvents(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let isFinished = false;
  try {
    for await (const event of eventsIn(body)) {
      const read = readEvent(event);
      if (!read) continue;
      if (read.broken) return yield encoder.encode(toEvent(read.broken));
      isFinished ||= read.isLast;
      yield encoder.encode(`${event}\n\n`);
    }
  } catch {
    // A socket that broke: what came before it has been passed on.
    signal.throwIfAborted();
    isFinished = false;
  }
  if (!isFinished) yield encoder.encode(toEvent("unreachable"));
}

async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    const events = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n\r\n|\n\n|\r\r/);
    rest = events.pop() ?? "";
    yield* events;
  }
  if (rest.trim() !== "") yield rest;
}

/** An end as Gemini writes one, for a reason of our own. */
function toEvent(reason: Broken): string {
  return `data: ${JSON.stringify({ candidates: [{ finishReason: BROKEN[reason], index: 0 }] })}\n\n`;
}

type Read = { readonly isLast: boolean; readonly broken?: Broken };

/** Undefined for a comment, and for the beginning of an event that never came. */
function readEvent(event: string): Read | undefined {
  const data = event
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice("data:".length));
  if (data.length === 0) return undefined;
  const piece = parse(data.join("\n"));
  if (!piece) return { isLast: true, broken: "unreadable" };
  const { error, promptFeedback, candidates } = piece;
  if (error) return { isLast: true, broken: isPassing(error.code) ? "unreachable" : "refused" };
  if (promptFeedback?.blockReason || candidates?.length === 0) {
    return { isLast: true, broken: "declined" };
  }
  return { isLast: candidates?.[0]?.finishReason !== undefined };
}

type Piece = {
  readonly error?: { readonly code?: number };
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly candidates?: readonly { readonly finishReason?: string }[];
};

function parse(json: string): Piece | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined; // What it was to say cannot be known.
  }
}
