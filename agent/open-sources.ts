import type { Config } from "./config.ts";
import type { OpenWorkspace } from "./deps.ts";
import { openCustomers } from "./sources/open-customers.ts";
import { openMetricsApi } from "./sources/open-metrics-api.ts";

export type Sources = Pick<OpenWorkspace, "customers" | "metricsApi" | "values" | "coverage">;

export type OpeningSources = {
  readonly config: Config;
  readonly opening: AsyncDisposableStack;
  readonly warn: (sentence: string) => void;
};

/**
 * The sources that a workspace has beside its warehouse, with what the analyst must know of their data. Nothing is started
 * before somebody asks.
 *
 * @throws {Error} when the workspace's own files cannot be read.
 */
export async function openSources(
  open: Pick<OpenWorkspace, "workspace" | "warehouse" | "scope" | "values" | "coverage">,
  { config, opening, warn }: OpeningSources,
): Promise<Sources> {
  const { workspace, warehouse, scope } = open;
  const { customerDbUrl: url, metricsApiUrl } = config.sources;
  const timeoutMs = config.limits.toolTimeoutMs;
  const metricsApi =
    workspace.metricsApi &&
    openMetricsApi({ workspace, warehouse, scope, timeoutMs }, workspace.metricsApi, metricsApiUrl);
  const found = { ...(metricsApi && { metricsApi }), values: open.values, coverage: open.coverage };
  if (!workspace.customers) return found;
  const settings = { ...(url !== undefined && { url }), timeoutMs, today: workspace.today, warn };
  const { database, values, coverage } = await openCustomers(
    workspace,
    workspace.customers,
    settings,
  );
  return {
    ...found,
    customers: opening.use(database),
    values: [...found.values, ...values],
    coverage: new Map([...found.coverage, ...coverage]),
  };
}
