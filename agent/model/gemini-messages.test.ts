import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import fc from "fast-check";
import { toGeminiMessages } from "./gemini-messages.ts";

const MODEL = "gemini-3.5-flash-lite";

function shown(output: unknown): Record<string, unknown> {
  const content = JSON.stringify(output);
  const [message] = toGeminiMessages([new ToolMessage({ content, tool_call_id: "1" })], MODEL);
  return JSON.parse(message?.text ?? "");
}

function rows(count: number, value: unknown = 1) {
  return Array.from({ length: count }, (_, n) => ({ n, value }));
}

describe("toGeminiMessages()", () => {
  test("leaves a small result as it is", () => {
    const output = { success: true, data: rows(60), row_count: 60 };
    expect(shown(output)).toEqual(output);
  });

  test("shows the first rows of a large result, and says how many there are", () => {
    const output = shown({ success: true, data: rows(1000), row_count: 1000, evidence_id: "E1.1" });
    expect(output["data"]).toEqual(rows(60));
    expect(output).toMatchObject({ row_count: 1000, rows_shown: 60, evidence_id: "E1.1" });
    expect(output["note"]).toContain("first 60 of 1000 rows");
  });

  test("bounds every result, whatever is in it", () => {
    const long = fc.tuple(fc.string({ maxLength: 9 }), fc.nat(3000)).map(([s, n]) => s.repeat(n));
    const output = fc.oneof(
      fc.record({ data: fc.array(fc.record({ a: long, b: fc.float() })) }),
      fc.record({ results: fc.array(fc.record({ content: long })) }),
      fc.record({ data: fc.array(fc.float()), other: long }),
      long,
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(output, (some) => {
        const content = typeof some === "string" ? some : JSON.stringify(some);
        const result = new ToolMessage({ content, tool_call_id: "1" });
        const [message] = toGeminiMessages([result], MODEL);
        expect(message?.text.length).toBeLessThan(12_500);
      }),
    );
  });

  test("marks calls that Gemini did not make, where Gemini wants them signed", () => {
    const tool_calls = ["a", "b"].map((id) => ({ name: "look_up", args: {}, id }));
    const made = new AIMessage({ content: "Looking.", tool_calls });
    const [sent] = toGeminiMessages([made], MODEL);
    expect(sent?.content).toEqual([
      { type: "text", text: "Looking." },
      {
        type: "functionCall",
        functionCall: { id: "a", name: "look_up", args: {} },
        thoughtSignature: "skip_thought_signature_validator",
      },
      { type: "functionCall", functionCall: { id: "b", name: "look_up", args: {} } },
    ]);
    const [older] = toGeminiMessages([made], "gemini-2.5-flash");
    expect(JSON.stringify(older?.content)).not.toContain("thoughtSignature");
  });

  test("leaves words alone", () => {
    const messages = [new HumanMessage("How many?"), new AIMessage("Twelve.")];
    expect(toGeminiMessages(messages, MODEL)).toEqual(messages);
  });
});
