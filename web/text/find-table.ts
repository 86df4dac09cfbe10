import type { EvidenceEvent, TableEvidence } from "../../agent/events.ts";

/** The table under that id; undefined when the answer has none. */
export function findTable(
  evidence: readonly EvidenceEvent[],
  id: string,
): TableEvidence | undefined {
  return evidence.find(
    (found): found is TableEvidence => found.id === id && found.tool !== "search_knowledge_base",
  );
}
