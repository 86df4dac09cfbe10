import { getConversationContext } from "./get-conversation-context.ts";
import { queryBigquery } from "./query-bigquery.ts";
import { queryCustomers } from "./query-customers.ts";
import { queryMetricsApi } from "./query-metrics-api.ts";
import { saveToMemory } from "./save-to-memory.ts";
import { searchKnowledgeBase } from "./search-knowledge-base.ts";
import type { AgentTool } from "./tool.ts";

/** Tools that find things out; those that the workspace offers are bound while the model plans. */
export const PLANNING_TOOLS: readonly AgentTool[] = [
  queryBigquery,
  queryMetricsApi,
  queryCustomers,
  searchKnowledgeBase,
  getConversationContext,
];

/** Tools that keep things; bound while the model writes the answer, run after it. */
export const KEEPING_TOOLS: readonly AgentTool[] = [saveToMemory];

/** Undefined when the model made the name up. */
export function findTool(name: string): AgentTool | undefined {
  return [...PLANNING_TOOLS, ...KEEPING_TOOLS].find((tool) => tool.name === name);
}
