import type { MetricQuery, SemanticQuery } from "./metric-query.ts";
import type { SemanticModel } from "./model.ts";
import type { IsoDate } from "./time-range.ts";

/** What is asked of the Metrics API; `end` is exclusive. */
export type KpiCall = {
  readonly kpis: readonly string[];
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly grain?: "day" | "week" | "month";
};

/** The query that a call means by the model; undefined when it has not all the KPIs. */
export function toKpiQuery(
  { kpis, start, end, grain }: KpiCall,
  model: SemanticModel,
): MetricQuery | undefined {
  const metrics = kpis.flatMap((kpi) => model.metrics.find((one) => one.kpi === kpi)?.name ?? []);
  if (metrics.length < kpis.length) return undefined;
  return {
    kind: "metrics",
    metrics,
    dimensions: [],
    filters: [],
    time: { start, end, ...(grain && { grain }) },
  };
}

/** The call that answers a query; undefined when the API could not: it knows no breakdown, no filter, and few grains. */
export function toKpiCall(query: SemanticQuery, model: SemanticModel): KpiCall | undefined {
  if (query.kind !== "metrics" || !query.time) return undefined;
  const { metrics, dimensions, filters, having = [], calculate = [], orderBy = [], limit } = query;
  const plain = [dimensions, filters, having, calculate].every((part) => part.length === 0);
  const inTime = orderBy.every(({ by, direction }) => by === "time" && direction === "asc");
  if (!plain || !inTime || limit !== undefined) return undefined;
  const kpis = metrics.flatMap((name) => model.metrics.find((one) => one.name === name)?.kpi ?? []);
  const { start, end, grain } = query.time;
  if (kpis.length < metrics.length || kpis.length > 5) return undefined;
  if (grain === "quarter" || grain === "year") return undefined;
  return { kpis, start, end, ...(grain && { grain }) };
}
