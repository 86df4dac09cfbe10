import type { MemoryKind } from "../events.ts";
import type { Policy } from "../policy.ts";

/** Something worth keeping about a user's work. `savedAt` is an ISO instant; `evidence` names what it rests on. */
export type Memory = {
  readonly kind: MemoryKind;
  readonly key: string;
  readonly value: string;
  readonly savedAt: string;
  readonly sessionId?: string;
  readonly evidence?: readonly string[];
};

/** What a conversation was about. `date` is the ISO date of its last turn. */
export type SessionSummary = {
  readonly sessionId: string;
  readonly date: string;
  readonly topics: readonly string[];
  readonly keyFindings: readonly string[];
};

/** Newest first in every list. */
export type Recall = {
  readonly preferences: readonly Memory[];
  readonly findings: readonly Memory[];
  readonly context: readonly Memory[];
  readonly sessions: readonly SessionSummary[];
};

/** What outlives a conversation, one user and workspace at a time. A key that exists is replaced, never doubled. */
export type Memories = {
  /** At most `limit` of each kind. Empty lists for an unknown user. */
  recall(policy: Policy, limit?: number): Promise<Recall>;
  /** `replaced` is what stood under the key before, when it said something else. */
  save(policy: Policy, memory: Memory): Promise<{ replaced?: Memory }>;
  saveSession(policy: Policy, summary: SessionSummary): Promise<void>;
  /** False when there was nothing to forget. */
  forget(policy: Policy, kind: MemoryKind, key: string): Promise<boolean>;
  /** Forgets everything of the user in the workspace, sessions' summaries included; how many entries went. */
  clear(policy: Policy): Promise<number>;
};
