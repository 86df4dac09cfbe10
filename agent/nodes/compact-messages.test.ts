import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  RemoveMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { messagesStateReducer } from "@langchain/langgraph";
import fc from "fast-check";
import { compactMessages } from "./compact-messages.ts";

function human(text: string) {
  return new HumanMessage({ id: `h-${text}`, content: text });
}

function calling(id: string, calls: readonly string[], text = "") {
  const tool_calls = calls.map((call) => ({
    id: call,
    name: "query_bigquery",
    args: {},
    type: "tool_call" as const,
  }));
  return new AIMessage({ id, content: text, tool_calls });
}

function result(call: string, output: unknown = { success: true }) {
  const content = typeof output === "string" ? output : JSON.stringify(output);
  return new ToolMessage({ id: `r-${call}`, content, tool_call_id: call, name: "query_bigquery" });
}

function answer(text: string) {
  return new AIMessage({ id: `a-${text}`, content: text });
}

function compacted(messages: readonly BaseMessage[]): BaseMessage[] {
  return messagesStateReducer([...messages], compactMessages(messages));
}

const idsOf = (messages: readonly BaseMessage[]) => messages.map(({ id }) => id);

describe("compactMessages()", () => {
  test("changes nothing of a short conversation", () => {
    const messages = [human("a"), calling("c", ["1"]), result("1"), answer("b"), human("d")];
    expect(compactMessages(messages)).toEqual([]);
  });

  test("keeps five rows of a result and says so", () => {
    const data = Array.from({ length: 900 }, (_, n) => ({ n }));
    const messages = [human("a"), calling("c", ["1"]), result("1", { success: true, data })];
    const [, , shrunk] = compacted(messages);
    expect(JSON.parse(shrunk?.text ?? "")).toEqual({
      success: true,
      data: data.slice(0, 5),
      preview: true,
    });
    expect(shrunk).toMatchObject({ id: "r-1", tool_call_id: "1", name: "query_bigquery" });
  });

  test("keeps the beginning of every long text in a result", () => {
    const long = "x".repeat(5000);
    const output = { results: [{ content: long, source: "a.md" }], error: long };
    const [, , shrunk] = compacted([human("a"), calling("c", ["1"]), result("1", output)]);
    const short = "x".repeat(300);
    expect(JSON.parse(shrunk?.text ?? "")).toEqual({
      results: [{ content: short, source: "a.md" }],
      error: short,
    });
  });

  test("keeps the beginning of a result that is no JSON", () => {
    const [, , shrunk] = compacted([human("a"), calling("c", ["1"]), result("1", "y".repeat(999))]);
    expect(shrunk?.text).toBe("y".repeat(300));
  });

  test("puts away calls without results, and results without calls", () => {
    const stopped = [human("a"), calling("c", ["1"]), human("b"), result("9")];
    expect(idsOf(compacted(stopped))).toEqual(["h-a", "h-b"]);
  });

  test("puts a call away with all its results when one is missing", () => {
    const stopped = [human("a"), calling("c", ["1", "2"]), result("1"), human("b")];
    expect(idsOf(compacted(stopped))).toEqual(["h-a", "h-b"]);
  });

  test("tells calls of one id in two turns apart", () => {
    const finished = [human("a"), calling("c1", ["1"]), result("1"), answer("x")];
    const stopped = [human("b"), calling("c2", ["1"]), human("d")];
    expect(idsOf(compacted([...finished, ...stopped]))).toEqual([...idsOf(finished), "h-b", "h-d"]);
  });

  test("keeps the words of an answer when its calls go", () => {
    const [, kept] = compacted([human("a"), calling("c", ["keep"], "It is 5.")]);
    expect(kept).toMatchObject({ id: "c", content: "It is 5.", tool_calls: [] });
  });

  test("lets turns before the last twelve go as a whole", () => {
    const turns = Array.from({ length: 30 }, (_, n) => [
      human(`${n}`),
      calling(`c${n}`, [`${n}`]),
      result(`${n}`),
      answer(`${n}`),
    ]);
    expect(compactMessages(turns.flat()).every(RemoveMessage.isInstance)).toBe(true);
    expect(idsOf(compacted(turns.flat()))).toEqual(idsOf(turns.slice(-12).flat()));
  });

  test("leaves any conversation such that a model accepts it, and has nothing more to do", () => {
    const ids = fc.constantFrom("1", "2", "3");
    const kinds = fc.oneof(
      fc.constant(() => human("q")),
      fc.constant(() => answer("a")),
      ids.map((id) => () => result(id)),
      fc.tuple(fc.uniqueArray(ids, { minLength: 1 }), fc.constantFrom("", "words")).map(
        ([calls, text]) =>
          () =>
            calling("c", calls, text),
      ),
    );
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 30 }), (makers) => {
        const messages = makers.map((make, i) => Object.assign(make(), { id: `m${i}` }));
        const left = compacted(messages);
        expect(unpaired(left)).toEqual([]);
        expect(compactMessages(left)).toEqual([]);
        const humans = messages.filter((message) => message.getType() === "human").slice(-12);
        expect(left.filter((message) => message.getType() === "human")).toEqual(humans);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Calls without a result directly behind them, and results without a call. */
function unpaired(messages: readonly BaseMessage[]): string[] {
  const wrong: string[] = [];
  let open: string[] = [];
  for (const message of messages) {
    if (ToolMessage.isInstance(message)) {
      if (!open.includes(message.tool_call_id)) wrong.push(message.tool_call_id);
      open = open.filter((id) => id !== message.tool_call_id);
      continue;
    }
    wrong.push(...open);
    open = AIMessage.isInstance(message)
      ? (message.tool_calls ?? []).map(({ id }) => id ?? "")
      : [];
  }
  return [...wrong, ...open];
}
