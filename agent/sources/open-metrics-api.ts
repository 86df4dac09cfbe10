import type { MetricsApiSource } from "../workspace.ts";
import { computeKpis, type KpiSource, kpisOf } from "./compute-kpis.ts";
import type { MetricsApi } from "./metrics-api.ts";
import { createMetricsClient } from "./metrics-client.ts";
import { createMetricsService } from "./metrics-service.ts";

/** The API at an address, or the reference service in this process, spoken to in the same words. Never throws. */
export function openMetricsApi(
  source: KpiSource,
  { freshSeconds, staleSeconds }: MetricsApiSource,
  url: string | undefined,
): MetricsApi {
  const ages = { freshMs: freshSeconds * 1000, staleMs: staleSeconds * 1000 };
  if (url !== undefined) {
    const baseUrl = url.replace(/\/+$/, "");
    return createMetricsClient({ ...ages, baseUrl, fetch: (to, init) => fetch(to, init) });
  }
  const service = metricsService(source, freshSeconds);
  return createMetricsClient({
    ...ages,
    baseUrl: "http://metrics-api",
    timeoutMs: source.timeoutMs,
    fetch: async (to, init) => service.request(to, init),
  });
}

/** The reference service over a workspace's warehouse. */
export function metricsService(source: KpiSource, freshSeconds: number) {
  const { model, title } = source.workspace;
  return createMetricsService({
    title: `${title}: Metrics API`,
    kpis: kpisOf(model),
    compute: computeKpis(source),
    freshMs: freshSeconds * 1000,
  });
}
