import { TurnError } from "../failure.ts";
import { createMetricsService } from "./metrics-service.ts";

function open(compute?: () => Promise<never>) {
  const clock = { ms: 0 };
  const asked: unknown[] = [];
  const app = createMetricsService({
    title: "Metrics of a firm",
    kpis: [{ kpi: "dau", title: "DAU", description: "Daily active users", unit: "count" }],
    freshMs: 60_000,
    nowMs: () => clock.ms,
    compute:
      compute ??
      (async (request) => {
        asked.push(request);
        return { points: [{ period: "2026-06-01", value: 7 }], asOf: "2026-06-30" };
      }),
  });
  const get = async (path: string) => {
    const response = await app.request(path);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { get, asked, clock };
}

const PATH = "/v1/kpis/dau?start=2026-06-01&end=2026-06-08&grain=day";

test("createMetricsService() says what KPIs there are", async () => {
  const { status, body } = await open().get("/v1/kpis");
  expect(status).toBe(200);
  expect(body).toMatchObject({ kpis: [{ kpi: "dau", grains: ["day", "week", "month"] }] });
});

test("createMetricsService() computes a series once and keeps it while it is fresh", async () => {
  const { get, asked, clock } = open();
  const { body, headers } = await get(PATH);
  expect(body).toMatchObject({
    kpi: "dau",
    grain: "day",
    points: [{ value: 7 }],
    as_of: "2026-06-30",
  });
  expect(headers.get("cache-control")).toBe("max-age=60");
  clock.ms = 30_000;
  expect((await get(PATH)).headers.get("age")).toBe("30");
  clock.ms = 60_001;
  await get(PATH);
  expect(asked).toHaveLength(2);
});

test.each([
  "/v1/kpis/dau",
  "/v1/kpis/dau?start=2026-06-08&end=2026-06-01",
  "/v1/kpis/dau?start=yesterday&end=2026-06-01",
  `${PATH}&customer_id=C-1001`,
  `${PATH}&group_by=plan_tier`,
  "/v1/kpis/dau?start=2026-06-01&end=2026-06-08&grain=hour",
])(
  "createMetricsService() refuses %s with words: it has no breakdown and no customer",
  async (path) => {
    const { get, asked } = open();
    const { status, body } = await get(path);
    expect([status, body]).toMatchObject([400, { code: "bad-request" }]);
    expect(asked).toEqual([]);
  },
);

test("createMetricsService() has no KPI that was not given to it", async () => {
  expect(await open().get("/v1/kpis/mrr?start=2026-06-01&end=2026-06-08")).toMatchObject({
    status: 404,
  });
});

test("createMetricsService() says nothing of why it cannot compute", async () => {
  const { get } = open(() =>
    Promise.reject(new TurnError({ kind: "query-rejected", reason: "the column secret" })),
  );
  const { status, body } = await get(PATH);
  expect(status).toBe(503);
  expect(JSON.stringify(body)).not.toContain("secret");
});

test("createMetricsService() describes itself", async () => {
  const { body } = await open().get("/openapi.json");
  expect(Object.keys((body as { paths: object }).paths)).toEqual(["/v1/kpis", "/v1/kpis/{kpi}"]);
});
