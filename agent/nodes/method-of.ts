import type { OpenWorkspace } from "../deps.ts";
import type { EvidenceEvent, TableEvidence } from "../events.ts";
import { isTableTool } from "../table-tools.ts";

/** Look-ups that are told in full; of more it is said how many there were. */
const MOST = 3;

/**
 * How an answer's figures were come by, as what ran says it: what each means, where it was read, the statement, and what to
 * bear in mind. Markdown that begins with an empty line; empty where nothing was looked up in tables.
 */
export function methodOf(evidence: readonly EvidenceEvent[], open: OpenWorkspace): string {
  const tables = evidence.filter((one): one is TableEvidence => isTableTool(one.tool));
  if (tables.length === 0) return "";
  const shown = tables.slice(0, MOST);
  const more = tables.length - shown.length;
  const blocks = [
    "**Method**",
    [...meanings(shown, open), ...caveats(tables, open)].map((line) => `- ${line}`).join("\n"),
    ...shown.map((one) => `_${one.id}: ${one.title}${sourceOf(one)}_\n\n${fenced(one.sql)}`),
    ...(more > 0 ? [`_${more} further look-ups stand in the trace._`] : []),
  ];
  return blocks.map((block) => `\n\n${block}`).join("");
}

/** Each metric that was read, once: what it means and how it is worked out. */
function meanings(tables: readonly TableEvidence[], { workspace }: OpenWorkspace): string[] {
  const names = new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)));
  return workspace.model.metrics
    .filter(({ name }) => names.has(name))
    .map(({ label, description, expression }) => {
      const meaning = description === "" ? "" : `: ${description.replace(/\.$/, "")}`;
      return `**${label}**${meaning} — \`${expression}\``;
    });
}

function caveats(tables: readonly TableEvidence[], { workspace }: OpenWorkspace): string[] {
  const ends = [...new Set(tables.flatMap(({ as_of }) => as_of ?? []))].toSorted();
  const names = new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const states = workspace.model.metrics.filter(
    ({ name, dataset }) =>
      names.has(name) &&
      workspace.model.datasets.some((one) => one.name === dataset && one.snapshot),
  );
  return [
    ...(ends[0] ? [`Data up to ${ends[0]}; later days are not in it.`] : []),
    ...states.map(
      ({ label }) => `${label} is a state on the last day of a period: never add periods up.`,
    ),
    ...tables
      .filter(({ truncated }) => truncated)
      .map(({ id, row_count }) => `${id} shows the first ${row_count} rows.`),
    ...(tables.some(({ grade }) => grade === "sql")
      ? ["The SQL was written for this question and is no agreed definition."]
      : []),
  ];
}

function sourceOf({ origin, tool }: TableEvidence): string {
  return ` (${origin ?? (tool === "query_bigquery" ? "warehouse" : tool)})`;
}

function fenced(sql: string): string {
  const fence = sql.includes("```") ? "~~~~" : "```";
  return `${fence}sql\n${sql}\n${fence}`;
}
