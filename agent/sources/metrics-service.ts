import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { createBoundedMap } from "../sql/bounded-map.ts";
import { KPI_GRAINS, type KpiPoint, type KpiRequest, kpiPath } from "./metrics-api.ts";

export type ServedKpi = {
  readonly kpi: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string | null;
};

export type MetricsServiceOptions = {
  readonly title: string;
  readonly kpis: readonly ServedKpi[];
  /** @throws when the warehouse does not answer. */
  readonly compute: (
    request: KpiRequest,
    signal: AbortSignal,
  ) => Promise<{ readonly points: readonly KpiPoint[]; readonly asOf: string | null }>;
  readonly freshMs: number;
  readonly nowMs?: () => number;
};

const Kpi = z
  .object({
    kpi: z.string(),
    title: z.string(),
    description: z.string(),
    unit: z.string().nullable(),
    grains: z.array(z.enum(KPI_GRAINS)),
  })
  .openapi("Kpi");

const Series = z
  .object({
    kpi: z.string(),
    unit: z.string().nullable(),
    start: z.iso.date(),
    end: z.iso.date().openapi({ description: "The day after the last one" }),
    grain: z.enum(KPI_GRAINS).nullable(),
    points: z.array(z.object({ period: z.iso.date().nullable(), value: z.number().nullable() })),
    as_of: z.iso.date().nullable().openapi({ description: "Last day of the data" }),
  })
  .openapi("Series");

const Refusal = z.object({ code: z.string(), message: z.string() }).openapi("Refusal");

/** Anything beyond these, such as a customer or a breakdown, is refused: the API has none. */
const Query = z
  .strictObject({
    start: z.iso.date().openapi({ description: "First day" }),
    end: z.iso.date().openapi({ description: "The day after the last one" }),
    grain: z.enum(KPI_GRAINS).optional(),
  })
  .refine(({ start, end }) => start < end, "end must be a later day than start");

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

const listRoute = createRoute({
  method: "get",
  path: "/v1/kpis",
  summary: "KPIs that there are",
  responses: { 200: json(z.object({ kpis: z.array(Kpi) }), "All of them") },
});

const seriesRoute = createRoute({
  method: "get",
  path: "/v1/kpis/{kpi}",
  summary: "One KPI of the whole company over a time: daily, weekly, monthly, or one figure",
  request: { params: z.object({ kpi: z.string() }), query: Query },
  responses: {
    200: json(Series, "The figures"),
    400: json(Refusal, "Not a question that the API takes"),
    404: json(Refusal, "No such KPI"),
    503: json(Refusal, "The figures cannot be had at the moment"),
  },
});

const REMEMBERED = 2000;

/** The reference Metrics API as an HTTP application; figures are computed once and then kept while they are fresh. */
export function createMetricsService(options: MetricsServiceOptions): OpenAPIHono {
  const { kpis, compute, freshMs, nowMs = Date.now } = options;
  const kept = createBoundedMap<string, { atMs: number; body: z.infer<typeof Series> }>(REMEMBERED);
  const app = new OpenAPIHono({
    defaultHook: (result, c) =>
      result.success
        ? undefined
        : c.json({ code: "bad-request", message: wordsOf(result.error) }, 400),
  });
  app.openapi(listRoute, (c) =>
    c.json({ kpis: kpis.map((kpi) => ({ ...kpi, grains: [...KPI_GRAINS] })) }, 200),
  );
  app.openapi(seriesRoute, async (c) => {
    const { start, end, grain } = c.req.valid("query");
    const known = kpis.find(({ kpi }) => kpi === c.req.valid("param").kpi);
    if (!known) return c.json({ code: "not-found", message: "There is no such KPI" }, 404);
    const request = { kpi: known.kpi, start, end, ...(grain && { grain }) };
    const path = kpiPath(request);
    const cached = kept.get(path);
    const ageMs = cached ? nowMs() - cached.atMs : Number.POSITIVE_INFINITY;
    c.header("cache-control", `max-age=${Math.floor(freshMs / 1000)}`);
    if (cached && ageMs < freshMs) {
      c.header("age", String(Math.floor(ageMs / 1000)));
      return c.json(cached.body, 200);
    }
    const { points, asOf } = await compute(request, c.req.raw.signal);
    const { kpi, unit } = known;
    const body = { kpi, unit, start, end, grain: grain ?? null, points: [...points], as_of: asOf };
    kept.set(path, { atMs: nowMs(), body });
    return c.json(body, 200);
  });
  app.onError((_, c) => {
    const message = "The figures cannot be had at the moment";
    return c.json({ code: "unavailable", message }, 503);
  });
  app.notFound((c) => c.json({ code: "not-found", message: "There is no such address" }, 404));
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: options.title,
      version: "1",
      description:
        "Precomputed KPIs of the whole company. There are no breakdowns and no customers.",
    },
  });
  return app;
}

function wordsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => [...path, message].join(" ")).join("; ");
}
