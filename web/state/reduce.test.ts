import type { TurnEvent } from "../../agent/events.ts";
import { goodTurn } from "../testing/scenes.ts";
import { reduce } from "./reduce.ts";
import { isRunning, type TurnView, WAITING } from "./turn-view.ts";

const started: TurnEvent = {
  type: "reasoning",
  tool: "query_bigquery",
  status: "started",
  call_id: "c1",
  label: "Sales by month",
  query: "SELECT 1",
};
const completed: TurnEvent = { ...started, status: "completed", ms: 12, results: 3 };
const failed: TurnEvent = { ...started, status: "failed", ms: 9, error: "No such column" };
const table: TurnEvent = {
  type: "evidence",
  id: "e1",
  tool: "query_bigquery",
  title: "Sales by month",
  sql: "SELECT 1",
  columns: [{ name: "n", type: "integer" }],
  rows: [[1]],
  row_count: 1,
  truncated: false,
  tables: ["sales"],
  as_of: null,
  grade: "metric",
  bytes: 0,
  ms: 3,
};
const saved: TurnEvent = {
  type: "memory",
  action: "saved",
  memory_type: "finding",
  key: "k",
  value: "Sales rose",
};
const done: TurnEvent = {
  type: "done",
  message_id: "m",
  suggested_followups: ["And then?"],
  grade: "metric",
  citations: [],
  usage: {
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
    warehouse_bytes: 0,
    first_token_ms: null,
    ms: 5,
  },
  warnings: [],
};
const error: TurnEvent = { type: "error", code: "upstream", message: "Away", retryable: true };
const figure = { text: "3", start: 0, end: 1, value: 3, source: { kind: "unbound" as const } };

const fold = (...events: TurnEvent[]): TurnView => events.reduce(reduce, WAITING);
const step = (fields: object) => ({
  call_id: "c1",
  tool: "query_bigquery",
  label: "Sales by month",
  query: "SELECT 1",
  evidence: [],
  ...fields,
});

describe("reduce()", () => {
  const table_: readonly (readonly [name: string, events: TurnEvent[], view: object])[] = [
    [
      "begins to work with the first step",
      [started],
      { status: "working", steps: [step({ status: "started" })] },
    ],
    [
      "ends a step where it started, keeping its query",
      [started, completed],
      { steps: [step({ status: "completed", ms: 12, results: 3 })] },
    ],
    [
      "tells why a step failed",
      [started, failed],
      { steps: [step({ status: "failed", ms: 9, error: "No such column" })] },
    ],
    [
      "shows a step that only ends",
      [completed],
      { steps: [step({ status: "completed", ms: 12, results: 3 })] },
    ],
    [
      "gives evidence to the running step of its tool",
      [started, table],
      { evidence: [table], steps: [step({ status: "started", evidence: ["e1"] })] },
    ],
    [
      "keeps evidence that comes after its step ended",
      [started, completed, table],
      { steps: [step({ status: "completed", ms: 12, results: 3, evidence: ["e1"] })] },
    ],
    [
      "keeps evidence once when it comes twice",
      [started, table, table],
      { evidence: [table], steps: [step({ status: "started", evidence: ["e1"] })] },
    ],
    ["keeps evidence of no step", [table], { evidence: [table], steps: [] }],
    [
      "joins the pieces of the answer",
      [
        { type: "content", delta: "Sales " },
        { type: "content", delta: "rose" },
      ],
      { status: "writing", answer: "Sales rose" },
    ],
    [
      "still writes when a step comes after the text",
      [{ type: "content", delta: "a" }, started],
      { status: "writing" },
    ],
    [
      "takes the figures",
      [{ type: "grounding", figures: [figure], unbound: 1 }],
      { figures: [figure] },
    ],
    [
      "takes the last of two groundings",
      [
        { type: "grounding", figures: [figure], unbound: 1 },
        { type: "grounding", figures: [], unbound: 0 },
      ],
      { figures: [] },
    ],
    ["notes a memory once", [saved, saved], { memories: [saved] }],
    [
      "is done",
      [started, done],
      { status: "done", end: { grade: "metric" }, steps: [step({ status: "completed" })] },
    ],
    [
      "closes running steps when the turn fails",
      [started, error],
      { status: "failed", failure: { code: "upstream" }, steps: [step({ status: "failed" })] },
    ],
    [
      "keeps what was written when the turn fails",
      [{ type: "content", delta: "Half" }, error],
      { status: "failed", answer: "Half" },
    ],
    [
      "is not moved by anything after done",
      [done, error, started, { type: "content", delta: "x" }],
      { status: "done", answer: "", steps: [] },
    ],
    ["is not moved by anything after an error", [error, done], { status: "failed" }],
  ];

  it.each(table_)("%s", (_, events, view) => {
    expect(fold(...events)).toMatchObject(view);
  });

  it("gives parallel evidence to the steps in the order they started", () => {
    const second: TurnEvent = { ...started, call_id: "c2" };
    const view = fold(started, second, table, { ...table, id: "e2" });
    expect(view.steps.map(({ evidence }) => evidence)).toEqual([["e1"], ["e2"]]);
  });

  it("gives evidence to the step that asked for it, whichever ends first", () => {
    const other: TurnEvent = { ...started, call_id: "c2", query: "SELECT 2" };
    const ended: TurnEvent = { ...other, status: "completed" };
    const view = fold(started, other, ended, { ...table, id: "e2", sql: "SELECT 2" }, table);
    expect(view.steps.map(({ evidence }) => evidence)).toEqual([["e1"], ["e2"]]);
  });

  it("gives evidence in other words to the step that has just ended", () => {
    const other: TurnEvent = { ...started, call_id: "c2", query: "SELECT 2" };
    const rewritten: TurnEvent = { ...table, id: "e2", sql: "SELECT\n  2" };
    const view = fold(started, other, { ...other, status: "completed" }, rewritten);
    expect(view.steps.map(({ evidence }) => evidence)).toEqual([[], ["e2"]]);
  });

  it("changes nothing of the view it is given", () => {
    const frozen = Object.freeze({
      ...WAITING,
      steps: Object.freeze([]),
      evidence: Object.freeze([]),
    });
    expect(() => reduce(frozen, started)).not.toThrow();
    expect(frozen.steps).toEqual([]);
  });

  it("folds a whole turn to its end", () => {
    const view = goodTurn("m", 0).reduce((before, { event }) => reduce(before, event), WAITING);
    expect(view.status).toBe("done");
    expect(view.steps.map(({ status }) => status)).toEqual(Array(6).fill("completed"));
    expect(view.steps.flatMap(({ evidence }) => evidence)).toEqual(["ev-1", "ev-2", "ev-3"]);
    expect(isRunning(view)).toBe(false);
  });
});
