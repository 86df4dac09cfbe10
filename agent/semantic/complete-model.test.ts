import { completeModel } from "./complete-model.ts";
import { loadModel } from "./load-model.ts";
import { fieldWithId, timeFieldOf } from "./reachable.ts";
import { type Bench, openBench } from "./testing/warehouse.ts";

/** The retail tables as a tool exports them that knows no types and marks no values. */
const TERSE = `version: 0.2.0.dev0
name: terse
datasets:
  - { name: orders, source: shop.orders, primary_key: [order_id], fields: [${fields("order_id", "customer_id", "ordered_on", "shipped_on", "status")}] }
  - { name: customers, source: shop.customers, primary_key: [customer_id], fields: [${fields("customer_id", "city")}] }
relationships:
  - { name: buyer, from: orders, to: customers, from_columns: [customer_id], to_columns: [customer_id] }
metrics:
  - { name: order_count, expression: { dialects: [{ dialect: ANSI_SQL, expression: "COUNT(orders.order_id)" }] } }
`;

function fields(...names: readonly string[]): string {
  return names
    .map(
      (name) =>
        `{ name: ${name}, expression: { dialects: [{ dialect: ANSI_SQL, expression: ${name} }] } }`,
    )
    .join(", ");
}

let retail: Bench;

beforeAll(async () => {
  retail = await openBench("retail");
});

afterAll(() => retail[Symbol.asyncDispose]());

test("completeModel() takes types and the date from the data", async () => {
  const model = await completeModel(loadModel(TERSE, "terse.yaml"), retail.source);
  expect(fieldWithId(model, "orders.order_id")?.type).toBe("Integer");
  expect(fieldWithId(model, "customers.city")?.type).toBe("String");
  expect(timeFieldOf(model, "order_count")?.id).toBe("orders.ordered_on");
});

test("completeModel() marks the names that questions use, and no keys", async () => {
  const model = await completeModel(loadModel(TERSE, "terse.yaml"), retail.source);
  const marked = model.datasets.flatMap(({ fields: own }) =>
    own.filter((field) => field.indexValues && !field.values),
  );
  expect(marked.map(({ id }) => id)).toEqual(["orders.status", "customers.city"]);
});

test("completeModel() implies metrics anew: a count by each other date", async () => {
  const model = await completeModel(loadModel(TERSE, "terse.yaml"), retail.source);
  expect(timeFieldOf(model, "order_count_by_shipped_on")?.id).toBe("orders.shipped_on");
});

test("completeModel() gives back a model that leaves nothing open", async () => {
  expect(await completeModel(retail.model, retail.source)).toBe(retail.model);
});
