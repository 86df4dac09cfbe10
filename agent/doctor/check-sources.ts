import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import type { Config } from "../config.ts";
import { openCustomers } from "../sources/open-customers.ts";
import type { Workspace } from "../workspace.ts";
import { type Check, type Finding, failed, note, ok } from "./check.ts";

const PATIENCE_MS = 5_000;

/** That what stands beside the warehouse answers: the customer database and the Metrics API. */
export const checkSources: Check = {
  name: "Sources",
  after: ["Data folder", "Workspaces"],
  needs: "settings",
  run: async (config) => {
    const found: Finding[] = [];
    for (const workspace of await loadWorkspaces(config.knowledgeDirs)) {
      found.push(...(await checkCustomers(workspace, config)));
      found.push(...(await checkMetricsApi(workspace, config)));
    }
    return found.length > 0 ? found : [ok("no workspace has any beside its warehouse")];
  },
};

async function checkCustomers(
  workspace: Workspace,
  { sources: { customerDbUrl: url } }: Config,
): Promise<readonly Finding[]> {
  const { name, customers: source, today } = workspace;
  if (!source) return [];
  if (url === undefined)
    return [note(`${name}: customers are embedded; CUSTOMER_DB_URL names a server`)];
  const amiss: string[] = [];
  const warn = (sentence: string) => void amiss.push(sentence);
  const settings = { url, timeoutMs: PATIENCE_MS, today, warn };
  const { database } = await openCustomers(workspace, source, settings);
  await database[Symbol.asyncDispose]();
  return amiss.length > 0
    ? amiss.map((words) =>
        failed(
          `${name}: ${words}`,
          "Look at CUSTOMER_DB_URL, the network and the account's rights",
        ),
      )
    : [ok(`${name}: the customer database answers`)];
}

async function checkMetricsApi(
  { name, metricsApi }: Workspace,
  { sources: { metricsApiUrl: url } }: Config,
): Promise<readonly Finding[]> {
  if (!metricsApi) return [];
  if (url === undefined)
    return [
      note(`${name}: the reference Metrics API answers in process; METRICS_API_URL names another`),
    ];
  const { origin } = new URL(url);
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return status < 500
      ? [ok(`${name}: the Metrics API at ${origin} answers`)]
      : [
          failed(
            `${name}: the Metrics API at ${origin} answers with status ${status}`,
            "Look at its own log",
          ),
        ];
  } catch {
    // The network's own words add nothing: nobody answers there.
    return [
      failed(
        `${name}: nobody answers as the Metrics API at ${origin}`,
        "Look at METRICS_API_URL and the network",
      ),
    ];
  }
}
