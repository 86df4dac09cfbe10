import type { EvidenceEvent, Figure } from "../../agent/events.ts";

/** What the parts of one answer need to know of it. */
export type AnswerParts = {
  readonly messageId: string;
  readonly workspace: string;
  readonly figures: readonly Figure[];
  readonly evidence: readonly EvidenceEvent[];
  /** The last date of the data it rests on (ISO), which stands below it. */
  readonly asOf?: string | undefined;
};
