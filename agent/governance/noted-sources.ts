import { type Failure, fail, type Result, toWords } from "../failure.ts";
import type { Knowledge } from "../knowledge.ts";
import {
  type KpiAnswer,
  type KpiRequest,
  kpiPath,
  type MetricsApi,
} from "../sources/metrics-api.ts";
import type { Memories } from "../store/memories.ts";
import type { Workspace } from "../workspace.ts";
import type { RoleView } from "./governance.ts";
import type { Redactor } from "./redact.ts";
import type { Trail } from "./trail.ts";

export const NO_SOURCE: Failure = { kind: "denied", message: "This workspace has no such source" };

/** Why the role may not ask a source; undefined when it may. */
export function refusalFor(source: string, view: RoleView | undefined): Failure | undefined {
  const { sources, title } = view?.role ?? {};
  if (!sources || sources.includes(source)) return undefined;
  return { kind: "denied", message: `${title} does not ask that source` };
}

type KpiSource = {
  readonly workspace: Workspace;
  readonly metricsApi?: MetricsApi;
  readonly trail: Trail;
};

/** A KPI is of the whole, which every filtered figure is held against in any case. */
export async function readKpi(
  { request, signal }: { readonly request: KpiRequest; readonly signal: AbortSignal },
  { metricsApi, workspace, trail }: KpiSource,
  view: RoleView | undefined,
): Promise<Result<KpiAnswer>> {
  const known = (view?.workspace ?? workspace).model.metrics.some(({ kpi }) => kpi === request.kpi);
  const about = { source: "metrics_api", statement: `GET ${kpiPath(request)}` };
  const refused = known && metricsApi ? refusalFor("metrics_api", view) : NO_SOURCE;
  if (refused || !metricsApi) {
    trail.note({ ...about, decision: "refused", reason: toWords(refused ?? NO_SOURCE) });
    return fail(refused ?? NO_SOURCE);
  }
  const answer = await metricsApi.read(request, signal);
  const rows = answer.ok ? answer.value.points.length : 0;
  trail.note({ ...about, decision: answer.ok ? "allowed" : "failed", rows });
  return answer;
}

export function notedKnowledge(knowledge: Knowledge, trail: Trail): Knowledge {
  return {
    ...knowledge,
    search: async (query, options) => {
      const found = await knowledge.search(query, options);
      const tables = [...new Set(found.map(({ source }) => source))];
      trail.note({ source: "knowledge", decision: "allowed", tables, rows: found.length });
      return found;
    },
    document: async (source) => {
      const found = await knowledge.document(source);
      const decision = found ? "allowed" : "refused";
      trail.note({ source: "knowledge", decision, tables: [source], rows: found ? 1 : 0 });
      return found;
    },
  };
}

export function notedMemories(memories: Memories, trail: Trail, clean: Redactor): Memories {
  return {
    ...memories,
    save: (policy, memory) => {
      const statement = `save ${memory.kind} ${memory.key}`;
      trail.note({ source: "memory", decision: "allowed", rows: 1, statement });
      return memories.save(policy, { ...memory, value: clean(memory.value) });
    },
    recall: async (policy, limit) => {
      const recall = await memories.recall(policy, limit);
      const rows = Object.values(recall).reduce((sum, list) => sum + list.length, 0);
      trail.note({ source: "memory", decision: "allowed", rows, statement: "recall" });
      return recall;
    },
  };
}
