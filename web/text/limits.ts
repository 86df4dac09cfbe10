import type { EvidenceEvent } from "../../agent/events.ts";
import type { Step, TurnView } from "../state/turn-view.ts";

/** The oldest of the tables' last dates: an answer is as fresh as the stalest table it read. Undefined without tables. */
export function lastDate(evidence: readonly EvidenceEvent[]): string | undefined {
  const dates = evidence.flatMap((found) =>
    found.tool !== "search_knowledge_base" && found.as_of !== null
      ? [found.as_of.slice(0, 10)]
      : [],
  );
  return dates.sort()[0];
}

type Shown = Pick<TurnView, "answer" | "evidence" | "steps">;

/**
 * What an answer does not show, and why, each in a sentence: what the service says, what was refused or failed and was
 * not made good by a later step of its kind, and results that were cut. What the answer says itself is not said again.
 */
export function limitsOf(
  { answer, evidence, steps }: Shown,
  warnings: readonly string[],
): readonly string[] {
  const refused = steps.flatMap(({ status, tool, error }, at) =>
    status !== "failed" || error === undefined || isMended(steps.slice(at + 1), tool)
      ? []
      : [sentence(error)],
  );
  const cut = evidence.flatMap((found) => {
    if (found.tool === "search_knowledge_base" || !found.truncated) return [];
    const shown = found.rows.length.toLocaleString("en-US");
    const all =
      found.row_count > found.rows.length ? ` of ${found.row_count.toLocaleString("en-US")}` : "";
    return [
      `“${found.title}” has more rows than one query may give: the first ${shown}${all} were read.`,
    ];
  });
  const limits = new Set([...warnings.map(sentence), ...refused, ...cut]);
  return [...limits].filter((limit) => !answer.includes(limit.replace(/\.$/, "")));
}

/** The model planned anew, and then a step of the same kind worked. What ran beside the failed one mends nothing. */
function isMended(later: TurnView["steps"], tool: Step["tool"]): boolean {
  const replanned = later.findIndex((step) => step.tool === "plan");
  const tried = replanned < 0 ? [] : later.slice(replanned);
  return tried.some((step) => step.tool === tool && step.status === "completed");
}

/** With a full stop, unless it ends with a sign of its own. */
export function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
