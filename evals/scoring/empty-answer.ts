import type { TurnAnswer } from "../../agent/events.ts";
import type { AskedTurn } from "./check.ts";

/** A turn that says this and found nothing. */
export function turnWith(answer: string, parts: Partial<TurnAnswer> = {}): AskedTurn {
  return {
    ms: 0,
    answer: {
      message_id: "",
      answer,
      reasoning: [],
      evidence: [],
      figures: [],
      citations: [],
      memories: [],
      suggested_followups: [],
      grade: "none",
      usage: null,
      warnings: [],
      ...parts,
    },
  };
}
