import { loadValues } from "./load-values.ts";
import { type Bench, openBench } from "./testing/warehouse.ts";

let retail: Bench;

beforeAll(async () => {
  retail = await openBench("retail");
});

afterAll(() => retail[Symbol.asyncDispose]());

test("loadValues() reads the values of indexed fields, sorted, without NULL", async () => {
  const values = await loadValues(retail.model, retail.source);
  const own = values.filter(({ field }) => !/_of_(?:week|day)$/.test(field));
  expect(own.map(({ field }) => field)).toEqual([
    "orders.status",
    "stores.country",
    "stores.format",
    "products.name",
    "products.category",
  ]);
  expect(values[0]).toEqual({
    field: "orders.status",
    values: ["done", "open", "returned"],
    complete: true,
  });
});

test("loadValues() throws what the warehouse refuses", async () => {
  const scope = { ...retail.source.scope, tables: new Map() };
  await expect(loadValues(retail.model, { ...retail.source, scope })).rejects.toMatchObject({
    failure: { kind: "query-rejected" },
  });
});
