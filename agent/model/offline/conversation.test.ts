import { readFileSync } from "node:fs";
import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { EMPTY_BRIEFING } from "../../briefing.ts";
import { writeBlock } from "../../prompt-block.ts";
import { compileQuery } from "../../semantic/compile.ts";
import { toToolSql } from "../../semantic/query-comment.ts";
import { PURPOSE_MARK, readConversation } from "./conversation.ts";
import type { World } from "./frame/world.ts";
import { brief } from "./testing/brief.ts";
import { openWorld, WORKSPACES, type WorkspaceName } from "./testing/worlds.ts";

/** Lines of `question || question => what each is understood as`. */
function table(name: string): [string, string][] {
  const file = new URL(`testdata/${name}-conversations.txt`, import.meta.url);
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => line.split(" => ") as [string, string]);
}

/** What each question of a conversation is understood as, when those before it were answered without results. */
function understoodIn(questions: readonly string[], world: World): string[] {
  return questions.map((_, i) => {
    const said = questions
      .slice(0, i + 1)
      .flatMap((question, at): BaseMessage[] => [
        new HumanMessage(question),
        ...(at < i ? [new AIMessage("An answer.")] : []),
      ]);
    return brief(readConversation(said, world).understanding);
  });
}

describe.each(Object.keys(WORKSPACES) as WorkspaceName[])("readConversation() over %s", (name) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(name);
  });

  test.each(table(name))("follows %s", (questions, expected) => {
    expect(understoodIn(questions.split(" || "), world)).toEqual(expected.split(" || "));
  });
});

describe("readConversation()", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld("acme");
  });

  test("gives an empty question to no messages at all", () => {
    expect(readConversation([], world)).toMatchObject({ question: "", turn: 0 });
  });

  test("keeps the results of this turn apart from those before, by what each was for", () => {
    const call = toCall("now", 2, world);
    const messages = [
      new HumanMessage("revenue in 2023"),
      toolResult(`now${PURPOSE_MARK}1`, { revenue: 1 }),
      new AIMessage("An answer."),
      new HumanMessage("revenue in 2024"),
      new AIMessage({ content: "", tool_calls: [call] }),
      toolResult(call.id, { revenue: 44.5 }),
      new ToolMessage({
        tool_call_id: `total${PURPOSE_MARK}2`,
        content: '{"success":false,"error":"No."}',
      }),
      new ToolMessage({ tool_call_id: `other${PURPOSE_MARK}2`, content: "not JSON" }),
    ];
    const { found, turn } = readConversation(messages, world);
    expect(turn).toBe(2);
    expect([...found.tables.keys()]).toEqual(["now"]);
    expect(found.tables.get("now")?.columns.map(({ id }) => id)).toEqual(["revenue"]);
    expect(found.failed).toEqual(
      new Map([
        ["total", "No"],
        ["other", "the step failed"],
      ]),
    );
  });

  test("points back at the member that came out first", () => {
    const messages = [
      new HumanMessage("which region had the most revenue in Q4 2024"),
      ...rankedAnswer(world),
      new HumanMessage("how did that region do in Q3 2024?"),
    ];
    expect(brief(readConversation(messages, world).understanding)).toContain("region in North");
  });

  test("a stated preference changes the frame and says so", () => {
    const preference = {
      kind: "preference" as const,
      key: "p",
      value: "I prefer percentages",
      savedAt: "2025-01-01T00:00:00Z",
    };
    const system = new SystemMessage(
      writeBlock("briefing", { ...EMPTY_BRIEFING, preferences: [preference] }),
    );
    const { understanding } = readConversation(
      [system, new HumanMessage("revenue by region in 2024")],
      world,
    );
    expect(brief(understanding)).toContain("share");
    expect(understanding).toMatchObject({
      frame: { assumed: ["Shares are shown because you prefer percentages"] },
    });
  });
});

function toCall(purpose: string, turn: number, { model, workspace }: World) {
  const query = { kind: "metrics", metrics: ["revenue"], dimensions: [], filters: [] } as const;
  const compiled = compileQuery(query, model, workspace);
  if (!compiled.ok) throw new Error("Cannot compile");
  const args = { sql_query: toToolSql(query, compiled.value) };
  return {
    name: "query_bigquery",
    args,
    id: `${purpose}${PURPOSE_MARK}${turn}`,
    type: "tool_call" as const,
  };
}

function toolResult(id: string, ...data: readonly Record<string, string | number>[]): ToolMessage {
  const output = { success: true, data, evidence_id: "E1", truncated: false, as_of: "2024-12-31" };
  return new ToolMessage({ tool_call_id: id, content: JSON.stringify(output) });
}

function rankedAnswer({ model, workspace }: World): BaseMessage[] {
  const query = {
    kind: "metrics",
    metrics: ["revenue"],
    dimensions: ["transactions.region"],
    filters: [],
  } as const;
  const compiled = compileQuery(query, model, workspace);
  if (!compiled.ok) throw new Error("Cannot compile");
  const [region, revenue] = compiled.value.columns.map(({ name }) => name);
  const args = { sql_query: toToolSql(query, compiled.value) };
  const id = `now${PURPOSE_MARK}1`;
  return [
    new AIMessage({
      content: "",
      tool_calls: [{ name: "query_bigquery", args, id, type: "tool_call" }],
    }),
    toolResult(id, { [region ?? ""]: "North", [revenue ?? ""]: 3.8 }),
    new AIMessage("North leads."),
  ];
}
