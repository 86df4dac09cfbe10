import { randomUUID } from "node:crypto";
import type { Deps } from "../agent/deps.ts";
import type { TurnEvent } from "../agent/events.ts";
import { openFor } from "../agent/governance/open-for.ts";
import { DEFAULT_ROLE } from "../agent/policy.ts";
import { runTurn } from "../agent/turn.ts";
import { findError, toTurnAnswer } from "../agent/turn-answer.ts";
import type { Asker, Talk } from "./asker.ts";
import type { AskedTurn } from "./scoring/check.ts";

/** Asks the graph itself. */
export function askInProcess(deps: Deps): Asker {
  return {
    workspaces: new Set(deps.workspaces.keys()),
    talk: async (workspace, memories, role = DEFAULT_ROLE): Promise<Talk> => {
      const policy = { userId: `eval-${randomUUID()}`, role, workspace };
      const { policy: own } = openFor(deps, policy);
      const savedAt = new Date().toISOString();
      for (const memory of memories) await deps.memories.save(own, { ...memory, savedAt });
      let sessionId = "";
      const startSession = async () => {
        sessionId = randomUUID();
        await deps.sessions.create(policy, sessionId);
      };
      await startSession();
      return {
        startSession,
        ask: (content, signal) =>
          collect(deps, { policy, sessionId, messageId: randomUUID(), content }, signal),
      };
    },
  };
}

async function collect(
  deps: Deps,
  input: Parameters<typeof runTurn>[0],
  signal: AbortSignal,
): Promise<AskedTurn> {
  const started = performance.now();
  const events: TurnEvent[] = [];
  for await (const event of runTurn(input, deps, signal)) events.push(event);
  const ms = performance.now() - started;
  const error = findError(events);
  const answer = toTurnAnswer(input.messageId, events);
  return { answer, ms, ...(error && { error: { code: error.code, message: error.message } }) };
}
