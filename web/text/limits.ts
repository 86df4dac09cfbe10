import type { EvidenceEvent } from "../../agent/events.ts";

/** The oldest of the tables' last dates: an answer is as fresh as the stalest table it read. Undefined without tables. */
export function lastDate(evidence: readonly EvidenceEvent[]): string | undefined {
  const dates = evidence.flatMap((found) =>
    found.tool === "query_bigquery" && found.as_of !== null ? [found.as_of.slice(0, 10)] : [],
  );
  return dates.sort()[0];
}

/** What an answer does not show, and why, each in a sentence: what the service says, then results that were cut. */
export function limitsOf(
  evidence: readonly EvidenceEvent[],
  warnings: readonly string[],
): readonly string[] {
  const cut = evidence.flatMap((found) => {
    if (found.tool !== "query_bigquery" || !found.truncated) return [];
    const shown = found.rows.length.toLocaleString("en-US");
    const all =
      found.row_count > found.rows.length ? ` of ${found.row_count.toLocaleString("en-US")}` : "";
    return [
      `“${found.title}” has more rows than one query may give: the first ${shown}${all} were read.`,
    ];
  });
  return [...new Set([...warnings.map(sentence), ...cut])];
}

/** With a full stop, unless it ends with a sign of its own. */
export function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
