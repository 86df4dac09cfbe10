import { type Bench, openBench } from "./testing/warehouse.ts";

let retail: Bench;

beforeAll(async () => {
  retail = await openBench("retail");
});

afterAll(async () => {
  await retail[Symbol.asyncDispose]();
});

const Q4 = { start: "2024-10-01", end: "2025-01-01" };
const YEAR = { start: "2024-01-01", end: "2025-01-01" };

test("compileQuery() sums lines by a compound key without losing lines", async () => {
  const rows = await retail.ask({ metrics: ["sales", "items"], dimensions: ["stores.format"] });
  expect(rows).toEqual(
    await retail.sql(`SELECT s.format, SUM(l.quantity * l.unit_price) AS sales, SUM(l.quantity) AS items
      FROM shop.order_lines l LEFT JOIN shop.stores s ON s.country = l.country AND s.store_code = l.store_code
      GROUP BY 1 ORDER BY 1`),
  );
});

test("compileQuery() dates lines by their order", async () => {
  const rows = await retail.ask({ metrics: ["sales"], time: { ...Q4, grain: "month" } });
  expect(rows).toEqual(
    await retail.sql(`SELECT DATE_TRUNC('month', ordered_on)::DATE AS period, SUM(quantity * unit_price) AS sales
      FROM shop.order_lines JOIN shop.orders USING (order_id)
      WHERE ordered_on BETWEEN '2024-10-01' AND '2024-12-31' GROUP BY 1 ORDER BY 1`),
  );
  expect(rows).toHaveLength(3);
});

test("compileQuery() keeps lines of unknown products as a group without a name", async () => {
  const rows = await retail.ask({ metrics: ["line_count"], dimensions: ["products.category"] });
  const [all] = await retail.ask({ metrics: ["line_count"] });
  expect(rows.at(-1)?.["category"]).toBeNull();
  expect(sum(rows, "line_count")).toBe(all?.["line_count"]);
});

test("compileQuery() counts by each metric's own date", async () => {
  const rows = await retail.ask({
    metrics: ["orders_placed", "orders_shipped"],
    time: { ...Q4, grain: "quarter" },
  });
  const [wanted] = await retail.sql(`SELECT
    (SELECT COUNT(*) FROM shop.orders WHERE ordered_on BETWEEN '2024-10-01' AND '2024-12-31') AS orders_placed,
    (SELECT COUNT(*) FROM shop.orders WHERE shipped_on BETWEEN '2024-10-01' AND '2024-12-31') AS orders_shipped`);
  expect(rows).toEqual([{ period: "2024-10-01", ...wanted }]);
});

test("compileQuery() divides totals that were summed apart, so that fees are not repeated for every line", async () => {
  const rows = await retail.ask({ metrics: ["shipping_ratio"], time: Q4 });
  expect(rows[0]?.["shipping_ratio"]).toBeCloseTo(
    Number(
      (
        await retail.sql(`SELECT (SELECT SUM(shipping_fee) FROM shop.orders WHERE ordered_on >= '2024-10-01' AND ordered_on < '2025-01-01')
          / (SELECT SUM(quantity * unit_price) FROM shop.order_lines JOIN shop.orders USING (order_id)
             WHERE ordered_on >= '2024-10-01' AND ordered_on < '2025-01-01') AS ratio`)
      )[0]?.["ratio"],
    ),
    9,
  );
});

test("compileQuery() divides metrics of the same rows in one pass", async () => {
  const rows = await retail.ask({
    metrics: ["basket", "sales", "orders_with_lines"],
    dimensions: ["customers.city"],
    time: YEAR,
  });
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows)
    expect(row["basket"]).toBeCloseTo(Number(row["sales"]) / Number(row["orders_with_lines"]), 9);
});

test("compileQuery() applies every filter operation", async () => {
  const count = async (
    op: string,
    values: readonly (string | number | boolean)[],
    field = "customers.city",
  ) => {
    const rows = await retail.ask({
      metrics: ["line_count"],
      filters: [{ field, op, values } as never],
    });
    return rows[0]?.["line_count"];
  };
  const by = async (condition: string) =>
    (
      await retail.sql(`SELECT COUNT(*) AS n FROM shop.order_lines l JOIN shop.orders o USING (order_id)
        LEFT JOIN shop.customers c USING (customer_id) WHERE ${condition}`)
    )[0]?.["n"];
  expect(await count("eq", ["Bern"])).toBe(await by("city = 'Bern'"));
  expect(await count("in", ["Bern", "Chur"])).toBe(await by("city IN ('Bern', 'Chur')"));
  expect(await count("neq", ["Bern"])).toBe(await by("city IS DISTINCT FROM 'Bern'"));
  expect(await count("not-in", ["Bern", "Chur"])).toBe(await by("city IS NULL OR city = 'Basel'"));
  expect(await count("contains", ["B"])).toBe(await by("city IN ('Bern', 'Basel')"));
  expect(await count("is-null", [])).toBe(await by("city IS NULL"));
  expect(await count("is-not-null", [])).toBe(await by("city IS NOT NULL"));
  expect(await count("between", [10, 20], "order_lines.amount")).toBe(
    await by("quantity * unit_price BETWEEN 10 AND 20"),
  );
  expect(await count("gt", [100], "order_lines.amount")).toBe(
    await by("quantity * unit_price > 100"),
  );
  expect(await count("lte", ["2024-03-01"], "orders.ordered_on")).toBe(
    await by("ordered_on <= '2024-03-01'"),
  );
  expect(await count("gte", ["2024-03-01"], "customers.since")).toBe(
    await by("joined_at >= '2024-03-01'"),
  );
  expect(await count("eq", [true], "order_lines.gift")).toBe(await by("gift"));
});

test("compileQuery() orders, cuts off and applies thresholds the same way each time", async () => {
  const rows = await retail.ask({
    metrics: ["sales"],
    dimensions: ["products.name"],
    having: [{ metric: "sales", op: "gt", values: [500] }],
    orderBy: [{ by: "sales", direction: "desc" }],
    limit: 4,
  });
  expect(rows).toEqual(
    await retail.sql(`SELECT p.name, SUM(quantity * unit_price) AS sales FROM shop.order_lines l LEFT JOIN shop.products p USING (product_id)
      GROUP BY 1 HAVING sales > 500 ORDER BY 2 DESC, 1 LIMIT 4`),
  );
});

test("compileQuery() tells columns of one name apart and knows reserved words", async () => {
  const query = { metrics: ["orders_placed"], dimensions: ["orders.status", "customers.status"] };
  expect(retail.compile(query).columns.map(({ name, id, label }) => [name, id, label])).toEqual([
    ["orders_status", "orders.status", "status"],
    ["customers_status", "customers.status", "loyalty status"],
    ["orders_placed", "orders_placed", "orders placed"],
  ]);
  expect(sum(await retail.ask(query), "orders_placed")).toBe(200);
  expect(
    await retail.ask({ metrics: ["line_count"], dimensions: ["products.group"] }),
  ).toHaveLength(3);
});

function sum(rows: readonly Record<string, unknown>[], column: string): number {
  return rows.reduce((total, row) => total + Number(row[column]), 0);
}
