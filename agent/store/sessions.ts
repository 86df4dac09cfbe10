import type { Policy } from "../policy.ts";

/** A conversation. Instants are ISO. `title` is the first question until the user renames it; empty before the first turn. */
export type Session = {
  readonly sessionId: string;
  readonly userId: string;
  readonly role: string;
  readonly workspace: string;
  readonly title: string;
  readonly createdAt: string;
  readonly lastActiveAt: string;
};

/** A session ends after this much inactivity (DESIGN §6: 24 hours). */
export const SESSION_TTL_MS = 24 * 60 * 60 * 1000;

export type Sessions = {
  create(policy: Policy, sessionId: string): Promise<Session>;
  /** Whoever owns it; undefined when unknown or gone from storage. Expired sessions are still returned until they are purged. */
  find(sessionId: string): Promise<Session | undefined>;
  /** Moves `lastActiveAt` to now; sets the title when it is still empty. */
  touch(sessionId: string, title: string): Promise<void>;
  /** Newest first, at most `limit`, unexpired ones only. */
  list(userId: string, limit?: number): Promise<readonly Session[]>;
  rename(sessionId: string, title: string): Promise<void>;
  /** Removes the session with its turns and checkpoints. */
  remove(sessionId: string): Promise<void>;
};

/** True once `now` (Unix ms) is 24 hours or more past the last activity. */
export function isExpired(session: Session, now: number): boolean {
  return now - Date.parse(session.lastActiveAt) >= SESSION_TTL_MS;
}
