import type { TableTool } from "./events.ts";

/** Names of the tools whose results are rows. */
export const TABLE_TOOLS: readonly string[] = [
  "query_bigquery",
  "query_metrics_api",
  "query_customers",
] satisfies readonly TableTool[];

/** True for a tool whose results are rows. */
export function isTableTool(name: string): name is TableTool {
  return TABLE_TOOLS.includes(name);
}
