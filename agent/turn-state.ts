import type { BaseMessage } from "@langchain/core/messages";
import { MessagesValue, StateSchema, UntrackedValue } from "@langchain/langgraph";
import { z } from "zod";
import { Briefing } from "./briefing.ts";
import type { EvidenceEvent, Figure, Grade, MemoryEvent } from "./events.ts";
import type { Note } from "./governance/notes.ts";
import type { Trail } from "./governance/trail.ts";

/** What a synthesised answer is, before it is kept. */
export type Answer = {
  readonly text: string;
  readonly followups: readonly string[];
  readonly grade: Grade;
  readonly figures: readonly Figure[];
};

/** Spent so far in a turn. Tokens and bytes are counts. */
export type Spent = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  readonly warehouseBytes: number;
};

export const NOTHING_SPENT: Spent = {
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  warehouseBytes: 0,
};

/** Who plans or writes: the chat model of the settings, or the offline analyst beside it. */
const Speaker = z.enum(["model", "analyst"]);

export type Speaker = z.infer<typeof Speaker>;

/**
 * What a turn knows. Messages and the conversation's cost live as long as the conversation; the rest is of this
 * turn alone and never stored, so that a checkpoint stays small.
 */
export const TurnState = new StateSchema({
  messages: MessagesValue,
  conversationCostUsd: z.number().default(0),
  briefing: new UntrackedValue(Briefing.optional()),
  rounds: new UntrackedValue(z.number().optional()),
  evidence: new UntrackedValue(z.custom<readonly EvidenceEvent[]>().optional()),
  answer: new UntrackedValue(z.custom<Answer>().optional()),
  spent: new UntrackedValue(z.custom<Spent>().optional()),
  kept: new UntrackedValue(z.custom<readonly MemoryEvent[]>().optional()),
  warnings: new UntrackedValue(z.array(z.string()).optional()),
  /** Who planned last: the same one goes on. */
  plannedBy: new UntrackedValue(Speaker.optional()),
  /** Why the offline analyst answers in place of the model for the rest of the turn, in words. */
  standIn: new UntrackedValue(z.string().optional()),
  /** Why something may not be told to who asks, in words. */
  denials: new UntrackedValue(z.custom<readonly string[]>().optional()),
  /** What was kept back of the figures. */
  notes: new UntrackedValue(z.custom<readonly Note[]>().optional()),
  /** What was shown of an answer that broke off. */
  broken: new UntrackedValue(z.string().optional()),
});

export type TurnState = typeof TurnState.State;
export type TurnUpdate = typeof TurnState.Update;

/** Who asks, where, under which ids: the graph's runtime context. */
export const TurnContext = z.object({
  userId: z.string().min(1),
  role: z.string().min(1),
  workspace: z.string().min(1),
  sessionId: z.string().min(1),
  messageId: z.string().min(1),
  /** When the turn must have ended, in Unix time. */
  endsAtMs: z.number().optional(),
  /** Where accesses are noted; without one each is written down at once. */
  trail: z.custom<Trail>().optional(),
});

export type TurnContext = z.infer<typeof TurnContext>;

/** Messages since the last question, the question first. Empty before the first. */
export function thisTurn(messages: readonly BaseMessage[]): readonly BaseMessage[] {
  const last = messages.findLastIndex((message) => message.getType() === "human");
  return last < 0 ? [] : messages.slice(last);
}

/** Text of the last question, empty before the first. */
export function questionOf(messages: readonly BaseMessage[]): string {
  return thisTurn(messages)[0]?.text ?? "";
}
