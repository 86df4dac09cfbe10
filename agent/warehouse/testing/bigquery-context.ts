import type { StandInEngine } from "./bigquery-engine.ts";
import type { JobStore } from "./bigquery-jobs.ts";
import type { PageRules } from "./bigquery-results.ts";
import type { Store } from "./bigquery-store.ts";

/** What requests are answered from. */
export type Context = {
  readonly store: Store;
  readonly engine: StandInEngine;
  readonly jobs: JobStore;
  readonly location: string;
  readonly rules: PageRules;
};

/** `ids` are the parts of the path: project, dataset or job, table. */
export type Call = {
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
};

export type Handler = (context: Context, call: Call) => Promise<object | undefined>;
export type Route = readonly [method: string, path: RegExp, handle: Handler];

/** `/:/jobs/:` below the projects, a colon for each id. */
export function routePath(below: string): RegExp {
  return new RegExp(`^/bigquery/v2/projects${below.replaceAll(":", "([^/]+)")}$`);
}
