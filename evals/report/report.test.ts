import type { QuestionResult } from "../result.ts";
import { toQuestionResult, toTurnResult } from "../result.ts";
import { check } from "../scoring/check.ts";
import { expecting, figureOf, tableOf, turnOf } from "../scoring/testing.ts";
import { summarize } from "../summary.ts";
import { toHtml } from "./html.ts";
import { toJunit } from "./junit.ts";
import type { RunReport } from "./run-report.ts";
import { createProgress, toText } from "./terminal.ts";

const EVIL = '<script>alert("1")</script>';

function resultOf(id: string, passed: boolean): QuestionResult {
  const answer = `Revenue was $5. ${EVIL}`;
  const asked = turnOf(answer, {
    figures: [figureOf(answer, "$5")],
    evidence: [{ ...tableOf(["revenue"], [[5]]), sql: "SELECT 5 < 6" }],
  });
  const turn = { question: `How much? ${EVIL}`, expect: expecting({}), new_session: false };
  const about = { id, workspace: "shop", topic: "value", why: "a test", memoryBefore: [] };
  const turns = [toTurnResult(turn, asked, [check("says x", passed, `no ${EVIL}`)])];
  return toQuestionResult({ ...about, turns: [turn] }, 1, { turns });
}

function reportOf(...results: QuestionResult[]): RunReport {
  const difference = { lost: ["shop/b"], won: [], fresh: [], before: 1, now: 0.5 };
  return {
    startedAt: "2025-01-06T10:00:00Z",
    asked: "in process",
    model: "offline",
    repeat: 1,
    concurrency: 1,
    seconds: 1.5,
    summary: summarize(results),
    difference,
    closed: ["Unbound figures: shop/b"],
    results,
  };
}

const report = reportOf(resultOf("shop/a", true), resultOf("shop/b", false));

describe("toHtml()", () => {
  const page = toHtml(report);

  test("is one page that asks for nothing else", () => {
    expect(page).not.toMatch(/(src|href)="(?!#)/);
    expect(page).not.toMatch(/@import|url\(/);
  });

  test("shows text of answers, questions and SQL as text", () => {
    expect(page).not.toContain(EVIL);
    expect(page).toContain("&lt;script&gt;");
    expect(page).toContain("SELECT 5 &lt; 6");
  });

  test("marks figures, shows the failed ones first and links what was lost", () => {
    expect(page).toContain('<mark class="cell" title="E1, row 1, revenue">$5</mark>');
    expect(page.indexOf('id="shop%2Fb"')).toBeLessThan(page.indexOf('id="shop%2Fa"'));
    expect(page).toContain('href="#shop%2Fb"');
  });
});

describe("toJunit()", () => {
  test("counts cases and failures, and escapes what it tells", () => {
    const xml = toJunit(report);
    expect(xml).toContain('<testsuite name="shop/value" tests="2" failures="1" skipped="0"');
    expect(xml).toContain('<testcase classname="shop" name="shop/a" time="0.010"/>');
    expect(xml).not.toContain(EVIL);
  });

  test("leaves out characters that XML cannot hold", () => {
    const xml = toJunit(reportOf(resultOf("a\u0000b\u001b", true)));
    expect(xml).toContain('name="ab"');
  });
});

describe("toText()", () => {
  test("ends with the verdict and why", () => {
    const lines = toText(report).trimEnd().split("\n");
    expect(lines.slice(-2)).toEqual([
      "✗ 1 of 2 golden questions hold",
      "  Unbound figures: shop/b",
    ]);
    expect(lines).toContain("shop       value     1/2  50.0%");
    expect(lines).toContain("Lost since the baseline: shop/b");
  });
});

describe("createProgress()", () => {
  const told = (isTerminal: boolean) => {
    const written: string[] = [];
    const show = createProgress(40, {
      write: (text) => written.push(text),
      isTerminal,
      columns: 60,
    });
    for (let index = 0; index < 40; index += 1) show(resultOf(`shop/${index}`, index % 2 === 0));
    return written;
  };

  test("rewrites one line no wider than the terminal", () => {
    const lines = told(true);
    expect(lines).toHaveLength(41);
    for (const line of lines) expect(line.replace("\r\u001b[K", "").length).toBeLessThan(60);
  });

  test("writes ten lines into a log", () => {
    const lines = told(false);
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain("40/40  20 failed");
  });
});
