import { type Bench, openBench } from "./testing/warehouse.ts";

let plan: Bench;

beforeAll(async () => {
  plan = await openBench("plan");
});

afterAll(async () => {
  await plan[Symbol.asyncDispose]();
});

const Q4 = { start: "2024-10-01", end: "2025-01-01" };
const YEAR = { start: "2024-01-01", end: "2025-01-01" };

test("compileQuery() sets metrics of two datasets side by side, groups of either included", async () => {
  const rows = await plan.ask({
    metrics: ["revenue", "revenue_target", "invoice_count"],
    dimensions: ["invoices.region"],
    time: Q4,
  });
  const wanted =
    await plan.sql(`SELECT region, revenue, revenue_target, COALESCE(invoice_count, 0) AS invoice_count FROM
    (SELECT COALESCE(region, '-') AS region, SUM(amount) AS revenue, COUNT(*) AS invoice_count FROM firm.invoices WHERE issued >= '2024-10-01' GROUP BY 1)
    FULL JOIN (SELECT region, SUM(target) AS revenue_target FROM firm.targets WHERE quarter = 4 GROUP BY 1) USING (region)
    ORDER BY region = '-', region`);
  expect(rows).toEqual(
    wanted.map((row) => (row["region"] === "-" ? { ...row, region: null } : row)),
  );
  expect(rows).toHaveLength(5);
});

test("compileQuery() divides and subtracts across datasets by group", async () => {
  const rows = await plan.ask({
    metrics: ["attainment", "gap", "revenue", "revenue_target"],
    dimensions: ["targets.region"],
    time: YEAR,
  });
  const west = rows.find((row) => row["region"] === "West");
  expect(west).toEqual({
    region: "West",
    attainment: 0,
    gap: -7000,
    revenue: null,
    revenue_target: 7000,
  });
  for (const row of rows.filter(
    (candidate) => candidate["revenue"] !== null && candidate["revenue_target"] !== null,
  )) {
    expect(row["attainment"]).toBeCloseTo(
      Number(row["revenue"]) / Number(row["revenue_target"]),
      9,
    );
    expect(row["gap"]).toBeCloseTo(Number(row["revenue"]) - Number(row["revenue_target"]), 9);
  }
});

test("compileQuery() holds what carries no date against a period", async () => {
  const [row] = await plan.ask({ metrics: ["revenue_per_head"], time: Q4 });
  const [wanted] = await plan.sql(
    `SELECT SUM(amount) / 12 AS v FROM firm.invoices WHERE issued >= '2024-10-01'`,
  );
  expect(row?.["revenue_per_head"]).toBeCloseTo(Number(wanted?.["v"]), 9);
});

test("compileQuery() says in words what cannot be asked", () => {
  expect(
    plan.refusal({ metrics: ["revenue", "revenue_target"], dimensions: ["invoices.channel"] }),
  ).toBe("Revenue target cannot be broken down by channel");
  expect(
    plan.refusal({
      metrics: ["gap"],
      filters: [{ field: "invoices.channel", op: "eq", values: ["Web"] }],
    }),
  ).toBe("Gap cannot be filtered by channel");
  expect(plan.refusal({ metrics: ["headcount"], time: Q4 })).toBe(
    "Headcount carries no date, so it cannot be limited to a period",
  );
  expect(plan.refusal({ metrics: ["revenu"] })).toBe(
    'There is no metric "revenu"; did you mean "revenue"?',
  );
  expect(plan.refusal({ metrics: ["revenue"], dimensions: ["invoices.regoin"] })).toBe(
    'There is no field "invoices.regoin"; did you mean "invoices.region"?',
  );
  expect(
    plan.refusal({ metrics: ["revenue"], time: { start: "2024-10-01", end: "2024-10-01" } }),
  ).toContain("its end must be a later day");
  expect(plan.refusal({ metrics: ["revenue"], orderBy: [{ by: "gap", direction: "asc" }] })).toBe(
    'Cannot order by "gap": it is no column of the result',
  );
  expect(
    plan.refusal({
      metrics: ["revenue"],
      filters: [{ field: "invoices.amount", op: "gt", values: ["much"] }],
    }),
  ).toBe('Cannot compare amount with "much": it must be a number');
});
