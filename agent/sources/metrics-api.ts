import type { Result } from "../failure.ts";
import type { IsoDate } from "../semantic/time-range.ts";

export const KPI_GRAINS = ["day", "week", "month"] as const;
export type KpiGrain = (typeof KPI_GRAINS)[number];

/** `end` is exclusive. Without `grain` one figure for the whole time. */
export type KpiRequest = {
  readonly kpi: string;
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly grain?: KpiGrain;
};

/** `period` is its first day, null for the whole time. In the order of time; periods without data are absent. */
export type KpiPoint = { readonly period: IsoDate | null; readonly value: number | null };

/** `ageSeconds` since the figures were fetched; `stale` when they are shown because the API does not answer. */
export type KpiAnswer = {
  readonly points: readonly KpiPoint[];
  readonly asOf: IsoDate | null;
  readonly ageSeconds: number;
  readonly stale: boolean;
};

/** Precomputed KPIs of the whole company. It knows no breakdown. */
export type MetricsApi = {
  /**
   * What the API does not have is `not-found`; when it does not answer and nothing is kept of before, `upstream`.
   *
   * @throws the reason of `signal` when that aborts.
   */
  read(request: KpiRequest, signal: AbortSignal): Promise<Result<KpiAnswer>>;
};

/** Path and query of a request, for the wire and the trace. */
export function kpiPath({ kpi, start, end, grain = undefined }: KpiRequest): string {
  const query = new URLSearchParams({ start, end, ...(grain && { grain }) });
  return `/v1/kpis/${encodeURIComponent(kpi)}?${query}`;
}
