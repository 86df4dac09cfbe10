import type { Grade, ReasoningTool, Usage } from "../../agent/events.ts";
import type { Step } from "../state/turn-view.ts";

/** `5 steps · 1 failed · 0.4 s`: the trace in one line. */
export function traceSummary(steps: readonly Step[], ms: number | undefined): string {
  const failed = steps.filter(({ status }) => status === "failed").length;
  const parts = [count(steps.length, "step")];
  if (failed > 0) parts.push(`${failed} failed`);
  if (ms !== undefined) parts.push(duration(ms));
  return parts.join(" · ");
}

/** `1 row`, `4,212 rows`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

/** `12 ms`, `0.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 100) return `${Math.max(1, Math.round(ms))} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** `0 B`, `820 kB`, `1.2 GB`: decimal units, as BigQuery bills. */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  const step = n < 1 ? 0 : Math.min(Math.floor(Math.log10(n) / 3), units.length - 1);
  const value = n / 1000 ** step;
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${units[step]}`;
}

/** `no model cost`, `under $0.0001`, `$0.0023`. */
export function cost(usd: number): string {
  if (usd === 0) return "no model cost";
  if (usd < 0.0001) return "under $0.0001";
  return `$${usd.toFixed(usd < 0.01 ? 4 : 2)}`;
}

/** What an answer took: time, queries or what they read, model cost. */
export function usageWords(usage: Usage, queries: number): string {
  const { ms, cost_usd: usd, warehouse_bytes: read } = usage;
  const asked = read > 0 ? [`${bytes(read)} read`] : queries > 0 ? [queriesWords(queries)] : [];
  return [duration(ms), ...asked, cost(usd)].join(" · ");
}

/** `1 query`, `9 queries`. */
export function queriesWords(queries: number): string {
  return queries === 1 ? "1 query" : `${queries.toLocaleString("en-US")} queries`;
}

/** An ISO date as `Dec 31, 2024`; text that is no date as it stands. */
export function day(iso: string): string {
  const date = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleDateString("en-US", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** `pricing_policy.md` becomes `Pricing policy`. */
export function documentName(source: string): string {
  const file = source.split("/").at(-1) ?? source;
  const words = file.replace(/\.[a-z0-9]{1,5}$/i, "").replace(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The innermost of `Regions > West, Q4 2024`. */
export function lastHeading(heading: string): string {
  return heading.split(" > ").at(-1) ?? heading;
}

/** The badge of an answer and the plain reason for it. */
export const GRADES: Record<Grade, { readonly name: string; readonly reason: string }> = {
  verified: {
    name: "Verified",
    reason: "A query that a person has checked ran exactly as it was checked.",
  },
  metric: {
    name: "Defined metric",
    reason: "Computed from your company’s own metric definitions, not from free-hand SQL.",
  },
  sql: {
    name: "Ad hoc query",
    reason:
      "From SQL written for this question. It passed every safety check, but no one has reviewed it.",
  },
  document: {
    name: "From documents",
    reason: "Rests on company documents alone; no data was queried.",
  },
  none: { name: "No data used", reason: "Nothing was queried or looked up for this answer." },
};

/** What each part of a turn is called, and the sign it goes by. */
export const TOOLS: Record<ReasoningTool, { readonly name: string; readonly glyph: string }> = {
  query_bigquery: { name: "Warehouse", glyph: "📊" },
  query_metrics_api: { name: "Metrics", glyph: "📊" },
  query_customers: { name: "Customers", glyph: "📊" },
  search_knowledge_base: { name: "Knowledge", glyph: "🔍" },
  get_conversation_context: { name: "Memory", glyph: "💭" },
  memory: { name: "Memory", glyph: "💭" },
  plan: { name: "Plan", glyph: "💭" },
  synthesize: { name: "Answer", glyph: "💭" },
  save_to_memory: { name: "Saved", glyph: "💾" },
};
