import type { UsageMetadata } from "@langchain/core/messages";
import type { OpenWorkspace } from "./deps.ts";
import {
  ask,
  createShopDeps,
  eventsOf,
  openShop,
  POLICY,
  textOf,
  typesOf,
} from "./testing/open-shop.ts";
import {
  COUNT,
  FAILED_QUERY,
  keep,
  OPENING,
  PLAN,
  QUERY,
  query,
  READY,
  SAVE,
  WRITING,
} from "./testing/shop-turns.ts";
import { runTurn } from "./turn.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

describe("runTurn()", () => {
  test("answers without a look-up when the model asks for none", async () => {
    const deps = createShopDeps(shop, { script: [READY, { text: ["Good ", "morning."] }] });
    const events = await ask(deps, "Hello", { messageId: "m1" });
    expect(typesOf(events)).toEqual([...OPENING, ...WRITING, "done"]);
    expect(textOf(events)).toBe("Good morning.");
    expect(eventsOf(events, "done")).toMatchObject([
      { message_id: "m1", grade: "none", warnings: [], citations: [], suggested_followups: [] },
    ]);
  });

  test("gives its first event before any work", async () => {
    const deps = createShopDeps(shop);
    const recall = vi.spyOn(deps.memories, "recall");
    const input = { policy: POLICY, sessionId: "s1", messageId: "m1", content: "Hello" };
    const turn = runTurn(input, deps, new AbortController().signal);
    const { value } = await turn.next();
    expect(value).toMatchObject({ type: "reasoning", tool: "memory", status: "started" });
    await turn.return(undefined);
    expect(recall).not.toHaveBeenCalled();
  });

  test("looks up, then answers, and binds the figure to its cell", async () => {
    const script = [{ calls: [COUNT] }, READY, { text: "There were 200 orders." }];
    const events = await ask(createShopDeps(shop, { script }), "How many orders?");
    expect(typesOf(events)).toEqual([...OPENING, ...QUERY, ...PLAN, ...WRITING, "done"]);
    expect(eventsOf(events, "evidence")).toMatchObject([
      { id: "E1.1", rows: [[200]], tables: ["orders"], as_of: null },
    ]);
    const source = { kind: "cell", evidence_id: "E1.1", row: 0, column: "n" };
    expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 0, figures: [{ source }] }]);
  });

  test("counts a figure that nothing found as unbound", async () => {
    const script = [{ calls: [COUNT] }, READY, { text: "There were 4,711 orders." }];
    const events = await ask(createShopDeps(shop, { script }), "How many orders?");
    expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 1 }]);
  });

  test("lets the model mend a query that names a wrong column", async () => {
    const script = [
      { calls: [query("SELECT SUM(fee) AS fees FROM shop.orders")] },
      { calls: [query("SELECT SUM(shipping_fee) AS fees FROM shop.orders")] },
      READY,
      { text: "Done." },
    ];
    const deps = createShopDeps(shop, { script });
    const events = await ask(deps, "What were the fees?");
    const mended = [...FAILED_QUERY, ...PLAN, ...QUERY, ...PLAN];
    expect(typesOf(events)).toEqual([...OPENING, ...mended, ...WRITING, "done"]);
    const complaint = deps.model.sent[1]?.messages.at(-1)?.text ?? "";
    expect(JSON.parse(complaint)).toMatchObject({ success: false, data: [] });
    expect(complaint).toContain("shipping_fee");
    expect(eventsOf(events, "evidence")).toMatchObject([{ id: "E2.1" }]);
    expect(deps.reported).toEqual([]);
  });

  test("stops looking things up after 6 rounds and answers with what it has", async () => {
    const round = { calls: [COUNT] };
    const script = [round, round, round, round, round, round, { text: "200 orders." }];
    const deps = createShopDeps(shop, { script });
    const events = await ask(deps, "How many orders?");
    const rounds = Array.from({ length: 5 }, () => [...PLAN, ...QUERY]).flat();
    expect(typesOf(events)).toEqual([...OPENING, ...QUERY, ...rounds, ...WRITING, "done"]);
    expect(eventsOf(events, "evidence").map(({ id }) => id)).toEqual(
      ["1", "2", "3", "4", "5", "6"].map((round) => `E${round}.1`),
    );
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      "The answer rests on 6 rounds of look-ups, the most that a question may take",
    ]);
    expect(deps.model.sent.at(-1)?.tools).toEqual(["save_to_memory"]);
  });

  test("names evidence by round and place, whichever call ends first", async () => {
    const calls = [query("SELECT 1 AS one"), query("SELECT 2 AS two"), query("SELECT 3 AS three")];
    let finishFirst = () => {};
    const gate = new Promise<void>((resolve) => {
      finishFirst = resolve;
    });
    const { warehouse } = shop;
    const slowFirst: OpenWorkspace["warehouse"] = {
      ...warehouse,
      query: async (statement, options) => {
        if (statement.sql.includes("one")) await gate;
        return warehouse.query(statement, options);
      },
    };
    const script = [{ calls }, READY, { text: "Done." }];
    const deps = createShopDeps(shop, { script, open: { warehouse: slowFirst } });
    const seen = new Set<string>();
    const events = await ask(deps, "Three?", {
      onEvent: (event) => {
        if (event.type === "evidence") seen.add(event.id);
        if (seen.has("E1.2") && seen.has("E1.3")) finishFirst();
      },
    });
    const found = eventsOf(events, "evidence").flatMap((one) => ("rows" in one ? [one] : []));
    expect(found.at(-1)?.id).toBe("E1.1");
    expect(Object.fromEntries(found.map(({ id, rows }) => [id, rows]))).toEqual({
      "E1.1": [[1]],
      "E1.2": [[2]],
      "E1.3": [[3]],
    });
  });

  test("keeps what the model asked to keep, after the answer", async () => {
    const calls = [keep("orders", "There were 200 orders.")];
    const script = [{ calls: [COUNT] }, READY, { text: "There were 200 orders.", calls }];
    const deps = createShopDeps(shop, { script });
    const events = await ask(deps, "How many orders?");
    const asked = [...OPENING, ...QUERY, ...PLAN, ...WRITING];
    expect(typesOf(events)).toEqual([...asked, ...SAVE, "done"]);
    const { findings, sessions } = await deps.memories.recall(POLICY);
    expect(findings).toMatchObject([{ key: "orders", sessionId: "s1" }]);
    expect(sessions).toMatchObject([
      { sessionId: "s1", topics: ["How many orders?"], keyFindings: ["There were 200 orders."] },
    ]);
  });

  test("shows the model and the person what is known, before the question", async () => {
    const deps = createShopDeps(shop, { script: [READY, { text: "Hello." }] });
    await deps.memories.save(POLICY, {
      kind: "preference",
      key: "currency",
      value: "Wants francs",
      savedAt: "2025-01-01T00:00:00.000Z",
    });
    const events = await ask(deps, "Hello");
    expect(typesOf(events).slice(0, 3)).toEqual(["memory.started", "memory.completed", "memory"]);
    expect(deps.model.sent[0]?.messages[0]?.text).toContain("Wants francs");
    expect(deps.model.sent[1]?.messages[0]?.text).toContain("Wants francs");
  });

  test("parts follow-ups from the answer", async () => {
    const text = ["All is ", "well.\n\n---follow", "-ups---\n- Why?\n", "2. Since when?"];
    const events = await ask(createShopDeps(shop, { script: [READY, { text }] }), "Well?");
    expect(textOf(events)).toBe("All is well.");
    expect(eventsOf(events, "done")[0]?.suggested_followups).toEqual(["Why?", "Since when?"]);
  });

  test("makes evidence of what the answer cites of the prompt's passages", async () => {
    const text = "The target is 9,000 EUR [targets.md › Sales].";
    const events = await ask(createShopDeps(shop, { script: [READY, { text }] }), "Our target?");
    expect(eventsOf(events, "evidence")).toMatchObject([
      { id: "E0", results: [{ source: "targets.md", heading: "Sales" }] },
    ]);
    expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 0 }]);
    expect(eventsOf(events, "done")).toMatchObject([
      { grade: "document", citations: [{ source: "targets.md", evidence_id: "E0" }] },
    ]);
  });

  test("adds up what the model and the warehouse cost", async () => {
    const env = {
      MODEL: "gemini",
      GOOGLE_API_KEY: "none",
      GEMINI_INPUT_USD_PER_MILLION: "1",
      GEMINI_OUTPUT_USD_PER_MILLION: "10",
    };
    const usage = usageOf(1000, 100);
    const script = [{ calls: [COUNT], usage }, { usage }, { text: "200.", usage }];
    const { warehouse } = shop;
    const priced: OpenWorkspace["warehouse"] = {
      ...warehouse,
      query: async (statement, options) => {
        const result = await warehouse.query(statement, options);
        return result.ok
          ? { ok: true, value: { ...result.value, costUsd: 0.25, bytes: 7 } }
          : result;
      },
    };
    const deps = createShopDeps(shop, { script, env, open: { warehouse: priced } });
    const events = await ask(deps, "How many orders?");
    expect(eventsOf(events, "done")[0]?.usage).toMatchObject({
      input_tokens: 3000,
      output_tokens: 300,
      cost_usd: expect.closeTo(0.256, 9),
      warehouse_bytes: 7,
    });
  });

  test("answers without look-ups once the conversation has used its money, and says so", async () => {
    const env = {
      MODEL: "gemini",
      GOOGLE_API_KEY: "none",
      GEMINI_INPUT_USD_PER_MILLION: "1",
      MAX_COST_PER_CONVERSATION_USD: "0.01",
    };
    const usage = usageOf(10_000, 0);
    const script = [{ usage }, { text: "One." }, { text: "Two." }, READY, { text: "Three." }];
    const deps = createShopDeps(shop, { script, env });
    await ask(deps, "One?");
    const events = await ask(deps, "Two?");
    expect(typesOf(events)).toEqual(["memory.started", "memory.completed", ...WRITING, "done"]);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      "This conversation has reached its limit of $0.01; start a new one to look up more",
    ]);
    const fresh = await ask(deps, "Three?", { session: "s2" });
    expect(eventsOf(fresh, "done")[0]?.warnings).toEqual([]);
  });

  test("goes on with the conversation in the next turn, and not in another session", async () => {
    const hello = [READY, { text: "Hello." }];
    const deps = createShopDeps(shop, { script: [...hello, ...hello, ...hello] });
    await ask(deps, "One");
    await ask(deps, "Two");
    await ask(deps, "Three", { session: "s2" });
    const texts = deps.model.sent.map(({ messages }) => messages.slice(1).map(({ text }) => text));
    expect(texts[3]).toEqual(["One", "Hello.", "Two"]);
    expect(texts[5]).toEqual(["Three"]);
  });
});

function usageOf(input_tokens: number, output_tokens: number): UsageMetadata {
  return { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens };
}
