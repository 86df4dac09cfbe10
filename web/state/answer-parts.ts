import type { EvidenceEvent, Figure, TableEvidence } from "../../agent/events.ts";

/** What the parts of one answer need to know of it. */
export type AnswerParts = {
  readonly messageId: string;
  readonly workspace: string;
  readonly figures: readonly Figure[];
  readonly evidence: readonly EvidenceEvent[];
};

/** The table under that id; undefined when the answer has none. */
export function findTable(
  evidence: readonly EvidenceEvent[],
  id: string,
): TableEvidence | undefined {
  return evidence.find(
    (found): found is TableEvidence => found.id === id && found.tool === "query_bigquery",
  );
}
