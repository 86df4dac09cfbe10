import { ASKED, geminiOf, readStream, withTools } from "../testing/ask-gemini.ts";
import type { GeminiFault } from "../testing/gemini-reply.ts";
import { type GeminiStandIn, openGeminiStandIn } from "../testing/gemini-stand-in.ts";

let google: GeminiStandIn;
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown) => unhandled.push(reason);

beforeAll(() => process.on("unhandledRejection", noteUnhandled));

afterAll(() => {
  process.off("unhandledRejection", noteUnhandled);
  expect(unhandled).toEqual([]);
});

beforeEach(async () => {
  google = await openGeminiStandIn();
});

afterEach(() => google[Symbol.asyncDispose]());

const FAULTS: readonly (readonly [string, GeminiFault, object])[] = [
  ["says no for now", { fault: "status", status: 429 }, { retryable: true }],
  [
    "says when to come back",
    { fault: "status", status: 429, retryAfter: "7" },
    { retryable: true, retryAfterMs: 7000 },
  ],
  ["is broken", { fault: "status", status: 500 }, { retryable: true }],
  ["refuses", { fault: "status", status: 403 }, { retryable: false }],
  ["breaks the socket", { fault: "cut", after: 0 }, { retryable: true }],
  ["sends no JSON", { fault: "wrong-json", after: 0 }, { trouble: "no-answer", retryable: true }],
  ["blocks the question", { fault: "blocked" }, { trouble: "no-answer", retryable: false }],
  ["has no candidates", { fault: "no-candidates" }, { trouble: "no-answer", retryable: false }],
  ["stops for safety", { fault: "finish", reason: "SAFETY" }, { trouble: "no-answer" }],
  ["has said its most", { fault: "finish", reason: "MAX_TOKENS" }, { trouble: "no-answer" }],
];

describe("createGemini() when Google", () => {
  test.each(FAULTS)("%s is told so, at once and in pieces", async (_, fault, expected) => {
    google.always(fault);
    const whole = { kind: "upstream", service: "language model", ...expected };
    await expect(geminiOf(google).invoke(ASKED)).rejects.toMatchObject({ failure: whole });
    expect((await readStream(geminiOf(google))).failure).toMatchObject(whole);
    // Whether to ask again is decided where the time that is left is known.
    expect(google.requests).toHaveLength(2);
  });

  test.each<GeminiFault>([
    { fault: "cut", after: 2 },
    { fault: "short", after: 2 },
    { fault: "wrong-json", after: 2 },
    { fault: "error-inside", after: 2, status: 503 },
    { fault: "finish", reason: "RECITATION", after: 2 },
  ])("breaks off by $fault leaves whole words and an error", async (fault) => {
    google.play(fault);
    const { text, failure } = await readStream(geminiOf(google));
    expect(failure).toMatchObject({ kind: "upstream" });
    expect(text).toMatch(/^word0 (?:word\d+ )+$/);
  });

  test.each(["invoke", "stream"] as const)(
    "garbles a call %s gives one that can be answered",
    async (how) => {
      const message = 'Malformed function call: print(default_api.note(text="';
      google.play({ fault: "finish", reason: "MALFORMED_FUNCTION_CALL", message });
      const model = withTools(google);
      const reply = how === "invoke" ? await model.invoke(ASKED) : (await readStream(model)).whole;
      expect(reply).toMatchObject({ tool_calls: [], invalid_tool_calls: [{ name: "note" }] });
    },
  );
});

describe("createGemini() that is stopped", () => {
  const STOPPED = { name: "AbortError" };

  test("while nothing comes closes the socket", async () => {
    google.always({ fault: "hang" });
    const stop = new AbortController();
    const asked = geminiOf(google).invoke(ASKED, { signal: stop.signal });
    await vi.waitFor(() => expect(google.requests).toHaveLength(1));
    stop.abort();
    await expect(asked).rejects.toMatchObject(STOPPED);
    expect(await google.requests[0]?.end).toBe("abandoned");
  });

  test("in mid-stream closes the socket", async () => {
    google.always({ fault: "stall", after: 2 });
    const stop = new AbortController();
    const read = async () => {
      for await (const _ of await geminiOf(google).stream(ASKED, { signal: stop.signal }))
        stop.abort();
    };
    await expect(read()).rejects.toMatchObject(STOPPED);
    expect(await google.requests[0]?.end).toBe("abandoned");
  });

  test("by a reader who leaves closes the socket", async () => {
    google.always({ fault: "stall", after: 2 });
    for await (const _ of await geminiOf(google).stream(ASKED)) break;
    expect(await google.requests[0]?.end).toBe("abandoned");
  });
});
