import type { OpenWorkspace } from "../deps.ts";
import { ok, TurnError } from "../failure.ts";
import type { KpiRequest, MetricsApi } from "../sources/metrics-api.ts";
import { openAtlas } from "./testing/open-atlas.ts";
import { openGate } from "./testing/open-gate.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const FEW = /fewer than 10 customers/;
const { signal } = new AbortController();

/** Atlas with a Metrics API that has the report rate and the users, of which it counts nobody. */
function openWith(value: number, warehouse = atlas.warehouse) {
  const withKpi = (model: OpenWorkspace["workspace"]["model"]) => ({
    ...model,
    metrics: model.metrics.map((metric) =>
      ["report_rate", "active_users"].includes(metric.name)
        ? { ...metric, kpi: metric.name }
        : metric,
    ),
  });
  const { governance, workspace } = atlas;
  if (!governance) throw new Error("There is none");
  const views = [...governance.views].map(([name, view]) => {
    const own = { ...view.workspace, model: withKpi(view.workspace.model) };
    return [name, { ...view, workspace: own }] as const;
  });
  const metricsApi: MetricsApi = {
    read: async ({ grain, start }) => {
      const periods = grain ? [start, "2025-01-02"] : [null];
      const points = periods.map((period) => ({ period, value }));
      return ok({ points, asOf: "2025-03-01", ageSeconds: 0, stale: false });
    },
  };
  const own = { ...workspace, model: withKpi(workspace.model) };
  const whole = withKpi(governance.whole);
  const governed = { ...governance, whole, views: new Map(views) };
  return { ...atlas, workspace: own, warehouse, metricsApi, governance: governed };
}

async function told(role: string, request: KpiRequest, open = openWith(0.01)) {
  const { gate, noted } = openGate(open, { role });
  const answer = await gate.kpi(request, signal);
  if (answer.ok) return { points: answer.value.points.length, noted, notes: answer.value.notes };
  return { words: "message" in answer.failure ? answer.failure.message : "", noted };
}

const REPORTS = { kpi: "report_rate", start: "2025-01-01", end: "2025-01-02" };
const MONTH = { ...REPORTS, end: "2025-02-01" };

describe("readKpi()", () => {
  test("tells a role of aggregates no KPI behind which few stand, and writes that down", async () => {
    const { words, noted } = await told("Support", REPORTS);
    expect(words).toMatch(FEW);
    expect(noted.at(-1)).toMatchObject({ source: "metrics_api", decision: "refused" });
    expect(await told("Support", MONTH)).toMatchObject({ points: 1, notes: [] });
    expect(await told("Analyst", REPORTS)).toMatchObject({ points: 1 });
  });

  test("keeps back the periods of few, and says so", async () => {
    const users = { kpi: "active_users", start: "2025-01-01", end: "2025-01-03" };
    expect(await told("Support", { ...users, grain: "day" })).toMatchObject({ points: 2 });
    const { words } = await told("Support", { ...REPORTS, end: "2025-01-03", grain: "day" });
    expect(words).toMatch(FEW);
  });

  describe("while nobody can be counted", () => {
    const down: OpenWorkspace["warehouse"] = {
      kind: "duckdb",
      query: async () => {
        throw new TurnError({ kind: "upstream", service: "warehouse", retryable: true });
      },
      asOf: async () => null,
      [Symbol.asyncDispose]: async () => {},
    };

    const users = { ...REPORTS, kpi: "active_users" };
    test.each([
      { what: "a large count of a day", value: 180, request: users, points: 1 },
      { what: "a small count of a day", value: 12, request: users },
      { what: "a share of a month", value: 0.01, request: MONTH, points: 1 },
      { what: "a share of a day", value: 0.01, request: REPORTS },
      { what: "shares of days", value: 0.01, request: { ...MONTH, grain: "day" as const } },
    ])("tells whole months and large counts alone: $what", async ({ value, request, points }) => {
      expect((await told("Support", request, openWith(value, down))).points).toBe(points);
    });
  });
});
