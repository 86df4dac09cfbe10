import type { MemoryKind, TurnAnswer } from "../../agent/events.ts";

/** `POST /chat/session` (DESIGN §6). */
export type OpenedSession = {
  readonly session_id: string;
  readonly workspace: string;
  readonly returning: boolean;
  readonly greeting: string;
  readonly starters: readonly string[];
};

/** A line of the conversation list. Instants are ISO. */
export type SessionLine = {
  readonly session_id: string;
  readonly title: string;
  readonly workspace: string;
  readonly last_active_at: string;
};

export type TurnStatus = "running" | "done" | "failed" | "cancelled";

type AskedMessage = {
  readonly role: "user";
  readonly message_id: string;
  readonly content: string;
  readonly created_at: string;
  /** The message whose question this one changes. */
  readonly edit_of?: string;
};

type AnsweredMessage = Omit<TurnAnswer, "answer"> & {
  readonly role: "assistant";
  /** The answer's Markdown. */
  readonly content: string;
  readonly created_at: string;
  readonly status: TurnStatus;
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
};

/** A question, and the answer to it under the same `message_id`; oldest first. */
export type History = {
  readonly session_id: string;
  readonly workspace: string;
  readonly title: string;
  readonly messages: readonly (AskedMessage | AnsweredMessage)[];
};

/** A question and what was answered to it so far. */
export type PastTurn = {
  readonly question: string;
  readonly editOf?: string | undefined;
  readonly answer: AnsweredMessage;
};

export type MemoryLine = {
  readonly memory_type: MemoryKind;
  readonly key: string;
  readonly value: string;
  readonly saved_at: string;
  /** What was kept under the key before and said something else. */
  readonly replaced?: { readonly value: string; readonly saved_at: string };
};

/** What is remembered of a user in a workspace, newest first in each list. */
export type UserMemory = {
  readonly preferences: readonly MemoryLine[];
  readonly findings: readonly MemoryLine[];
  readonly context: readonly MemoryLine[];
};

export type WorkspaceLine = {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** Where it cannot be asked about yet; a question waits for one that is opening. */
  readonly state?: "opening" | "failed";
};

export type KnowledgeDocument = {
  readonly source: string;
  readonly title: string;
  readonly text: string;
};

export type FeedbackReason = "not_correct" | "incomplete" | "refused" | "slow" | "other";
