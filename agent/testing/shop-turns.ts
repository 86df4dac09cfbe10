/** Event types of turns over the shop, as `typesOf` gives them. */
export const OPENING = [
  "memory.started",
  "memory.completed",
  "plan.started",
  "plan.completed",
] as const;
export const PLAN = ["plan.started", "plan.completed"] as const;
export const QUERY = ["query_bigquery.started", "query_bigquery.completed", "evidence"] as const;
export const FAILED_QUERY = ["query_bigquery.started", "query_bigquery.failed"] as const;
export const WRITING = [
  "synthesize.started",
  "content",
  "grounding",
  "synthesize.completed",
] as const;
export const SAVE = ["save_to_memory.started", "save_to_memory.completed", "memory"] as const;

/** A plan without calls. */
export const READY = {};

/** A call of `query_bigquery`. */
export function query(sql: string, id?: string) {
  return { name: "query_bigquery", args: { sql_query: sql }, ...(id !== undefined && { id }) };
}

/** Gives one row, 200. */
export const COUNT = query("SELECT COUNT(*) AS n FROM shop.orders", "count");

/** A call of `save_to_memory` for a finding. */
export function keep(key: string, value: string) {
  return {
    name: "save_to_memory",
    args: { memory_type: "finding", key, value },
    id: `keep-${key}`,
  };
}
