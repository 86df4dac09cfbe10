import { describe, expect, it } from "vitest";
import type { TurnEvent } from "./events.ts";
import { findError, isTerminal, toTurnAnswer } from "./turn-answer.ts";

const step = { type: "reasoning", tool: "plan", call_id: "1", label: "Planning" } as const;
const usage = {
  input_tokens: 1,
  output_tokens: 2,
  cost_usd: 0.1,
  warehouse_bytes: 3,
  first_token_ms: 4,
  ms: 5,
};
const done: TurnEvent = {
  type: "done",
  message_id: "m",
  suggested_followups: ["More?"],
  grade: "sql",
  citations: [{ source: "a.md", heading: "A", evidence_id: "e" }],
  usage,
  warnings: ["Careful"],
};

describe("toTurnAnswer()", () => {
  it("joins the text and carries what done says", () => {
    const answer = toTurnAnswer("m", [
      { type: "content", delta: "One " },
      { type: "content", delta: "two" },
      done,
    ]);
    expect(answer).toMatchObject({ message_id: "m", answer: "One two", grade: "sql", usage });
    expect(answer.suggested_followups).toEqual(["More?"]);
    expect(answer.warnings).toEqual(["Careful"]);
    expect(answer.citations).toHaveLength(1);
  });

  it("shows a step once, in the order of starts and with how it ended", () => {
    const answer = toTurnAnswer("m", [
      { ...step, status: "started", query: "SELECT 1" },
      { ...step, call_id: "2", status: "started" },
      { ...step, call_id: "2", status: "failed", error: "No" },
      { ...step, status: "completed", ms: 7 },
    ]);
    const { type: _, ...fields } = step;
    expect(answer.reasoning).toEqual([
      { ...fields, status: "completed", query: "SELECT 1", ms: 7 },
      { ...fields, call_id: "2", status: "failed", error: "No" },
    ]);
  });

  it("keeps evidence, figures and memories in order and without their event type", () => {
    const answer = toTurnAnswer("m", [
      { type: "evidence", id: "e", tool: "search_knowledge_base", title: "T", results: [] },
      { type: "memory", action: "saved", memory_type: "finding", key: "k", value: "v" },
      {
        type: "grounding",
        figures: [{ text: "1", start: 0, end: 1, value: 1, source: { kind: "question" } }],
        unbound: 0,
      },
    ]);
    expect(answer.evidence).toEqual([
      { id: "e", tool: "search_knowledge_base", title: "T", results: [] },
    ]);
    expect(answer.memories).toEqual([
      { action: "saved", memory_type: "finding", key: "k", value: "v" },
    ]);
    expect(answer.figures.map((figure) => figure.text)).toEqual(["1"]);
  });

  it("is empty for a turn that has said nothing yet", () => {
    expect(toTurnAnswer("m", [])).toMatchObject({ answer: "", grade: "none", usage: null });
  });
});

describe("findError() and isTerminal()", () => {
  it("tell how a turn ended", () => {
    const error: TurnEvent = { type: "error", code: "internal", message: "No", retryable: true };
    expect(findError([done])).toBeUndefined();
    expect(findError([error])).toBe(error);
    expect([done, error, { type: "content", delta: "" } as const].map(isTerminal)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
