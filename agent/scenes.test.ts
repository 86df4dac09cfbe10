import { rm } from "node:fs/promises";
import { parseConfig } from "./config.ts";
import type { Deps } from "./deps.ts";
import type { Cell, TurnEvent } from "./events.ts";
import { openDeps } from "./open-deps.ts";
import { guardSql } from "./sql/guard.ts";
import { makeDataDir } from "./testing/make-data-dir.ts";
import { ask as askTurn, eventsOf, POLICY, textOf } from "./testing/open-shop.ts";

/** The five scenes of issue 2 in one go: the real workspace, the offline analyst, stores on disk. */

const policy = { ...POLICY, workspace: "acme" };
let dataDir: string;
let deps: Deps;

beforeAll(async () => {
  dataDir = await makeDataDir();
  deps = await open();
});

afterAll(async () => {
  await deps[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

function open(): Promise<Deps> {
  return openDeps(parseConfig({ DATA_DIR: dataDir, KNOWLEDGE_DIR: "knowledge/acme" }));
}

async function ask(content: string, session = "today"): Promise<readonly TurnEvent[]> {
  const events = await askTurn(deps, content, { policy, session });
  expect(events.at(-1)?.type).toBe("done");
  expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 0 }]);
  expect(eventsOf(events, "done")[0]?.warnings).toEqual([]);
  return events;
}

/** Rows of plain SQL on the same tables. */
async function rowsOf(sql: string): Promise<readonly (readonly Cell[])[]> {
  const acme = deps.workspaces.get("acme");
  const guarded = acme && guardSql(sql, acme.scope);
  if (!guarded?.ok) throw new Error(`Refused: ${sql}`);
  const limits = { maxRows: 100, timeoutMs: 20_000, maxCostUsd: 1 };
  const { signal } = new AbortController();
  const result = await acme?.warehouse.query(guarded.value, { limits, signal });
  if (!result?.ok) throw new Error(`Failed: ${sql}`);
  return result.value.rows;
}

async function numbersOf(sql: string): Promise<readonly number[]> {
  const [row = []] = await rowsOf(sql);
  return row.map(Number);
}

const millions = (value: number) => `$${(value / 1e6).toFixed(1)}M`;
const percent = (ratio: number) => `${Math.abs(ratio * 100).toFixed(1)}%`;
const signed = (ratio: number) => `${ratio < 0 ? "−" : "+"}${percent(ratio)}`;

const IN_2024 = "EXTRACT(YEAR FROM transaction_date) = 2024";
const QUARTER = "EXTRACT(QUARTER FROM transaction_date)";

function sourcesOf(events: readonly TurnEvent[]): ReadonlySet<string> {
  return new Set(eventsOf(events, "done").flatMap((done) => done.citations.map((c) => c.source)));
}

function savedIn(events: readonly TurnEvent[]) {
  return eventsOf(events, "memory").filter(({ action }) => action === "saved");
}

function toolCallsIn(events: readonly TurnEvent[]) {
  return eventsOf(events, "reasoning").filter(
    ({ tool, status }) =>
      status === "completed" && !["memory", "plan", "synthesize"].includes(tool),
  );
}

/** Lines of Markdown tables that begin with the cell. */
function tableRow(text: string, first: string): string {
  return text.split("\n").find((line) => line.startsWith(`| ${first} |`)) ?? "";
}

describe("A person at Acme", () => {
  test("asks for the quarter's revenue", async () => {
    const events = await ask("What was our Q4 revenue?");
    const text = textOf(events);
    const [revenue = 0, before = 0] = await numbersOf(
      `SELECT SUM(IF(${IN_2024}, revenue, 0)), SUM(IF(${IN_2024}, 0, revenue)) FROM acme_sales.transactions WHERE ${QUARTER} = 4`,
    );
    const [target = 0] = await numbersOf(
      "SELECT SUM(revenue_target) FROM acme_sales.targets WHERE year = 2024 AND quarter = 4",
    );
    expect(text.split("\n")[0]).toContain(millions(revenue));
    expect(text).toContain(millions(target));
    expect(text).toContain(`${signed(revenue / target - 1)}** ⚠️`);
    expect(text).toContain("slightly below target");
    expect(text).toContain(`${signed(revenue / before - 1)}** ✅`);
    expect(sourcesOf(events)).toContain("company_targets_2024.md");
    expect(savedIn(events)).toMatchObject([{ memory_type: "finding" }]);
    expect(eventsOf(events, "done")[0]).toMatchObject({ grade: "metric" });
    expect(eventsOf(events, "done")[0]?.suggested_followups.length).toBeGreaterThan(1);
  });

  test("asks why the target was missed", async () => {
    const events = await ask("Why did we miss the target?");
    const text = textOf(events);
    const regions = await rowsOf(
      `SELECT region, SUM(revenue), MAX(revenue_target) FROM acme_sales.transactions JOIN acme_sales.targets USING (region)
       WHERE year = 2024 AND targets.quarter = 4 AND ${IN_2024} AND ${QUARTER} = 4 GROUP BY region`,
    );
    expect(regions).toHaveLength(4);
    for (const [region, revenue, target] of regions) {
      const row = tableRow(text, String(region));
      expect(row).toContain(millions(Number(revenue)));
      expect(row).toContain(signed(Number(revenue) / Number(target) - 1));
    }
    expect(text.split(".")[0]).toContain("West");
    expect(tableRow(text, "West")).toContain("🔴");
    expect(toolCallsIn(events).length).toBeGreaterThanOrEqual(4);
    expect(sourcesOf(events)).toEqual(
      new Set(["company_targets_2024.md", "pricing_policy.md", "regional_strategy.md"]),
    );
    expect(text).toMatch(/12% price increase of 1 November 2024.*\[pricing_policy\.md/);
    expect(text).toMatch(/CompetitorX.*promotions.*\[regional_strategy\.md/);
    expect(savedIn(events).length).toBeGreaterThan(0);
  });

  test("compares with the quarter before, in the same conversation", async () => {
    const events = await ask("How does West compare to last quarter?");
    const text = textOf(events);
    const quarters = await rowsOf(
      `SELECT ${QUARTER} AS q, SUM(revenue), COUNT(*) FROM acme_sales.transactions
       WHERE region = 'West' AND ${IN_2024} AND ${QUARTER} >= 3 GROUP BY q ORDER BY q`,
    );
    const [[, r3, n3] = [], [, r4, n4] = []] = quarters.map((row) => row.map(Number));
    const [oldRevenue = 0, oldCount = 0, revenue = 0, count = 0] = [r3, n3, r4, n4];
    const deals = [oldRevenue / oldCount, revenue / count] as const;
    const toDollars = (value: number) => `$${Math.round(value).toLocaleString("en-US")}`;
    expect(text).toContain(percent(revenue / oldRevenue - 1));
    expect(tableRow(text, "Revenue")).toContain(
      `${millions(oldRevenue)} | ${millions(revenue)} | ${signed(revenue / oldRevenue - 1)}`,
    );
    expect(tableRow(text, "Transactions")).toContain(
      `${oldCount.toLocaleString("en-US")} | ${count} | ${signed(count / oldCount - 1)}`,
    );
    expect(tableRow(text, "Average deal")).toContain(
      `${toDollars(deals[0])} | ${toDollars(deals[1])} | ${signed(deals[1] / deals[0] - 1)}`,
    );
    expect(text).toMatch(/earlier in this conversation/i);
  });

  test("comes back after a restart, in a new conversation", async () => {
    const { findings } = await deps.memories.recall(policy);
    await deps[Symbol.asyncDispose]();
    deps = await open();
    const events = await ask("Continue where we left off", "tomorrow");
    const text = textOf(events);
    expect(findings.length).toBeGreaterThanOrEqual(3);
    for (const { value } of findings) expect(text).toContain(value);
    expect(text).toContain("What was our Q4 revenue?");
  });

  test("asks whether churn is healthy", async () => {
    const events = await ask("Is our churn rate healthy?", "tomorrow");
    const text = textOf(events);
    const [churned = 0, active = 0] = await numbersOf(
      `WITH days AS (SELECT customer_id, MAX(transaction_date) AS last FROM acme_sales.transactions
         WHERE transaction_date > DATE '2024-07-04' GROUP BY customer_id HAVING MIN(transaction_date) <= DATE '2024-10-02')
       SELECT COUNTIF(last <= DATE '2024-10-02'), COUNT(*) FROM days`,
    );
    expect(text).toContain(percent(churned / active));
    expect(text).toMatch(/target of 3\.5% ⚠️ \[metrics_definitions\.md/);
    expect(text).toMatch(/benchmark of 5\.1% ✅ \[metrics_definitions\.md/);
    expect(text).toMatch(/last 90 days.*\[metrics_definitions\.md/);
  });
});
