import type { AIMessage } from "@langchain/core/messages";
import { noAnswer, unreachable } from "./gemini-trouble.ts";

/** Ends of a stream that are not Gemini's own, as reasons among its own. */
export const BROKEN = {
  unreachable: "X_UNREACHABLE",
  refused: "X_REFUSED",
  unreadable: "X_UNREADABLE",
  declined: "X_DECLINED",
} as const;

export type Broken = keyof typeof BROKEN;

/** A call that Gemini could not put into words that it can be read from. */
const MALFORMED = "MALFORMED_FUNCTION_CALL";

/**
 * Checks why Gemini stopped.
 *
 * @throws {TurnError} when that was not because it had said all: safety, the limit of tokens, a broken stream.
 */
export function checkFinish(reason: unknown): void {
  if (reason === undefined || reason === "STOP" || reason === MALFORMED) return;
  const cause = new Error(`Gemini stopped: ${String(reason)}`);
  if (reason === BROKEN.unreachable || reason === BROKEN.refused) {
    throw unreachable(cause, reason === BROKEN.unreachable);
  }
  throw noAnswer(cause, reason === BROKEN.unreadable || reason === "OTHER");
}

/** A malformed call as LangChain has it, so that the graph answers it as it answers any call that cannot be run. */
export function malformedCall(
  { finishReason, finishMessage }: Readonly<Record<string, unknown>>,
  tools: readonly string[],
): NonNullable<AIMessage["invalid_tool_calls"]> {
  if (finishReason !== MALFORMED || tools.length === 0) return [];
  const message = String(finishMessage ?? "");
  const name = tools.find((tool) => message.includes(tool)) ?? tools[0] ?? "";
  return [{ type: "invalid_tool_call", id: "malformed", name, args: message, error: message }];
}
