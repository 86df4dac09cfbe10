import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import {
  AIMessage,
  type BaseMessage,
  ToolMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import type { ModelConfig } from "../config.ts";
import type { AgentTool } from "../tools/tool.ts";
import { NOTHING_SPENT, type Spent } from "../turn-state.ts";

/** The model with the tools it may call. */
export function bindTools(model: BaseChatModel, tools: readonly AgentTool[]) {
  if (!model.bindTools) throw new TypeError("Cannot bind tools: the chat model takes none");
  return model.bindTools(
    tools.map(({ name, description, input }) => ({ name, description, schema: input })),
  );
}

/**
 * Messages as a model accepts them: a tool call without its result (a turn that was stopped in the middle)
 * is left out, and so is a result without its call.
 */
export function toModelMessages(messages: readonly BaseMessage[]): BaseMessage[] {
  const answered = new Set(
    messages.flatMap((m) => (ToolMessage.isInstance(m) ? [m.tool_call_id] : [])),
  );
  const asked = new Set<string>();
  const kept: BaseMessage[] = [];
  for (const message of messages) {
    const calls = AIMessage.isInstance(message) ? (message.tool_calls ?? []) : [];
    if (calls.some(({ id }) => !answered.has(id ?? ""))) continue;
    for (const { id } of calls) asked.add(id ?? "");
    if (ToolMessage.isInstance(message) && !asked.has(message.tool_call_id)) continue;
    kept.push(message);
  }
  return kept;
}

/** Tokens and their price, as the provider reported them. Nothing for a model that reports none. */
export function spend(usage: UsageMetadata | undefined, model: ModelConfig): Spent {
  if (!usage) return NOTHING_SPENT;
  const { input_tokens: inputTokens, output_tokens: outputTokens } = usage;
  const [inputPrice, outputPrice] =
    model.kind === "gemini"
      ? [model.inputUsdPerMillion ?? 0, model.outputUsdPerMillion ?? 0]
      : [0, 0];
  const costUsd = (inputTokens * inputPrice + outputTokens * outputPrice) / 1e6;
  return { ...NOTHING_SPENT, inputTokens, outputTokens, costUsd };
}

export function addSpent(before: Spent | undefined, more: Spent): Spent {
  const spent = before ?? NOTHING_SPENT;
  return {
    inputTokens: spent.inputTokens + more.inputTokens,
    outputTokens: spent.outputTokens + more.outputTokens,
    costUsd: spent.costUsd + more.costUsd,
    warehouseBytes: spent.warehouseBytes + more.warehouseBytes,
  };
}
