import { guardSql } from "../sql/guard.ts";
import { compileQuery } from "./compile.ts";
import type { MetricQuery } from "./metric-query.ts";
import { type Bench, openBench } from "./testing/warehouse.ts";

let retail: Bench;

beforeAll(async () => {
  retail = await openBench("retail");
});

afterAll(async () => {
  await retail[Symbol.asyncDispose]();
});

const QUERY: MetricQuery = {
  kind: "metrics",
  metrics: ["sales"],
  dimensions: ["stores.format", "products.category"],
  filters: [],
};

test.each(["shop", "stores", "order_lines"])(
  "compileQuery() joins tables of the dataset %s",
  (dataset) => {
    const compiled = compileQuery(QUERY, retail.model, { dataset, fiscalYearStartMonth: 1 });
    const { tables } = retail.source.scope;
    const scope = { ...retail.source.scope, dataset, tables };
    expect(compiled).toMatchObject({ ok: true });
    if (compiled.ok) expect(guardSql(compiled.value.sql, scope)).toMatchObject({ ok: true });
  },
);
