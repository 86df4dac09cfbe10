import { type Bench, openBench } from "./testing/warehouse.ts";

let saas: Bench;

beforeAll(async () => {
  saas = await openBench("saas", 2);
});

afterAll(async () => {
  await saas[Symbol.asyncDispose]();
});

const Q4 = { start: "2024-10-01", end: "2025-01-01" };

test("compileQuery() reads the last date of the whole range, never the sum of dates", async () => {
  const wanted =
    await saas.sql(`SELECT SUM(mrr) AS mrr, SUM(seats) AS seats FROM cloud.subscriptions
    WHERE snapshot_date = '2024-12-31' AND is_test IS NOT TRUE`);
  expect(await saas.ask({ metrics: ["mrr", "seats"], time: Q4 })).toEqual(wanted);
  const [latest] = await saas.sql(`SELECT SUM(mrr) AS mrr FROM cloud.subscriptions
    WHERE snapshot_date = '2025-02-28' AND is_test IS NOT TRUE`);
  expect(await saas.ask({ metrics: ["mrr"] })).toEqual([latest]);
});

test("compileQuery() reads the last date of each fiscal quarter", async () => {
  const rows = await saas.ask({
    metrics: ["mrr", "arpa"],
    time: { start: "2024-02-01", end: "2025-02-01", grain: "quarter" },
  });
  expect(rows).toEqual(
    await saas.sql(`SELECT CASE snapshot_date WHEN '2024-04-30' THEN '2024-02-01' WHEN '2024-07-31' THEN '2024-05-01'
        WHEN '2024-10-31' THEN '2024-08-01' ELSE '2024-11-01' END AS period,
        SUM(mrr) AS mrr, ROUND(SUM(mrr) / COUNT(DISTINCT account_id), 9) AS arpa FROM cloud.subscriptions
      WHERE snapshot_date IN ('2024-04-30', '2024-07-31', '2024-10-31', '2025-01-31') AND is_test IS NOT TRUE GROUP BY 1 ORDER BY 1`),
  );
  expect(rows).toHaveLength(4);
});

test("compileQuery() shows every date of a state that is asked for day by day", async () => {
  const rows = await saas.ask({ metrics: ["seats"], time: { ...Q4, grain: "day" } });
  expect(rows.map((row) => row["period"])).toEqual(["2024-10-31", "2024-11-30", "2024-12-31"]);
});

test("compileQuery() does not take an account's last date for the data's last date", async () => {
  const gone = await saas.ask({ metrics: ["mrr"], dimensions: ["accounts.account"], time: Q4 });
  expect(gone.map((row) => row["account"])).not.toContain("Account 12");
});

test("compileQuery() groups by the date itself when asked", async () => {
  const rows = await saas.ask({
    metrics: ["seats"],
    dimensions: ["subscriptions.snapshot_date"],
    time: Q4,
  });
  expect(rows.map((row) => row["snapshot_date"])).toEqual([
    "2024-10-31",
    "2024-11-30",
    "2024-12-31",
  ]);
});

test("compileQuery() reads datasets that are queries, joined to tables", async () => {
  const rows = await saas.ask({
    metrics: ["lost_accounts", "logo_churn_rate"],
    dimensions: ["accounts.country"],
    time: { start: "2024-10-01", end: "2024-11-01" },
  });
  expect(rows).toEqual(
    await saas.sql(`SELECT country, COUNT(*) FILTER (now.account_id IS NULL) AS lost_accounts,
        COUNT(*) FILTER (now.account_id IS NULL) / COUNT(*) AS logo_churn_rate
      FROM cloud.subscriptions was LEFT JOIN cloud.subscriptions now ON now.account_id = was.account_id AND now.snapshot_date = '2024-10-31'
      JOIN cloud.accounts a ON a.account_id = was.account_id WHERE was.snapshot_date = '2024-09-30' GROUP BY 1 ORDER BY 1`),
  );
  expect(sum(rows, "lost_accounts")).toBeGreaterThan(0);
});

test("compileQuery() names fiscal years in titles", () => {
  const query = {
    metrics: ["mrr"],
    dimensions: ["subscriptions.plan"],
    time: { start: "2024-02-01", end: "2025-02-01" },
  };
  expect(saas.compile(query).title).toBe("MRR by plan, FY2025");
});

function sum(rows: readonly Record<string, unknown>[], column: string): number {
  return rows.reduce((total, row) => total + Number(row[column]), 0);
}
