import type { Passage } from "../../../events.ts";
import type { MetricQuery, SemanticQuery } from "../../../semantic/metric-query.ts";
import type { Table } from "./table.ts";

/** One tool call and what it is for. `purpose` is unique in a turn and names the result for the narration. */
export type Step =
  | { readonly purpose: string; readonly tool: "query_bigquery"; readonly query: SemanticQuery }
  | {
      readonly purpose: string;
      readonly tool: "search_knowledge_base";
      readonly text: string;
      readonly topK: number;
    };

export type SearchStep = Extract<Step, { readonly tool: "search_knowledge_base" }>;

/** What the steps so far came to. A step that failed is in neither, but in `failed`. */
export type Findings = {
  readonly tables: ReadonlyMap<string, Table>;
  readonly passages: ReadonlyMap<string, readonly FoundPassage[]>;
  readonly failed: ReadonlyMap<string, string>;
};

/** A passage with the evidence that it belongs to. */
export type FoundPassage = Passage & { readonly evidenceId: string };

export function queryStep(purpose: string, query: Omit<MetricQuery, "kind">): Step {
  return { purpose, tool: "query_bigquery", query: { kind: "metrics", ...query } };
}

export function searchStep(purpose: string, text: string, topK = 3): SearchStep {
  return { purpose, tool: "search_knowledge_base", text, topK };
}

/** True once the purpose has been tried, whatever came of it. */
export function isDone({ tables, passages, failed }: Findings, purpose: string): boolean {
  return tables.has(purpose) || passages.has(purpose) || failed.has(purpose);
}
