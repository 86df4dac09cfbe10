import type { NumberedEvent } from "./turn-log.ts";

/** How often a silent stream shows that it lives (DESIGN §6). */
export const HEARTBEAT_MS = 15_000;

/** Tells a reader to come back with its `Last-Event-ID`. */
export const RECONNECT = "retry: 1000\n: reconnect\n\n";

const ALIVE = ": alive\n\n";

/** One event as server-sent text: the same event of a turn always has the same bytes. */
export function toSse(messageId: string, { n, event }: NumberedEvent): string {
  const { type, ...data } = event;
  return `id: ${messageId}:${n}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * How many events of the message a reader has seen, by its `Last-Event-ID`; 0 without one.
 * Undefined when the id is not one of this message.
 */
export function parseLastEventId(messageId: string, id: string | undefined): number | undefined {
  if (!id) return 0;
  const [, message, n] = /^(.+):(\d{1,9})$/.exec(id) ?? [];
  return message === messageId ? Number(n) : undefined;
}

/**
 * A response that sends `open`'s text as it comes, and a comment when nothing came for `heartbeatMs`.
 * The reader sets the pace; when it goes away, the signal given to `open` aborts.
 */
export function sseResponse(
  open: (signal: AbortSignal) => AsyncIterable<string>,
  heartbeatMs = HEARTBEAT_MS,
): Response {
  const gone = new AbortController();
  const texts = open(gone.signal)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let pending: Promise<IteratorResult<string>> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        pending ??= texts.next();
        const next = await orHeartbeat(pending, heartbeatMs);
        if (next === ALIVE) return controller.enqueue(encoder.encode(ALIVE));
        pending = undefined;
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      cancel: () => gone.abort(),
    },
    { highWaterMark: 1 },
  );
  return new Response(body, { headers: HEADERS });
}

// `no-transform` keeps proxies from gathering the stream to compress it; `Transfer-Encoding` makes
// @hono/node-server 2.1.8 send the first chunk at once instead of reading ahead (LANGGRAPH.md §7).
const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
  "Transfer-Encoding": "chunked",
  Connection: "keep-alive",
};

async function orHeartbeat<T>(pending: Promise<T>, ms: number): Promise<T | typeof ALIVE> {
  let timer: NodeJS.Timeout | undefined;
  const beat = new Promise<typeof ALIVE>((resolve) => {
    timer = setTimeout(resolve, ms, ALIVE);
  });
  try {
    return await Promise.race([pending, beat]);
  } finally {
    clearTimeout(timer);
  }
}
