import type { AIMessage } from "@langchain/core/messages";
import { noAnswer } from "./gemini-trouble.ts";

/** A call that Gemini could not put into words that it can be read from. */
const MALFORMED = "MALFORMED_FUNCTION_CALL";

/**
 * Checks why Gemini stopped.
 *
 * @throws {TurnError} when that was not because it had said all: safety, the limit of tokens, anything else.
 */
export function checkFinish(reason: unknown): void {
  if (reason === undefined || reason === "STOP" || reason === MALFORMED) return;
  throw noAnswer(new Error(`Gemini stopped: ${String(reason)}`), reason === "OTHER");
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
