import type { Citation, EvidenceEvent, Grade } from "../events.ts";

/** Weakest first: an answer is only as good as the least checked thing it rests on. */
const WEAKEST_FIRST = ["sql", "metric", "verified"] as const satisfies readonly Grade[];

/** The grade of an answer, from what ran. */
export function gradeOf(evidence: readonly EvidenceEvent[], citations: readonly Citation[]): Grade {
  const grades = new Set(
    evidence.flatMap((one) => (one.tool !== "search_knowledge_base" ? [one.grade] : [])),
  );
  const weakest = WEAKEST_FIRST.find((grade) => grades.has(grade));
  return weakest ?? (citations.length > 0 ? "document" : "none");
}

const CITATION = /\[([^[\]\n]+?)(?: › ([^[\]\n]+))?\]/g;

/** Documents that the answer names in brackets (`[source]` or `[source › heading]`) and that a search of this turn found; each once. */
export function citationsIn(answer: string, evidence: readonly EvidenceEvent[]): Citation[] {
  const found = evidence.flatMap((one) =>
    one.tool === "search_knowledge_base"
      ? one.results.map((p) => ({ ...p, evidence_id: one.id }))
      : [],
  );
  const citations = new Map<string, Citation>();
  for (const [, source = "", heading] of answer.matchAll(CITATION)) {
    const passage =
      found.find((p) => p.source === source && p.heading === heading) ??
      found.find((p) => p.source === source);
    if (!passage) continue;
    const { start, end } = passage;
    citations.set(`${source} › ${passage.heading}`, {
      source,
      heading: passage.heading,
      evidence_id: passage.evidence_id,
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
    });
  }
  return [...citations.values()];
}
