import { type Bench, openBench } from "./testing/warehouse.ts";

let retail: Bench;
let saas: Bench;

beforeAll(async () => {
  retail = await openBench("retail");
  saas = await openBench("saas", 2);
});

afterAll(async () => {
  await retail[Symbol.asyncDispose]();
  await saas[Symbol.asyncDispose]();
});

const Q4 = { start: "2024-10-01", end: "2025-01-01" };

test("compileQuery() lists rows with fields of what they join to", async () => {
  const rows = await retail.ask({
    kind: "rows",
    dataset: "order_lines",
    fields: ["order_lines.order_id", "orders.ordered_on", "customers.city", "order_lines.amount"],
    filters: [{ field: "stores.format", op: "eq", values: ["Mall"] }],
    time: { start: "2024-12-01", end: "2025-01-01" },
    orderBy: [{ by: "order_lines.amount", direction: "desc" }],
    limit: 5,
  });
  expect(rows).toEqual(
    await retail.sql(`SELECT l.order_id, ordered_on::VARCHAR AS ordered_on, city, quantity * unit_price AS amount FROM shop.order_lines l
      JOIN shop.orders o USING (order_id) LEFT JOIN shop.customers c USING (customer_id)
      WHERE store_code = '01' AND ordered_on >= '2024-12-01' AND ordered_on < '2025-01-01' ORDER BY 4 DESC, l.order_id, line_no LIMIT 5`),
  );
  expect(rows).toHaveLength(5);
});

test("compileQuery() lists a snapshot as of its last date", async () => {
  const rows = await saas.ask({
    kind: "rows",
    dataset: "subscriptions",
    fields: ["subscriptions.snapshot_date", "accounts.account"],
    filters: [],
    time: Q4,
    limit: 100,
  });
  expect(new Set(rows.map((row) => row["snapshot_date"]))).toEqual(new Set(["2024-12-31"]));
  expect(rows.map((row) => row["account"])).not.toContain("Account 5");
});
