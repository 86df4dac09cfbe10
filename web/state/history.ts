import type { TurnEvent } from "../../agent/events.ts";
import type { History, PastTurn } from "../api/wire.ts";
import { reduce } from "./reduce.ts";
import { type TurnView, WAITING } from "./turn-view.ts";

type Asked = Extract<History["messages"][number], { role: "user" }>;
type Answered = PastTurn["answer"];

/** Questions with their answers, oldest first. */
export function toPastTurns({ messages }: History): readonly PastTurn[] {
  const asked = new Map<string, Asked>();
  const past: PastTurn[] = [];
  for (const message of messages) {
    if (message.role === "user") asked.set(message.message_id, message);
    else past.push(toPastTurn(asked.get(message.message_id), message));
  }
  return past;
}

function toPastTurn(asked: Asked | undefined, answer: Answered): PastTurn {
  return { question: asked?.content ?? "", editOf: asked?.edit_of, answer };
}

/** The view of a turn that was stored: the same rules as for one that streams. A running one starts anew. */
export function toView({ answer }: PastTurn): TurnView {
  if (answer.status === "running") return WAITING;
  return toEvents(answer).reduce(reduce, WAITING);
}

function toEvents(past: Answered): readonly TurnEvent[] {
  return [
    ...past.reasoning.map((step) => ({ type: "reasoning" as const, ...step })),
    ...past.evidence.map((found) => ({ type: "evidence" as const, ...found }) as TurnEvent),
    ...(past.content === "" ? [] : [{ type: "content" as const, delta: past.content }]),
    { type: "grounding", figures: [...past.figures], unbound: 0 },
    ...past.memories.map((memory) => ({ type: "memory" as const, ...memory })),
    toEnd(past),
  ];
}

function toEnd(past: Answered): TurnEvent {
  if (past.status === "done") {
    return {
      type: "done",
      message_id: past.message_id,
      suggested_followups: past.suggested_followups,
      grade: past.grade,
      citations: past.citations,
      usage: past.usage ?? NO_USAGE,
      warnings: past.warnings,
    };
  }
  const stopped = past.status === "cancelled";
  return {
    type: "error",
    code: stopped ? "cancelled" : "internal",
    message: stopped ? "You stopped this answer" : "This answer could not be finished",
    retryable: true,
    ...past.error,
  };
}

const NO_USAGE = {
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  warehouse_bytes: 0,
  first_token_ms: null,
  ms: 0,
};
