import type { Calculation } from "./metric-query.ts";
import { type Bench, openBench } from "./testing/warehouse.ts";

let plan: Bench;
let saas: Bench;

beforeAll(async () => {
  plan = await openBench("plan");
  saas = await openBench("saas", 2);
});

afterAll(async () => {
  await plan[Symbol.asyncDispose]();
  await saas[Symbol.asyncDispose]();
});

const YEAR = { start: "2024-01-01", end: "2025-01-01" };
const revenue = (kind: Calculation["kind"], periods?: number): Calculation => ({
  kind,
  metric: "revenue",
  ...(periods !== undefined && { periods }),
});

test("compileQuery() takes shares of all groups, those cut off included", async () => {
  const rows = await plan.ask({
    metrics: ["revenue"],
    dimensions: ["invoices.region"],
    calculate: [revenue("share")],
    orderBy: [{ by: "revenue_share", direction: "desc" }],
    having: [{ metric: "revenue", op: "gt", values: [100] }],
    limit: 2,
  });
  const wanted =
    await plan.sql(`SELECT region, SUM(amount) AS revenue, SUM(amount) / (SELECT SUM(amount) FROM firm.invoices) AS revenue_share
    FROM firm.invoices GROUP BY 1 ORDER BY 2 DESC LIMIT 2`);
  expect(rows).toHaveLength(2);
  for (const [index, row] of rows.entries()) {
    expect(row["region"]).toBe(wanted[index]?.["region"]);
    expect(row["revenue_share"]).toBeCloseTo(Number(wanted[index]?.["revenue_share"]), 9);
  }
});

test("compileQuery() takes shares within each period when there are groups", async () => {
  const rows = await plan.ask({
    metrics: ["revenue"],
    dimensions: ["invoices.channel"],
    time: { ...YEAR, grain: "quarter" },
    calculate: [revenue("share")],
  });
  const firstQuarter = rows.filter((row) => row["period"] === "2024-01-01");
  expect(firstQuarter).toHaveLength(2);
  expect(firstQuarter.reduce((sum, row) => sum + Number(row["revenue_share"]), 0)).toBeCloseTo(
    1,
    9,
  );
});

test("compileQuery() holds shares of distinct counts against the whole, not against the sum of the groups", async () => {
  await using retail = await openBench("retail");
  const ask = { metrics: ["buyers"], calculate: [{ kind: "share", metric: "buyers" }] } as const;
  const [whole] = await retail.sql("SELECT COUNT(DISTINCT customer_id) AS n FROM shop.orders");
  const rows = await retail.ask({ ...ask, dimensions: ["orders.status"] });
  expect(rows).toHaveLength(3);
  for (const row of rows)
    expect(row["buyers_share"]).toBeCloseTo(Number(row["buyers"]) / Number(whole?.["n"]), 9);
  expect(rows.reduce((sum, row) => sum + Number(row["buyers_share"]), 0)).toBeGreaterThan(1);

  const byMonth = await retail.ask({
    ...ask,
    dimensions: ["orders.status"],
    time: { ...YEAR, grain: "month" },
  });
  const [may] = await retail.sql(
    "SELECT COUNT(DISTINCT customer_id) AS n FROM shop.orders WHERE ordered_on >= '2024-05-01' AND ordered_on < '2024-06-01'",
  );
  const inMay = byMonth.filter((row) => row["period"] === "2024-05-01");
  expect(inMay.length).toBeGreaterThan(1);
  for (const row of inMay)
    expect(row["buyers_share"]).toBeCloseTo(Number(row["buyers"]) / Number(may?.["n"]), 9);
});

test("compileQuery() totals, averages and compares along time, each group on its own", async () => {
  const rows = await plan.ask({
    metrics: ["revenue"],
    dimensions: ["invoices.channel"],
    time: { ...YEAR, grain: "month" },
    calculate: [
      revenue("running_total"),
      revenue("moving_average", 2),
      revenue("change"),
      revenue("change_ratio"),
    ],
  });
  for (const channel of ["Web", "Shop"]) {
    const own = rows.filter((row) => row["channel"] === channel);
    expect(own).toHaveLength(12);
    let total = 0;
    for (const [index, row] of own.entries()) {
      const value = Number(row["revenue"]);
      const before = own[index - 1]?.["revenue"];
      total += value;
      expect(row["revenue_running_total"]).toBeCloseTo(total, 6);
      if (typeof before !== "number") {
        expect([row["revenue_change"], row["revenue_change_ratio"]]).toEqual([null, null]);
        continue;
      }
      expect(row["revenue_moving_average"]).toBeCloseTo((value + before) / 2, 6);
      expect(row["revenue_change"]).toBeCloseTo(value - before, 6);
      expect(row["revenue_change_ratio"]).toBeCloseTo((value - before) / before, 9);
    }
  }
});

test("compileQuery() does not compare over a gap", async () => {
  const rows = await plan.ask({
    metrics: ["revenue"],
    filters: [{ field: "invoices.issued", op: "not-in", values: dates("2024-02") }],
    time: { start: "2024-01-01", end: "2024-05-01", grain: "month" },
    calculate: [revenue("change")],
  });
  expect(rows.map((row) => [row["period"], row["revenue_change"] === null])).toEqual([
    ["2024-01-01", true],
    ["2024-03-01", true],
    ["2024-04-01", false],
  ]);
});

test("compileQuery() knows units, labels and types of calculated columns", () => {
  const { columns, title } = plan.compile({
    metrics: ["revenue"],
    time: { ...YEAR, grain: "month" },
    calculate: [revenue("change_ratio"), revenue("moving_average"), revenue("change")],
  });
  expect(columns.map(({ name, unit, label, role }) => [name, unit, label, role])).toEqual([
    ["period", undefined, "month", "time"],
    ["revenue", "chf", "revenue", "metric"],
    ["revenue_change_ratio", "percent", "relative change in revenue", "calculation"],
    ["revenue_moving_average", "chf", "3-month average of revenue", "calculation"],
    ["revenue_change", "chf", "change in revenue", "calculation"],
  ]);
  expect(title).toBe(
    "Revenue, relative change in revenue, 3-month average of revenue and change in revenue by month, 2024",
  );
});

test("compileQuery() refuses calculations that mean nothing", () => {
  const month = { start: "2024-01-01", end: "2025-01-01", grain: "month" } as const;
  expect(
    saas.refusal({
      metrics: ["arpa"],
      dimensions: ["subscriptions.plan"],
      calculate: [{ kind: "share", metric: "arpa" }],
    }),
  ).toBe("ARPA has no share: its parts do not add up to a total");
  expect(
    saas.refusal({
      metrics: ["mrr"],
      time: month,
      calculate: [{ kind: "running_total", metric: "mrr" }],
    }),
  ).toBe("MRR is a state at a date and is not added up over time");
  expect(saas.refusal({ metrics: ["mrr"], calculate: [{ kind: "change", metric: "mrr" }] })).toBe(
    "A change needs a period to go along, such as a month",
  );
  expect(saas.refusal({ metrics: ["mrr"], calculate: [{ kind: "share", metric: "seats" }] })).toBe(
    'A share needs its metric "seats" in the query',
  );
});

function dates(month: string): readonly string[] {
  return Array.from({ length: 29 }, (_, day) => `${month}-${String(day + 1).padStart(2, "0")}`);
}
