import type { Deps } from "../deps.ts";
import { type Failure, TurnError, toWords } from "../failure.ts";
import { isResting, letRest } from "../model/rest.ts";
import type { TurnState } from "../turn-state.ts";
import type { NodeContext } from "./node-context.ts";

/** What a node leaves when the offline analyst takes over: why, and that the person is told so. */
export type StandIn = { readonly standIn: string; readonly warnings: string[] };

const UNREACHABLE: Failure = { kind: "upstream", service: "language model", retryable: true };

/**
 * Why the model is not even asked: the conversation has used its money, or the service was just seen to be down.
 * Undefined while it may be asked, or when nobody could stand in.
 */
export function whyNotAsk(state: TurnState, { open, config }: NodeContext): StandIn | undefined {
  if (!open.analyst || state.standIn !== undefined) return undefined;
  const { maxCostPerConversationUsd: limit } = config.limits;
  if (state.conversationCostUsd >= limit) {
    const words = `This conversation has reached its limit of $${limit.toFixed(2)}; the offline analyst answers until you start a new one`;
    return toStandIn(words, state);
  }
  return isResting(open.model) ? toStandIn(inItsPlace(UNREACHABLE), state) : undefined;
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
  const { open, turn } = context;
  const failure = thrown instanceof TurnError ? thrown.failure : undefined;
  if (!open.analyst || state.standIn !== undefined || failure?.kind !== "upstream") throw thrown;
  deps.report(thrown, { service: failure.service, messageId: turn.messageId });
  if (failure.retryable && !failure.trouble) letRest(open.model, failure.retryAfterMs);
  return toStandIn(inItsPlace(failure), state);
}

function inItsPlace(failure: Failure): string {
  return `${toWords(failure)}; the offline analyst answered in its place`;
}

function toStandIn(words: string, { warnings = [] }: TurnState): StandIn {
  return { standIn: words, warnings: [...warnings, words] };
}
