import { createCheckpoints } from "./checkpoints.ts";
import type { Documents } from "./documents.ts";
import { createFeedbacks, type Feedbacks } from "./feedback.ts";
import { forgetTurn } from "./forget-turn.ts";
import { createMemories, type Memories } from "./memories.ts";
import { createSessions, type SessionOptions, type Sessions } from "./sessions.ts";
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
};

export type StoresOptions = {
  readonly sessions?: Omit<SessionOptions, "checkpoints">;
  readonly turns?: Omit<TurnOptions, "undo">;
};

/** All stores over the same documents. */
export function createStores(documents: Documents, options: StoresOptions = {}): Stores {
  const checkpoints = createCheckpoints(documents);
  const sessions = createSessions(documents, { ...options.sessions, checkpoints });
  const turns = createTurns(documents, {
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
  };
}
