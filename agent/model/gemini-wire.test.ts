import fc from "fast-check";
import { createGeminiClient } from "./gemini-wire.ts";

const PIECES = ["Umsatz: 12,4 Mio. €", " – 🎉 ", "Ende."].map((text, i, all) =>
  JSON.stringify({
    candidates: [
      { content: { parts: [{ text }] }, ...(i === all.length - 1 && { finishReason: "STOP" }) },
    ],
  }),
);
const BODY = new TextEncoder().encode(PIECES.map((piece) => `data: ${piece}\r\n\r\n`).join(""));

afterEach(() => void vi.unstubAllGlobals());

/** What a client reads of a body that comes in parts of those sizes, and breaks after `end` bytes. */
async function read({ sizes, end = BODY.length, breaks = false }: Arriving): Promise<string[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let at = 0;
      for (const size of [...sizes, BODY.length]) {
        const until = Math.min(at + size, end);
        if (until > at) controller.enqueue(BODY.slice(at, until));
        at = until;
      }
      if (!breaks) controller.close();
    },
    pull(controller) {
      if (breaks) controller.error(new TypeError("terminated"));
    },
  });
  const headers = { "content-type": "text/event-stream" };
  vi.stubGlobal("fetch", async () => new Response(body, { headers }));
  const response = await createGeminiClient("key").fetch(new Request("http://google.test/"));
  const events = (await response.text()).split(/\n\n/).filter(Boolean);
  return events.map((event) => event.replace(/^data: /, "").trimEnd());
}

type Arriving = {
  readonly sizes: readonly number[];
  readonly end?: number;
  readonly breaks?: boolean;
};

const sizes = fc.array(fc.integer({ min: 1, max: 40 }));

describe("createGeminiClient()", () => {
  test("lets a whole stream through, wherever it is cut into parts", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async (parts) => {
        expect(await read({ sizes: parts })).toEqual(PIECES);
      }),
    );
  });

  test("lets whole events of a broken stream through, and says that it broke", async () => {
    const lengths = PIECES.map(
      (piece) => new TextEncoder().encode(`data: ${piece}\r\n\r\n`).length,
    );
    const beforeEnd = BODY.length - (lengths.at(-1) ?? 0);
    const end = fc.integer({ min: 1, max: beforeEnd });
    await fc.assert(
      fc.asyncProperty(sizes, end, fc.boolean(), async (parts, at, breaks) => {
        const events = await read({ sizes: parts, end: at, breaks });
        const whole = lengths.filter((_, i) => sum(lengths.slice(0, i + 1)) <= at).length;
        const through = events.slice(0, -1);
        expect(through.length).toBeGreaterThanOrEqual(whole);
        expect(through).toEqual(PIECES.slice(0, through.length));
        expect(events.at(-1)).toMatch(/"finishReason":"X_(?:UNREACHABLE|UNREADABLE)"/);
      }),
    );
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
