import type { TableTool } from "../../../events.ts";
import { toKpiCall } from "../../../semantic/kpi-query.ts";
import type { CompiledQuery, SemanticQuery } from "../../../semantic/metric-query.ts";
import type { SemanticModel } from "../../../semantic/model.ts";
import { toToolSql } from "../../../semantic/query-comment.ts";
import { storesOf } from "../../../semantic/stores.ts";

export type Sources = {
  readonly model: SemanticModel;
  /** Names of the tools that there are. */
  readonly bound: ReadonlySet<string>;
};

/**
 * The call of the cheapest source that answers: the Metrics API for KPIs of the whole company, the customer database for
 * its own datasets, else the warehouse (where the compiler takes roll-ups before rows). Undefined where nothing is
 * offered that has the data.
 */
export function chooseSource(
  query: SemanticQuery,
  compiled: CompiledQuery,
  { model, bound }: Sources,
): { name: TableTool; args: Record<string, unknown> } | undefined {
  const kpis = bound.has("query_metrics_api") ? toKpiCall(query, model) : undefined;
  if (kpis) return { name: "query_metrics_api", args: { ...kpis } };
  const name = storesOf(model, query).includes("customers") ? "query_customers" : "query_bigquery";
  return bound.has(name) ? { name, args: { sql_query: toToolSql(query, compiled) } } : undefined;
}
