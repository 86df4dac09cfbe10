import { createHash, timingSafeEqual } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { errorResponse } from "./http-error.ts";
import type { Metrics } from "./metrics.ts";
import { type App, ERRORS } from "./routes.ts";
import type { Service } from "./service.ts";

const scrape = createRoute({
  method: "get",
  path: "/metrics",
  tags: ["Operation"],
  summary: "Counts of this process as Prometheus reads them",
  responses: {
    200: { description: "The counts", content: { "text/plain": { schema: z.string() } } },
    ...ERRORS,
  },
});

/** For Prometheus. Where the settings have a token, only for whoever shows it. */
export function addMetrics(app: App, service: Service, metrics: Metrics): void {
  app.use(scrape.path, async (c, next) => {
    const { prometheusToken: token } = service.opened().deps.config;
    const shown = c.req.header("authorization") ?? "";
    if (token === undefined || isSame(shown, `Bearer ${token}`)) return next();
    const message = "Reading /metrics takes its token: Authorization: Bearer …";
    c.header("WWW-Authenticate", "Bearer");
    return errorResponse(c, 401, { code: "unauthorized", message, retryable: false });
  });
  app.openapi(scrape, async (c) => {
    const { type, text } = await metrics.read();
    return c.text(text, 200, { "content-type": type });
  });
}

/** Takes as long whatever differs. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
