import type { OpenWorkspace } from "./deps.ts";
import { TurnError } from "./failure.ts";
import { ask, createShopDeps, eventsOf, openShop, POLICY, typesOf } from "./testing/open-shop.ts";
import { COUNT, FAILED_QUERY, keep, OPENING, PLAN, READY, WRITING } from "./testing/shop-turns.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

const DOWN = new TurnError({ kind: "upstream", service: "store", retryable: true });

const HELLO = { text: "Hello." };

describe("runTurn() over parts that fail", () => {
  test("reports a tool that throws once and lets the model go on", async () => {
    const query = () => Promise.reject(new Error("disk is gone"));
    const deps = createShopDeps(shop, {
      script: [{ calls: [COUNT] }, READY, HELLO],
      open: { warehouse: { ...shop.warehouse, query } },
    });
    const events = await ask(deps, "Orders?");
    expect(typesOf(events)).toEqual([...OPENING, ...FAILED_QUERY, ...PLAN, ...WRITING, "done"]);
    expect(deps.reported).toMatchObject([{ about: { tool: "query_bigquery" } }]);
    expect(JSON.stringify(events)).not.toContain("disk is gone");
    expect(deps.model.sent[1]?.messages.at(-1)?.text).not.toContain("disk is gone");
  });

  test("answers without memory when that cannot be read, and says so", async () => {
    const deps = createShopDeps(shop, { script: [READY, HELLO] });
    deps.memories.recall = () => Promise.reject(DOWN);
    const events = await ask(deps, "Hello");
    const opening = ["memory.started", "memory.failed", ...PLAN];
    expect(typesOf(events)).toEqual([...opening, ...WRITING, "done"]);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      "What is known of you could not be read; this answer does without it",
    ]);
    expect(deps.reported).toMatchObject([{ cause: DOWN }]);
  });

  test("answers without passages when documents cannot be searched, and says so", async () => {
    const search = () => Promise.reject(new Error("index is gone"));
    const knowledge = { ...shop.knowledge, search };
    const deps = createShopDeps(shop, { script: [READY, HELLO], open: { knowledge } });
    const events = await ask(deps, "Hello");
    expect(typesOf(events)).toEqual([...OPENING, ...WRITING, "done"]);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      "The company's documents could not be searched beforehand",
    ]);
    expect(deps.reported).toHaveLength(1);
  });

  test("lets the answer stand when something could not be kept, and keeps the rest", async () => {
    const calls = [keep("bad", "one"), keep("good", "two")];
    const deps = createShopDeps(shop, { script: [READY, { text: "Hello.", calls }] });
    const { save } = deps.memories;
    deps.memories.save = (policy, memory) =>
      memory.key === "bad" ? Promise.reject(DOWN) : save(policy, memory);
    const events = await ask(deps, "Hello");
    expect(eventsOf(events, "memory")).toMatchObject([{ action: "saved", key: "good" }]);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      "What was found could not be saved for next time",
    ]);
    expect(deps.reported).toMatchObject([{ cause: DOWN }]);
    const { sessions } = await deps.memories.recall(POLICY);
    expect(sessions).toMatchObject([{ keyFindings: ["two"] }]);
  });

  test("lets the answer stand when the conversation cannot be stored, and says so", async () => {
    const deps = createShopDeps(shop, { script: [READY, HELLO] });
    deps.checkpoints.put = () => Promise.reject(DOWN);
    const events = await ask(deps, "Hello");
    expect(typesOf(events)).toEqual([...OPENING, ...WRITING, "done"]);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      "This turn could not be stored; the next question will not know of it",
    ]);
    expect(deps.reported).toMatchObject([{ cause: DOWN }]);
  });

  test("ends with an error when the conversation cannot be read", async () => {
    const deps = createShopDeps(shop, { script: [READY, HELLO] });
    deps.checkpoints.getTuple = () => Promise.reject(DOWN);
    const events = await ask(deps, "Hello");
    expect(typesOf(events)).toEqual(["memory.started", "error"]);
    expect(events.at(-1)).toMatchObject({ code: "upstream", retryable: true });
    expect(deps.reported).toMatchObject([{ cause: DOWN }]);
  });

  test("ends with an error for a workspace that is not open", async () => {
    const deps = createShopDeps(shop);
    const policy = { ...POLICY, workspace: "elsewhere" };
    const events = await ask(deps, "Hello", { policy });
    expect(typesOf(events)).toEqual(["memory.started", "error"]);
    expect(events.at(-1)).toMatchObject({
      code: "not-found",
      message: 'Cannot find workspace "elsewhere"',
    });
  });
});
