import type { Deps } from "../deps.ts";
import { TurnError, toWords } from "../failure.ts";
import type { TurnState } from "../turn-state.ts";
import type { NodeContext } from "./node-context.ts";

/** What a node leaves when the offline analyst takes over: why, and that the person is told so. */
export type StandIn = { readonly standIn: string; readonly warnings: string[] };

/** Why the model is not asked any more in this conversation; undefined while it may be, or when nobody could stand in. */
export function overBudget(state: TurnState, { open, config }: NodeContext): StandIn | undefined {
  const { maxCostPerConversationUsd: limit } = config.limits;
  if (!open.analyst || state.conversationCostUsd < limit) return undefined;
  const words = `This conversation has reached its limit of $${limit.toFixed(2)}; the offline analyst answers until you start a new one`;
  return toStandIn(words, state);
}

/**
 * What the analyst takes over for when the model fails; the cause is reported.
 *
 * @throws what was thrown when it was not the model's trouble, or when nobody can stand in.
 */
export function standInFor(
  thrown: unknown,
  state: TurnState,
  { context, deps }: { readonly context: NodeContext; readonly deps: Deps },
): StandIn {
  const failure = thrown instanceof TurnError ? thrown.failure : undefined;
  if (!context.open.analyst || state.standIn !== undefined || failure?.kind !== "upstream") {
    throw thrown;
  }
  deps.report(thrown, { service: failure.service, messageId: context.turn.messageId });
  return toStandIn(`${toWords(failure)}; the offline analyst answered in its place`, state);
}

function toStandIn(words: string, { warnings = [] }: TurnState): StandIn {
  return { standIn: words, warnings: [...warnings, words] };
}
