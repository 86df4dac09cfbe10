import { readQueryComment, toToolSql } from "./query-comment.ts";
import { type Bench, openBench } from "./testing/warehouse.ts";

let retail: Bench;

beforeAll(async () => {
  retail = await openBench("retail");
});

afterAll(async () => {
  await retail[Symbol.asyncDispose]();
});

const by = { dataset: "orders", filters: [] };
const H1 = { start: "2024-01-01", end: "2024-07-01" };

test("compileQuery() lists rows that no other row refers to in a period", async () => {
  const rows = await retail.ask({
    kind: "rows",
    dataset: "customers",
    fields: ["customers.customer_id"],
    filters: [
      {
        field: "customers.customer_id",
        op: "not-in",
        values: [],
        by: { ...by, time: { start: "2024-01-03", end: "2024-02-10" } },
      },
    ],
    orderBy: [{ by: "customers.customer_id", direction: "asc" }],
    limit: 100,
  });
  expect(rows).toEqual(
    await retail.sql(`SELECT customer_id FROM shop.customers c WHERE NOT EXISTS
      (SELECT 1 FROM shop.orders o WHERE o.customer_id = c.customer_id AND ordered_on < '2024-02-10') ORDER BY 1`),
  );
  expect(rows.length).toBeGreaterThan(0);
});

test("compileQuery() counts those that rows under a condition lead to, step by step", async () => {
  const toys = { field: "products.category", op: "in", values: ["Toys"] } as const;
  const rows = await retail.ask({
    metrics: ["new_customers"],
    filters: [
      {
        field: "customers.customer_id",
        op: "in",
        values: [],
        by: { dataset: "order_lines", filters: [toys], time: H1 },
      },
    ],
  });
  const [expected] =
    await retail.sql(`SELECT COUNT(DISTINCT c.customer_id) AS new_customers FROM shop.customers c JOIN shop.orders o USING (customer_id)
      JOIN shop.order_lines l USING (order_id) JOIN shop.products p USING (product_id) WHERE category = 'Toys' AND ordered_on < '2024-07-01'`);
  expect(rows).toEqual([expected]);
});

test("compileQuery() sums what belongs to those that have none of something", async () => {
  const rows = await retail.ask({
    metrics: ["sales"],
    filters: [
      { field: "customers.customer_id", op: "not-in", values: [], by: { ...by, time: H1 } },
    ],
  });
  const [expected] =
    await retail.sql(`SELECT SUM(quantity * unit_price) AS sales FROM shop.order_lines JOIN shop.orders o USING (order_id)
      WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT customer_id FROM shop.orders WHERE ordered_on < '2024-07-01' AND customer_id IS NOT NULL)`);
  expect(rows).toEqual([expected]);
});

test("compileQuery() links rows by a key of two columns", async () => {
  const gifts = { field: "order_lines.gift", op: "in", values: [true] } as const;
  const ask = (op: "in" | "not-in") =>
    retail.ask({
      metrics: ["floor_space"],
      filters: [
        {
          field: "stores.store_code",
          op,
          values: [],
          by: {
            dataset: "order_lines",
            filters: [gifts, { field: "products.name", op: "in", values: ["Product 9"] }],
          },
        },
      ],
    });
  const gold = (not: string) =>
    retail.sql(`SELECT SUM(floor_space) AS floor_space FROM shop.stores s WHERE ${not} EXISTS
      (SELECT 1 FROM shop.order_lines l WHERE l.country = s.country AND l.store_code = s.store_code AND gift AND product_id = 9)`);
  expect(await ask("in")).toEqual(await gold(""));
  expect(await ask("not-in")).toEqual(await gold("NOT"));
});

test("compileQuery() refuses a link where no rows refer to the others", () => {
  const filters = [
    {
      field: "stores.store_code",
      op: "not-in",
      values: [],
      by: { dataset: "orders", filters: [] },
    },
  ] as const;
  expect(retail.refusal({ metrics: ["floor_space"], filters })).toBe(
    'Nothing leads from "orders" to store code',
  );
});

test("readQueryComment() reads a link as it was written", () => {
  const query = {
    kind: "metrics",
    metrics: ["new_customers"],
    dimensions: [],
    filters: [{ field: "customers.customer_id", op: "in", values: [], by: { ...by, time: H1 } }],
  } as const;
  expect(readQueryComment(toToolSql(query, retail.compile(query)))).toEqual(query);
});
