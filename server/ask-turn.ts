import type { Deps } from "../agent/deps.ts";
import type { TurnEvent } from "../agent/events.ts";
import { storedAs } from "../agent/governance/open-for.ts";
import type { Session } from "../agent/store/sessions.ts";
import { ownSession, policyOf, toPolicy } from "./access.ts";
import type { AskOptions } from "./ask-options.ts";
import type { Log } from "./log.ts";
import { findWorkspace, type RunTurn } from "./service.ts";
import { createRunningTurns } from "./turns.ts";

export type AskDeps = {
  readonly deps: Deps;
  readonly runTurn: RunTurn;
  readonly log: Log;
  /** Stops the turn. */
  readonly signal: AbortSignal;
};

/** One turn outside of HTTP, recorded like any other. */
export type AskedTurn = {
  readonly sessionId: string;
  readonly messageId: string;
  readonly events: AsyncIterable<TurnEvent>;
};

/** @throws {TurnError} when the workspace or session is not to be had. */
export async function askTurn(
  options: AskOptions,
  { deps, runTurn, log, signal }: AskDeps,
): Promise<AskedTurn> {
  const session = await toSession(deps, options);
  const { turns, sessions } = deps;
  const running = createRunningTurns({
    turns,
    sessions,
    log,
    run: (input, stop) => runTurn(input, deps, stop),
  });
  const messageId = crypto.randomUUID();
  const { sessionId } = session;
  const policy = policyOf(session);
  const turn = await running.start({
    policy,
    stored: storedAs(deps, policy, options.question),
    sessionId,
    messageId,
    content: options.question,
  });
  signal.addEventListener("abort", () => void running.cancel(messageId), { once: true });
  return { sessionId, messageId, events: eventsOf(turn) };
}

async function* eventsOf(turn: {
  follow(after: number, signal: AbortSignal): AsyncIterable<{ readonly event: TurnEvent }>;
}): AsyncIterable<TurnEvent> {
  for await (const { event } of turn.follow(0, new AbortController().signal)) yield event;
}

/**
 * The one workspace that the question is about: only that one need be opened. All of them where it is not there, so that
 * the refusal can name them.
 */
export async function workspaceOf(
  { session, workspace }: AskOptions,
  names: readonly string[],
  { sessions }: Pick<Deps, "sessions">,
): Promise<readonly string[]> {
  const known = session ? await sessions.find(session) : undefined;
  const wanted = known?.workspace ?? workspace ?? names.toSorted()[0];
  return wanted !== undefined && names.includes(wanted) ? [wanted] : names;
}

/** The named session goes on, in its own workspace; one that is not there yet starts under that name. */
async function toSession(deps: Deps, options: AskOptions): Promise<Session> {
  const { session, user, workspace, role } = options;
  const known = session ? await deps.sessions.find(session) : undefined;
  // A conversation goes on in another role where one is named: what it was told before is not for that one.
  if (session && known) {
    const own = await ownSession(deps, session, user);
    return role === undefined ? own : { ...own, role };
  }
  const { name } = (await findWorkspace(deps, workspace)).workspace;
  return deps.sessions.create(toPolicy(user, name, role), session ?? crypto.randomUUID());
}
