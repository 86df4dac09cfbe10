import { type Audit, createAudit } from "./audit.ts";
import { createCheckpoints } from "./checkpoints.ts";
import type { Documents } from "./documents.ts";
import { createFeedbacks, type Feedbacks } from "./feedback.ts";
import { forgetTurn } from "./forget-turn.ts";
import { createLedgers, type Ledgers } from "./ledgers.ts";
import { createMemories, type Memories } from "./memories.ts";
import { retentionOf } from "./retention.ts";
import { createSessions, SESSION_TTL_MS, type SessionOptions, type Sessions } from "./sessions.ts";
import type { TurnOptions } from "./turn-documents.ts";
import { createTurns, type Turns } from "./turns.ts";
import { createUserData, type UserData } from "./user-data.ts";

/** Everything that outlives the process. */
export type Stores = {
  readonly checkpoints: ReturnType<typeof createCheckpoints>;
  readonly memories: Memories;
  readonly sessions: Sessions;
  readonly turns: Turns;
  readonly feedback: Feedbacks;
  readonly userData: UserData;
  readonly audit: Audit;
  readonly ledgers: Ledgers;
};

export type StoresOptions = {
  /** How long turns are kept, and sessions after their last (those two days at least, to say that they have ended). Default 30. */
  readonly logRetentionDays?: number;
  readonly sessions?: Omit<SessionOptions, "checkpoints">;
  readonly turns?: Omit<TurnOptions, "undo">;
};

/** All stores over the same documents. */
export function createStores(documents: Documents, options: StoresOptions = {}): Stores {
  const { keepMs } = retentionOf(options.logRetentionDays ?? 30);
  const checkpoints = createCheckpoints(documents);
  const sessions = createSessions(documents, {
    keepMs: Math.max(keepMs, 2 * SESSION_TTL_MS),
    ...options.sessions,
    checkpoints,
  });
  const turns = createTurns(documents, {
    keepMs,
    ...options.turns,
    undo: (turn) => forgetTurn({ documents, checkpoints }, turn),
  });
  return {
    checkpoints,
    memories: createMemories(documents),
    sessions,
    turns,
    feedback: createFeedbacks(documents),
    userData: createUserData({ documents, sessions, turns }),
    audit: createAudit(documents),
    ledgers: createLedgers(documents),
  };
}
