import { accept, type Baseline, compare, gate } from "./baseline.ts";
import type { Question } from "./question.ts";
import { failuresOf, type QuestionResult, toQuestionResult, toTurnResult } from "./result.ts";
import { toJobs } from "./run.ts";
import { check } from "./scoring/check.ts";
import { turnWith } from "./scoring/empty-answer.ts";
import { expecting } from "./scoring/testing.ts";
import { choose, summarize } from "./summary.ts";

const turn = { question: "How much?", expect: expecting({}), new_session: false };
const question = (id: string, topic = "value"): Question => ({
  id: `shop/${id}`,
  workspace: "shop",
  topic,
  why: "a test",
  memoryBefore: [],
  turns: [turn],
});

function result(id: string, failing: readonly string[] = [], attempt = 1): QuestionResult {
  const checks = [check("answers", true), ...failing.map((rule) => check(rule, false, "why"))];
  const turns = [toTurnResult(turn, { ...turnWith("An answer"), ms: 10 * attempt }, checks)];
  return toQuestionResult(question(id), attempt, { turns });
}

const baseline = (questions: Record<string, boolean>): Baseline => ({ tolerance: 0.1, questions });

describe("summarize()", () => {
  test("tells pass^1 from pass^k, and names the flips", () => {
    const { total, standings } = summarize([
      result("a"),
      result("b"),
      result("a", [], 2),
      result("b", ["answer has"], 2),
    ]);
    expect(total).toEqual({ questions: 2, passed: 1, pass1: 0.75, passAll: 0.5 });
    expect(standings.filter(({ flips }) => flips).map(({ id }) => id)).toEqual(["shop/b"]);
  });

  test("counts neither for nor against a question that was not asked", () => {
    const skipped = toQuestionResult(question("a"), 1, { skipped: "no memories" });
    const { total, skipped: named } = summarize([skipped, result("b")]);
    expect(total.questions).toBe(1);
    expect(named).toEqual([{ id: "shop/a", because: "no memories" }]);
  });

  test("takes percentiles of turns", () => {
    const results = Array.from({ length: 20 }, (_, index) => result("a", [], index + 1));
    expect(summarize(results).latency).toEqual({ p50: 100, p95: 190, max: 200 });
  });

  test("says nothing about an empty run", () => {
    expect(summarize([]).total).toEqual({ questions: 0, passed: 0, pass1: 1, passAll: 1 });
  });
});

describe("gate()", () => {
  const reasons = (known: Baseline, ...results: QuestionResult[]) =>
    gate(known, summarize(results));

  test("is open at the baseline, and below it within the tolerance", () => {
    const ten = Array.from({ length: 10 }, (_, index) => `q${index}`);
    const known = baseline(Object.fromEntries(ten.map((id) => [`shop/${id}`, true])));
    const oneLost = ten.map((id, index) => result(id, index === 0 ? ["says x"] : []));
    const twoLost = ten.map((id, index) => result(id, index < 2 ? ["says x"] : []));
    expect(reasons(known, ...oneLost)).toEqual([]);
    expect(reasons(known, ...twoLost)).toEqual(["80.0% pass, below the baseline of 100.0%"]);
  });

  test("compares only questions that were asked", () => {
    expect(reasons(baseline({ "shop/a": true, "shop/z": true }), result("a"))).toEqual([]);
  });

  test("closes for one unbound figure and for one answer to what has none", () => {
    expect(reasons(baseline({}), result("a", ["figures bound"]))).toEqual([
      "Unbound figures: shop/a",
    ]);
    expect(reasons(baseline({}), result("a", ["refuses"]))).toEqual([
      "Answered what has no answer: shop/a",
    ]);
  });
});

describe("compare()", () => {
  test("lists what was lost, won and is new", () => {
    const known = baseline({ "shop/a": true, "shop/b": false });
    const summary = summarize([result("a", ["says x"]), result("b"), result("c")]);
    expect(compare(known, summary)).toMatchObject({
      lost: ["shop/a"],
      won: ["shop/b"],
      fresh: ["shop/c"],
    });
  });
});

describe("accept()", () => {
  test("keeps what was not asked and drops what is gone", () => {
    const known = baseline({ "shop/kept": true, "shop/gone": true, "shop/a": true });
    const summary = summarize([result("a", ["says x"])]);
    const accepted = accept(known, summary, new Set(["shop/a", "shop/kept"]));
    expect(accepted.questions).toEqual({ "shop/a": false, "shop/kept": true });
  });
});

describe("choose()", () => {
  test("filters by workspace, and by id, topic or words", () => {
    const all = [question("sales"), question("trend", "time")];
    const ids = (filter: string) => choose(all, { filter }).map(({ id }) => id);
    expect(ids("SALES")).toEqual(["shop/sales"]);
    expect(ids("time")).toEqual(["shop/trend"]);
    expect(ids("how much")).toEqual(["shop/sales", "shop/trend"]);
    expect(choose(all, { workspace: "other" })).toEqual([]);
  });
});

describe("toJobs()", () => {
  test("asks all once before it asks any again", () => {
    const jobs = toJobs([question("a"), question("b")], 2);
    expect(jobs.map((job) => `${job.question.id}#${job.attempt}`)).toEqual([
      "shop/a#1",
      "shop/b#1",
      "shop/a#2",
      "shop/b#2",
    ]);
  });
});

describe("failuresOf()", () => {
  test("names the question, the rule and what was found", () => {
    expect(failuresOf(result("a", ["says x"]))).toEqual(['"How much?" says x: why']);
  });
});
