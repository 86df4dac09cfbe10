import type { TurnAnswer } from "../../agent/events.ts";
import { goldSqlOf, scoreTurn } from "./score-turn.ts";
import { expecting, figureOf, tableOf, turnOf } from "./testing.ts";

const NONE = new Map();
const REVENUE = "SELECT SUM(revenue) FROM sales";
const gold = new Map([[REVENUE, { columns: ["revenue"], rows: [[12_400_003.2]] }]]);
const failed = (...scored: Parameters<typeof scoreTurn>) =>
  scoreTurn(...scored).flatMap(({ rule, passed }) => (passed ? [] : [rule]));

describe("scoreTurn()", () => {
  test("passes a bound figure that is the gold value, rounded as written", () => {
    const turn = turnOf("Revenue was $12.4M.", {
      bound: ["$12.4M"],
      evidence: [tableOf(["revenue"], [[12_400_003.2]])],
    });
    expect(failed(turn, expecting({ sql: REVENUE, answer_has: REVENUE }), gold)).toEqual([]);
  });

  test("fails a figure one digit off, and one that is right but unbound", () => {
    const expectation = expecting({ answer_has: REVENUE });
    const wrong = turnOf("Revenue was $12.5M.", { bound: ["$12.5M"] });
    expect(failed(wrong, expectation, gold)).toEqual(["answer has"]);
    const answer = "Revenue was $12.4M.";
    const unbound = turnOf(answer, { figures: [figureOf(answer, "$12.4M", { kind: "unbound" })] });
    expect(failed(unbound, expectation, gold)).toEqual(["figures bound", "answer has"]);
  });

  test("wants a lone number and leading words in the first paragraph, unless told otherwise", () => {
    const turn = turnOf("A good quarter.\n\nRevenue was $12.4M.", { bound: ["$12.4M"] });
    const lone = { answer_has: REVENUE };
    expect(failed(turn, expecting(lone), gold)).toEqual(["leads with the answer"]);
    expect(failed(turn, expecting({ ...lone, anywhere: true }), gold)).toEqual([]);
    const words = expecting({ leads_with: ["good", "revenue"] });
    expect(failed(turn, words, NONE)).toEqual(["leads with revenue"]);
  });

  test("fails money and percentages that nobody tried to bind", () => {
    expect(failed(turnOf("It rose 29.2% to $5."), expecting({}), NONE)).toEqual(["figures bound"]);
    expect(failed(turnOf("It rose 29.2%."), expecting({ figures_bound: false }), NONE)).toEqual([]);
    const cited = turnOf("Prices rose [policy.md › The 12% increase of May].");
    expect(failed(cited, expecting({}), NONE)).toEqual([]);
    expect(failed(cited, expecting({ leads_with: ["May"] }), NONE)).toEqual(["leads with May"]);
  });

  test("fails a refusal with a figure from data, or without a way on", () => {
    const refusal = expecting({ refusal: true });
    const honest = turnOf("I cannot forecast. My data ends on 31 December 2024.", {
      suggested_followups: ["What was revenue in 2024?"],
    });
    expect(failed(honest, refusal, NONE)).toEqual([]);
    const graded: Partial<TurnAnswer> = { grade: "metric" };
    expect(failed(turnOf("Cannot say.", graded), refusal, NONE)).toEqual([
      "refuses",
      "offers follow-ups",
    ]);
    const answered = turnOf("It will be $5.", { bound: ["$5"], suggested_followups: ["a"] });
    expect(failed(answered, refusal, NONE)).toEqual(["refuses", "says that it cannot"]);
    const beside = turnOf("Prices rose in May.", { suggested_followups: ["a"] });
    expect(failed(beside, refusal, NONE)).toEqual(["says that it cannot"]);
  });

  test("passes a question back only with readings to choose from", () => {
    const asks = expecting({ clarifies: true });
    const turn = turnOf("Which one do you mean?", { suggested_followups: ["A", "B"] });
    expect(failed(turn, asks, NONE)).toEqual([]);
    expect(failed(turnOf("Which one?"), asks, NONE)).toEqual(["offers readings"]);
  });

  test("looks for words, citations, tools and memories", () => {
    const step = { status: "completed", call_id: "c", label: "" } as const;
    const turn = turnOf("**Slightly below** target", {
      citations: [{ source: "targets.md", heading: "T", evidence_id: "K1" }],
      reasoning: [{ ...step, tool: "search_knowledge_base" }],
      memories: [{ action: "saved", memory_type: "finding", key: "q4", value: "Q4 was low" }],
    });
    const met = expecting({
      must_say: ["slightly below", "/below (the )?target/"],
      cites: ["targets.md"],
      saves: ["/q4.*low/"],
      tools: { required: ["search_knowledge_base"], forbidden: ["query_bigquery"], min_calls: 1 },
    });
    expect(failed(turn, met, NONE)).toEqual([]);
    const unmet = expecting({
      must_not_say: ["slightly"],
      cites: ["pricing.md"],
      recalls: ["q4"],
      tools: { required: ["query_bigquery"], min_calls: 2 },
      grade: "document",
      max_ms: 5,
    });
    expect(failed(turn, unmet, NONE)).toEqual([
      "grade document",
      "does not say slightly",
      "cites pricing.md",
      "runs query_bigquery",
      "at least 2 tool calls",
      "recalls q4",
      "within 5 ms",
    ]);
  });

  test("fails a turn that ended with an error as a whole", () => {
    const turn = { ...turnOf(""), error: { code: "timed-out", message: "Too long" } };
    expect(failed(turn, expecting({ must_say: ["x"] }), NONE)).toEqual(["answers"]);
  });

  test("fails a question whose gold SQL gives nothing", () => {
    const empty = new Map([[REVENUE, { columns: ["revenue"], rows: [] }]]);
    const expectation = expecting({ sql: REVENUE, answer_has: REVENUE });
    expect(failed(turnOf("Yes."), expectation, empty)).toEqual(["evidence", "answer has"]);
  });
});

describe("goldSqlOf()", () => {
  test("names each statement once", () => {
    expect(goldSqlOf(expecting({ sql: REVENUE, answer_has: [REVENUE, "SELECT 1"] }))).toEqual([
      REVENUE,
      "SELECT 1",
    ]);
  });
});
