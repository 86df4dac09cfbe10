import { AIMessage } from "@langchain/core/messages";
import type { OpenWorkspace } from "./deps.ts";
import { ask, createShopDeps, eventsOf, openShop, textOf, typesOf } from "./testing/open-shop.ts";
import {
  COUNT,
  FAILED_QUERY,
  keep,
  OPENING,
  PLAN,
  QUERY,
  READY,
  WRITING,
} from "./testing/shop-turns.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

function breaks(): never {
  throw new Error("no such thing");
}

function refuses(status: number) {
  return () => {
    throw Object.assign(new Error("the provider said no"), { status });
  };
}

const GEMINI = { MODEL: "gemini", GOOGLE_API_KEY: "none" };
const HELLO = { text: "Hello." };

describe("runTurn() with a model that fails", () => {
  test("before it says anything ends with an error, and the session goes on", async () => {
    const script = [{ last: breaks }, READY, HELLO];
    const deps = createShopDeps(shop, { script, env: GEMINI });
    const events = await ask(deps, "Hello");
    expect(typesOf(events)).toEqual([...OPENING.slice(0, 3), "error"]);
    expect(events.at(-1)).toEqual({
      type: "error",
      code: "upstream",
      message: "The language model cannot be reached at the moment",
      retryable: true,
    });
    expect(deps.reported).toHaveLength(1);
    expect(typesOf(await ask(deps, "Hello?"))).toEqual([...OPENING, ...WRITING, "done"]);
  });

  test("in mid-stream ends with an error, and the session goes on", async () => {
    const script = [{ calls: [COUNT] }, READY, { text: "There ", last: breaks }, READY, HELLO];
    const deps = createShopDeps(shop, { script, env: GEMINI });
    const events = await ask(deps, "How many orders?");
    const written = [...OPENING, ...QUERY, ...PLAN, "synthesize.started", "content"];
    expect(typesOf(events)).toEqual([...written, "error"]);
    expect(deps.reported).toHaveLength(1);
    expect(typesOf(await ask(deps, "Hello?"))).toEqual([...OPENING, ...WRITING, "done"]);
  });

  test.each([
    [400, false],
    [403, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])("with status %d says whether asking again helps: %s", async (status, retryable) => {
    const deps = createShopDeps(shop, { script: [{ last: refuses(status) }], env: GEMINI });
    const events = await ask(deps, "Hello");
    expect(events.at(-1)).toMatchObject({ type: "error", code: "upstream", retryable });
  });

  test("and runs in this process calls it our fault", async () => {
    const deps = createShopDeps(shop, { script: [{ last: breaks }] });
    const events = await ask(deps, "Hello");
    expect(events.at(-1)).toMatchObject({
      code: "internal",
      message: "Something went wrong on our side",
    });
  });

  test("by an abort of its own does not say that somebody stopped it", async () => {
    const script = [{ last: () => Promise.reject(new DOMException("gave up", "AbortError")) }];
    const deps = createShopDeps(shop, { script });
    expect((await ask(deps, "Hello")).at(-1)).toMatchObject({ code: "internal" });
    expect(deps.reported).toHaveLength(1);
  });

  test("to write anything is asked once more, without tools, and keeps what it called", async () => {
    const calls = [keep("mood", "The mood is good")];
    const deps = createShopDeps(shop, { script: [READY, { text: " \n", calls }, HELLO] });
    const events = await ask(deps, "Hello");
    expect(textOf(events)).toBe("Hello.");
    expect(deps.model.sent.map(({ tools }) => tools.length)).toEqual([4, 1, 0]);
    expect(eventsOf(events, "memory")).toMatchObject([{ action: "saved", key: "mood" }]);
  });

  test("to write anything twice ends with an error", async () => {
    const deps = createShopDeps(shop, { script: [READY, READY, READY] });
    const events = await ask(deps, "Hello");
    expect(typesOf(events)).toEqual([...OPENING, "synthesize.started", "error"]);
    expect(events.at(-1)).toMatchObject({ code: "upstream", retryable: true });
  });
});

describe("runTurn() with a model that calls wrongly", () => {
  test.each([
    ["a tool that is not there", { name: "drop_table", args: {} }, 'There is no tool "drop_table"'],
    ["a tool without arguments", { name: "query_bigquery", args: {} }, "sql_query"],
    [
      "a tool with unknown ones",
      { name: "search_knowledge_base", args: { query: "x", k: 1 } },
      '"k"',
    ],
    [
      "a tool with too much",
      { name: "search_knowledge_base", args: { query: "x", top_k: 6 } },
      "top_k",
    ],
    [
      "something not read-only",
      { name: "query_bigquery", args: { sql_query: "DROP TABLE shop.orders" } },
      "",
    ],
  ])("%s tells it so and goes on", async (_, call, words) => {
    const deps = createShopDeps(shop, { script: [{ calls: [call] }, READY, HELLO] });
    const events = await ask(deps, "Hello");
    const result = JSON.parse(deps.model.sent[1]?.messages.at(-1)?.text ?? "");
    expect(result).toMatchObject({ success: false });
    expect(result.error).toContain(words);
    expect(events.at(-1)?.type).toBe("done");
    expect(eventsOf(events, "evidence")).toEqual([]);
    expect(deps.reported).toEqual([]);
  });

  test("with arguments that are no JSON tells it what they should be", async () => {
    const broken = [{ name: "query_bigquery", args: '{"sql_query": "SELE' }];
    const deps = createShopDeps(shop, { script: [{ broken }, READY, HELLO] });
    const events = await ask(deps, "Hello");
    expect(typesOf(events)).toEqual([...OPENING, ...FAILED_QUERY, ...PLAN, ...WRITING, "done"]);
    expect(deps.model.sent[1]?.messages.at(-1)?.text).toContain("sql_query");
  });

  test("under one id, or none, still gets a result for each call", async () => {
    const { id: _, ...nameless } = COUNT;
    const script = [{ calls: [COUNT, COUNT, nameless, { ...COUNT, id: "" }] }, READY, HELLO];
    const deps = createShopDeps(shop, { script });
    const events = await ask(deps, "Orders?");
    expect(eventsOf(events, "evidence").map(({ id }) => id)).toHaveLength(4);
    const calling = deps.model.sent[1]?.messages.at(-5);
    const calls = AIMessage.isInstance(calling) ? (calling.tool_calls ?? []) : [];
    expect(new Set(calls.map(({ id }) => id)).size).toBe(4);
    const ended = eventsOf(events, "reasoning").filter(
      ({ tool, status }) => tool === "query_bigquery" && status === "completed",
    );
    expect(new Set(ended.map(({ call_id }) => call_id)).size).toBe(4);
  });

  test("very often at once runs the first 32", async () => {
    const calls = Array.from({ length: 40 }, (_, i) => ({ ...COUNT, id: `c${i}` }));
    const deps = createShopDeps(shop, { script: [{ calls }, READY, HELLO] });
    const events = await ask(deps, "Orders?");
    expect(eventsOf(events, "evidence")).toHaveLength(32);
    expect(deps.model.sent[1]?.messages.at(-1)?.text).toContain("Only 32 calls run at once");
  });

  test("a look-up beside the answer runs only what keeps things", async () => {
    const script = [READY, { text: "Hello.", calls: [COUNT, keep("a", "b")] }];
    const events = await ask(createShopDeps(shop, { script }), "Hello");
    expect(typesOf(events)).not.toContain("query_bigquery.started");
    expect(eventsOf(events, "memory")).toHaveLength(1);
  });
});
