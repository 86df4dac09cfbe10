import { z } from "zod";
import type { OpenWorkspace } from "../deps.ts";
import { createToolContext } from "../testing/create-tool-context.ts";
import { openShop, POLICY } from "../testing/open-shop.ts";
import { findTool, KEEPING_TOOLS, PLANNING_TOOLS } from "./all.ts";
import { getConversationContext } from "./get-conversation-context.ts";
import { saveToMemory } from "./save-to-memory.ts";
import { searchKnowledgeBase } from "./search-knowledge-base.ts";
import type { ToolContext } from "./tool.ts";

let shop: OpenWorkspace;
let context: ToolContext;

beforeAll(async () => {
  shop = await openShop();
});

beforeEach(() => {
  context = createToolContext(shop);
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

describe("The tools", () => {
  test("are told to a model by name, description and a schema of plain JSON", () => {
    for (const { name, description, input } of [...PLANNING_TOOLS, ...KEEPING_TOOLS]) {
      expect(findTool(name)?.input).toBe(input);
      expect(description.length).toBeGreaterThan(40);
      expect(z.toJSONSchema(input)).toMatchObject({ type: "object", additionalProperties: false });
    }
    expect(findTool("drop_table")).toBeUndefined();
  });

  test.each([
    ["query_bigquery", { sql_query: 7 }, "sql_query"],
    ["search_knowledge_base", { query: "" }, "query"],
    ["search_knowledge_base", { query: "x", top_k: 2.5 }, "top_k"],
    ["get_conversation_context", { context_type: "all" }, "context_type"],
    ["save_to_memory", { memory_type: "finding", key: " ", value: "x" }, "key"],
    ["save_to_memory", { memory_type: "finding", key: "k", value: "x".repeat(2001) }, "value"],
    ["save_to_memory", "no object", "expected object"],
  ])("%s names what is wrong with %j", async (name, input, mistake) => {
    const tool = findTool(name);
    const outcome = await tool?.run(input, context);
    expect(outcome?.output["success"]).toBe(false);
    expect(outcome?.output["error"]).toContain(mistake);
    expect(outcome?.failed).toBe("The step was given wrong arguments");
    expect(tool?.label(input, shop)).toBe(name);
    expect(tool?.query(input)).toBeUndefined();
  });
});

describe("search_knowledge_base", () => {
  test("gives passages to the model and evidence to people", async () => {
    const { output, evidence, results } = await searchKnowledgeBase.run(
      { query: "the target" },
      context,
    );
    expect(output).toMatchObject({ results: [{ source: "targets.md" }], evidence_id: "E1.1" });
    expect(evidence).toMatchObject({ id: "E1.1", title: "the target" });
    expect(results).toBe(1);
  });

  test("finds nothing without making evidence of it", async () => {
    const outcome = await searchKnowledgeBase.run({ query: "the weather" }, context);
    expect(outcome).toEqual({ output: { results: [] }, results: 0 });
  });

  test("asks for three passages unless told, and passes its signal on", async () => {
    const search = vi.fn(async () => []);
    const open = { ...shop, knowledge: { ...shop.knowledge, search } };
    const own = createToolContext(open);
    await searchKnowledgeBase.run({ query: "x" }, own);
    expect(search).toHaveBeenCalledWith("x", { topK: 3, signal: own.signal });
  });
});

describe("save_to_memory", () => {
  const finding = { memory_type: "finding", key: "q4", value: "Sales were 5" };

  test("keeps, replaces and forgets under one key", async () => {
    const { memories } = context;
    const saved = await saveToMemory.run(finding, context);
    expect(saved).toMatchObject({
      output: { success: true, memory_type: "finding", key: "q4", message: "Saved" },
      memory: { action: "saved", key: "q4", value: "Sales were 5" },
    });
    expect((await memories.recall(POLICY)).findings).toMatchObject([
      { key: "q4", value: "Sales were 5", sessionId: "s1" },
    ]);

    const replaced = await saveToMemory.run({ ...finding, value: "Sales were 6" }, context);
    expect(replaced.output["message"]).toBe('Saved; it replaces "Sales were 5"');
    expect((await memories.recall(POLICY)).findings).toHaveLength(1);

    const forgotten = await saveToMemory.run({ ...finding, value: "" }, context);
    expect(forgotten.memory).toMatchObject({ action: "deleted", key: "q4" });
    expect((await memories.recall(POLICY)).findings).toEqual([]);
  });

  test("says that there was nothing to forget", async () => {
    const outcome = await saveToMemory.run({ ...finding, value: "  " }, context);
    expect(outcome.output).toMatchObject({ success: false });
    expect(outcome.memory).toBeUndefined();
  });
});

describe("get_conversation_context", () => {
  beforeEach(async () => {
    const { memories } = context;
    const kept = [
      ["finding", "here", "s1"],
      ["finding", "before", "s0"],
      ["preference", "francs", "s0"],
    ] as const;
    for (const [day, [kind, key, sessionId]] of kept.entries()) {
      const savedAt = `2025-01-0${day + 1}T00:00:00.000Z`;
      await memories.save(POLICY, { kind, key, value: key, savedAt, sessionId });
    }
  });

  test.each([
    ["current_session", { findings: [{ key: "here" }], sessions: [] }, 1],
    ["past_analyses", { findings: [{ key: "before" }, { key: "here" }], sessions: [] }, 2],
    ["user_preferences", { preferences: [{ key: "francs" }], context: [] }, 1],
  ])("gives %s", async (context_type, data, results) => {
    const outcome = await getConversationContext.run({ context_type }, context);
    expect(outcome.output).toMatchObject({ context_type, data });
    expect(outcome.output["last_updated"]).toBe("2025-01-03T00:00:00.000Z");
    expect(outcome.results).toBe(results);
  });

  test("says that nothing was ever kept", async () => {
    const nobody = { ...context, policy: { ...POLICY, userId: "nobody" } };
    const outcome = await getConversationContext.run({ context_type: "past_analyses" }, nobody);
    expect(outcome.output).toMatchObject({ last_updated: null, data: { findings: [] } });
    expect(outcome.results).toBe(0);
  });
});
