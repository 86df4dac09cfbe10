import { fail, ok } from "../failure.ts";
import type { SemanticModel } from "../semantic/model.ts";
import type { MetricsApi } from "../sources/metrics-api.ts";
import { createToolContext } from "../testing/create-tool-context.ts";
import { openShop } from "../testing/open-shop.ts";
import { queryMetricsApi } from "./query-metrics-api.ts";

/** The shop with a KPI for its first metric that can be shown by time, and an API that answers so. */
async function openWith(api: MetricsApi) {
  const shop = await openShop();
  const [first] = shop.workspace.model.metrics;
  if (!first) throw new Error("The shop has no metric");
  const metrics = shop.workspace.model.metrics.map((metric) =>
    metric === first ? { ...metric, kpi: "headline" } : metric,
  );
  const model: SemanticModel = { ...shop.workspace.model, metrics };
  const open = { ...shop, workspace: { ...shop.workspace, model }, metricsApi: api };
  return { run: (call: object) => queryMetricsApi.run(call, createToolContext(open)), open };
}

const CALL = { kpis: ["headline"], start: "2024-01-01", end: "2025-01-01" };
const points = [{ period: null, value: 42 }];
const DOWN = fail({ kind: "upstream", service: "Metrics API", retryable: true });

test("query_metrics_api gives the API's figure with where it is from", async () => {
  const { run } = await openWith({
    read: async () => ok({ points, asOf: "2024-12-31", ageSeconds: 0, stale: false }),
  });
  const { evidence, output, warning } = await run(CALL);
  expect(evidence).toMatchObject({
    tool: "query_metrics_api",
    rows: [[42]],
    as_of: "2024-12-31",
    grade: "metric",
    origin: "Metrics API",
    sql: "-- GET /v1/kpis/headline?start=2024-01-01&end=2025-01-01",
  });
  expect(output).toMatchObject({ success: true, row_count: 1 });
  expect(warning).toBeUndefined();
});

test("query_metrics_api says how old figures are that are shown because the API is down", async () => {
  const { run } = await openWith({
    read: async () => ok({ points, asOf: null, ageSeconds: 600, stale: true }),
  });
  const { evidence, warning } = await run(CALL);
  expect(warning).toBe("The Metrics API does not answer; its figures here are 10 minutes old");
  expect(evidence).toMatchObject({ origin: "Metrics API, 10 minutes old" });
});

test("query_metrics_api computes from the warehouse when the API is down, and says so", async () => {
  const { run } = await openWith({ read: async () => DOWN });
  const { evidence, warning } = await run(CALL);
  expect(warning).toBe("The Metrics API does not answer; computed from the warehouse");
  expect(evidence).toMatchObject({ tool: "query_metrics_api", row_count: 1, grade: "metric" });
});

test("query_metrics_api names the KPIs that there are when asked for another", async () => {
  const { run } = await openWith({ read: async () => DOWN });
  const { output, failed } = await run({ ...CALL, kpis: ["nope"] });
  expect(output).toMatchObject({ success: false, error: expect.stringContaining("headline") });
  expect(failed).toBeDefined();
});

test("query_metrics_api is offered only where a workspace has a Metrics API", async () => {
  const { open } = await openWith({ read: async () => DOWN });
  expect(queryMetricsApi.offered(open)).toBe(true);
  const { metricsApi: _, ...without } = open;
  expect(queryMetricsApi.offered(without)).toBe(false);
});
