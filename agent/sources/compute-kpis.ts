import { TurnError } from "../failure.ts";
import { compileQuery } from "../semantic/compile.ts";
import type { SemanticModel } from "../semantic/model.ts";
import { guardSql, type SqlScope } from "../sql/guard.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Workspace } from "../workspace.ts";
import type { KpiPoint, KpiRequest } from "./metrics-api.ts";
import type { MetricsServiceOptions, ServedKpi } from "./metrics-service.ts";

export type KpiSource = {
  readonly workspace: Workspace;
  readonly warehouse: Warehouse;
  readonly scope: SqlScope;
  readonly timeoutMs: number;
};

/** What the Metrics API offers: the metrics of the model that say what it calls them. */
export function kpisOf(model: SemanticModel): readonly ServedKpi[] {
  return model.metrics.flatMap(({ kpi, label, description, unit = null }) =>
    kpi === undefined ? [] : [{ kpi, title: label, description, unit }],
  );
}

const MAX_POINTS = 1000;

/** KPIs as the semantic model defines them, from the warehouse: the figures that any other question would get. */
export function computeKpis(source: KpiSource): MetricsServiceOptions["compute"] {
  const { workspace, warehouse, scope, timeoutMs } = source;
  return async ({ kpi, start, end, grain }: KpiRequest, signal) => {
    const metric = workspace.model.metrics.find((one) => one.kpi === kpi);
    const query = {
      kind: "metrics",
      metrics: [metric?.name ?? kpi],
      dimensions: [],
      filters: [],
      time: { start, end, ...(grain && { grain }) },
      ...(grain && { orderBy: [{ by: "time", direction: "asc" }] as const }),
    } as const;
    const compiled = compileQuery(query, workspace.model, workspace);
    if (!compiled.ok) throw new TurnError(compiled.failure);
    const guarded = guardSql(compiled.value.sql, scope);
    if (!guarded.ok) throw new TurnError(guarded.failure);
    const limits = { maxRows: MAX_POINTS, timeoutMs, maxCostUsd: 1 };
    const result = await warehouse.query(guarded.value, { limits, signal });
    if (!result.ok) throw new TurnError(result.failure);
    const asOf = await warehouse.asOf(guarded.value.tables, signal);
    return { points: result.value.rows.map((row) => toPoint(row, grain !== undefined)), asOf };
  };
}

function toPoint(row: readonly unknown[], dated: boolean): KpiPoint {
  const value = row[dated ? 1 : 0];
  return {
    period: dated ? String(row[0]) : null,
    value: value === null || value === undefined ? null : Number(value),
  };
}
