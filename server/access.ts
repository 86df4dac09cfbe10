import type { Deps } from "../agent/deps.ts";
import { DEFAULT_ROLE, type Policy } from "../agent/policy.ts";
import { isExpired, type Session } from "../agent/store/sessions.ts";
import { grantOf } from "./grants.ts";
import { refuse } from "./http-error.ts";
import type { RunningTurns, Turn } from "./turns.ts";
import { whenOpen } from "./when-open.ts";

/**
 * The session, when it is this user's and still open, once its workspace is. Session ids cannot be guessed, so a caller
 * that may leave out who it is passes `undefined`.
 *
 * @throws {TurnError} `not-found` for an unknown session and for someone else's, `gone` for an expired one.
 * @throws {RefusedError} `unavailable` when its workspace cannot be opened.
 */
export async function ownSession(
  deps: Deps,
  sessionId: string,
  userId: string | undefined,
): Promise<Session> {
  const session = await deps.sessions.find(sessionId);
  if (!session || !isOwner(session.userId, userId)) {
    return refuse({ kind: "not-found", what: `conversation "${sessionId}"` });
  }
  if (isExpired(session, Date.now())) refuse({ kind: "gone", message: EXPIRED });
  await whenOpen(deps, session.workspace);
  return session;
}

/** @throws {TurnError} `not-found` for an unknown message and for someone else's. */
export async function ownTurn(
  running: RunningTurns,
  messageId: string,
  userId: string | undefined,
): Promise<Turn> {
  const turn = await running.find(messageId);
  if (turn && isOwner(turn.record.userId, userId)) return turn;
  return refuse({ kind: "not-found", what: `message "${messageId}"` });
}

/** On whose behalf, as what, about which workspace: where every request gets its policy. */
export function toPolicy(userId: string, workspace: string, role = DEFAULT_ROLE): Policy {
  return { userId, role, workspace };
}

/** The policy of a conversation's owner. */
export function policyOf({ userId, role, workspace }: Session): Policy {
  return { userId, role, workspace };
}

/**
 * As `ownTurn`, when it was asked under what its conversation's owner may know now.
 *
 * @throws {TurnError} `not-found` for one asked under another.
 */
export async function readableTurn(
  { deps, running }: { readonly deps: Deps; readonly running: RunningTurns },
  messageId: string,
  { userId, policyOf: now }: Reader,
): Promise<Turn> {
  const turn = await ownTurn(running, messageId, userId);
  const session = await deps.sessions.find(turn.record.sessionId);
  if (session) await whenOpen(deps, session.workspace);
  const grant = session && grantOf(deps, now(session));
  return grant === undefined || turn.record.grant === grant
    ? turn
    : refuse({ kind: "not-found", what: `message "${messageId}"` });
}

/** Who reads, where that is said, and as what a conversation is read. */
export type Reader = {
  readonly userId: string | undefined;
  readonly policyOf: (session: Session) => Policy;
};

const EXPIRED =
  "This conversation has ended after 24 hours without a question; start a new one, what was found is remembered";

function isOwner(owner: string, userId: string | undefined): boolean {
  return userId === undefined || userId === owner;
}
