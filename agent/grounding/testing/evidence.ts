import type { Cell, Column, DocumentEvidence, TableEvidence } from "../../events.ts";

/** "revenue usd" is an amount of money, "region" a name, "period date" a date, "orders count" an integer. */
export function columnOf(text: string): Column {
  const [name = "", unit] = text.split(" ");
  const label = name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
  if (unit === undefined) return { name, type: "string", label };
  if (unit === "date") return { name, type: "date", label };
  if (unit === "number") return { name, type: "number", label };
  return { name, type: unit === "count" ? "integer" : "number", unit, label };
}

/** A result as a query gives it. `since` is the first date that its SQL names. */
export function tableOf(
  { id, title, since }: { id: string; title: string; since?: string },
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): TableEvidence {
  return {
    type: "evidence",
    id,
    tool: "query_bigquery",
    title,
    sql: since ? `SELECT * FROM t WHERE day >= DATE '${since}'` : "SELECT * FROM t",
    columns: columns.map(columnOf),
    rows: rows.map((row) => [...row]),
    row_count: rows.length,
    truncated: false,
    tables: ["t"],
    as_of: "2024-12-31",
    grade: "metric",
    bytes: 0,
    ms: 1,
  };
}

export function documentOf(
  id: string,
  source: string,
  passages: Readonly<Record<string, string>>,
): DocumentEvidence {
  const results = Object.entries(passages).map(([heading, content]) => ({
    content,
    source,
    heading,
    relevance_score: 0.9,
  }));
  return { type: "evidence", id, tool: "search_knowledge_base", title: source, results };
}
