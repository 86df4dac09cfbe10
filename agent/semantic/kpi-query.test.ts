import fc from "fast-check";
import { toKpiCall, toKpiQuery } from "./kpi-query.ts";
import { loadModel } from "./load-model.ts";
import type { MetricQuery } from "./metric-query.ts";
import { modelOfStore, storesOf } from "./stores.ts";

const field = (name: string, type: string) =>
  `      - { name: ${name}, datatype: ${type}, expression: { dialects: [{ dialect: BIGQUERY, expression: ${name} }] } }`;
const metric = (name: string, sql: string, kpi = "") =>
  `  - { name: ${name}, expression: { dialects: [{ dialect: BIGQUERY, expression: "${sql}" }] }${kpi && `, custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"kpi": "${kpi}"}' }]`} }`;

const MODEL = `version: 0.2.0.dev0
name: gym
datasets:
  - name: visits
    source: gym.visits
    primary_key: [id]
    fields:
${field("id", "Integer")}
${field("day", "Date")}
${field("club", "String")}
  - name: contracts
    source: gym.contracts
    primary_key: [id]
    custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"store": "customers"}' }]
    fields:
${field("id", "Integer")}
${field("fee", "Decimal")}
relationships: []
metrics:
${metric("visits", "COUNT(visits.id)", "visit_count")}
${metric("clubs", "COUNT(DISTINCT visits.club)")}
${metric("fees", "SUM(contracts.fee)")}
`;
const model = loadModel(MODEL, "gym.yaml");

const WEEK = { start: "2025-01-06", end: "2025-01-13" };
const ask = (more: Partial<MetricQuery> = {}): MetricQuery => ({
  kind: "metrics",
  metrics: ["visits"],
  dimensions: [],
  filters: [],
  time: WEEK,
  ...more,
});

test("toKpiCall() asks the Metrics API for figures of the whole that it has", () => {
  expect(toKpiCall(ask(), model)).toEqual({ kpis: ["visit_count"], ...WEEK });
  const daily = ask({
    time: { ...WEEK, grain: "day" },
    orderBy: [{ by: "time", direction: "asc" }],
  });
  expect(toKpiCall(daily, model)).toEqual({ kpis: ["visit_count"], ...WEEK, grain: "day" });
});

test.each([
  ["a breakdown", ask({ dimensions: ["visits.club"] })],
  ["a filter", ask({ filters: [{ field: "visits.club", op: "eq", values: ["north"] }] })],
  ["a threshold", ask({ having: [{ metric: "visits", op: "gt", values: [3] }] })],
  ["a calculation", ask({ calculate: [{ kind: "share", metric: "visits" }] })],
  ["a limit", ask({ limit: 3 })],
  ["another order", ask({ orderBy: [{ by: "visits", direction: "desc" }] })],
  ["quarters", ask({ time: { ...WEEK, grain: "quarter" } })],
  ["a figure that it does not have", ask({ metrics: ["visits", "clubs"] })],
])("toKpiCall() asks nothing of the Metrics API for %s", (_, query) => {
  expect(toKpiCall(query, model)).toBeUndefined();
});

test("toKpiCall() asks nothing without a period, or for rows", () => {
  const { time: _, ...always } = ask();
  expect(toKpiCall(always, model)).toBeUndefined();
  const rows = { kind: "rows", dataset: "visits", fields: [], filters: [], limit: 1 } as const;
  expect(toKpiCall(rows, model)).toBeUndefined();
});

test("toKpiQuery() means what the call was made from", () => {
  const grain = fc.constantFrom("day", "week", "month", undefined);
  fc.assert(
    fc.property(grain, (one) => {
      const query = ask({ time: { ...WEEK, ...(one && { grain: one }) } });
      const call = toKpiCall(query, model);
      expect(call && toKpiQuery(call, model)).toEqual(query);
    }),
  );
  expect(toKpiQuery({ kpis: ["nope"], ...WEEK }, model)).toBeUndefined();
});

test("storesOf() tells where the rows of a question are; a store's model has nothing of another", () => {
  expect(storesOf(model, ask())).toEqual(["warehouse"]);
  expect(storesOf(model, ask({ metrics: ["fees"] }))).toEqual(["customers"]);
  expect(storesOf(model, ask({ metrics: ["visits", "fees"] }))).toEqual(["warehouse", "customers"]);
  const { datasets, metrics } = modelOfStore(model, "customers");
  expect(datasets.map(({ name }) => name)).toEqual(["contracts"]);
  expect(metrics.filter(({ implied }) => !implied).map(({ name }) => name)).toEqual(["fees"]);
});

test("loadModel() refuses a join from one store into another, and a metric over both", () => {
  const joined = MODEL.replace(
    "relationships: []",
    "relationships: [{ name: r, from: visits, to: contracts, from_columns: [id], to_columns: [id] }]",
  );
  expect(() => loadModel(joined, "gym.yaml")).toThrow(/joins visits, which is in the warehouse/);
  const mixed = MODEL + metric("mixed", "SAFE_DIVIDE(SUM(contracts.fee), COUNT(visits.id))");
  expect(() => loadModel(mixed, "gym.yaml")).toThrow(/datasets of two stores/);
});
