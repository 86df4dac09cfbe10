import type { BaseChatModel } from "@langchain/core/language_models/chat_models";

/** How long a model service that could not be reached is left alone, unless it asks for more. */
const REST_MS = 15_000;
/** The longest that it may ask for. */
const MAX_REST_MS = 300_000;

const restingUntilMs = new WeakMap<BaseChatModel, number>();

/** After a failure of its service: nobody else waits for it in vain meanwhile. */
export function letRest(model: BaseChatModel, askedMs = 0): void {
  const ms = Math.min(Math.max(REST_MS, askedMs), MAX_REST_MS);
  restingUntilMs.set(model, performance.now() + ms);
}

/** The model is asked again from now on. */
export function wake(model: BaseChatModel): void {
  restingUntilMs.delete(model);
}

/** True while the model is left alone. */
export function isResting(model: BaseChatModel): boolean {
  return performance.now() < (restingUntilMs.get(model) ?? 0);
}
