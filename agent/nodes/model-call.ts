import {
  type AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  SystemMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import { EMPTY_BRIEFING } from "../briefing.ts";
import type { ModelConfig } from "../config.ts";
import { TurnError } from "../failure.ts";
import { systemPrompt } from "../prompts.ts";
import type { AgentTool } from "../tools/tool.ts";
import { NOTHING_SPENT, type Spent, type TurnState } from "../turn-state.ts";
import type { NodeContext } from "./node-context.ts";

/** What the model is to do, and the tools it may call meanwhile. */
export type Task = {
  readonly phase: "plan" | "synthesize";
  readonly tools: readonly AgentTool[];
};

/**
 * The model's whole reply.
 *
 * @throws {TurnError} `upstream` when a model service fails; the reason of the turn's signal when that aborts.
 */
export async function askModel(
  state: TurnState,
  task: Task,
  context: NodeContext,
): Promise<AIMessage> {
  const { signal, config } = context;
  try {
    return await bindTools(task, context).invoke(toPrompt(state, task, context), { signal });
  } catch (thrown) {
    signal.throwIfAborted();
    throw toModelError(thrown, config.model);
  }
}

/** The model's reply in pieces. Throws as `askModel` does. */
export async function* streamModel(
  state: TurnState,
  task: Task,
  context: NodeContext,
): AsyncGenerator<AIMessageChunk> {
  const { signal, config } = context;
  try {
    const prompt = toPrompt(state, task, context);
    for await (const chunk of await bindTools(task, context).stream(prompt, { signal })) {
      // A model that does not listen is left as soon as it says something.
      signal.throwIfAborted();
      yield chunk;
    }
  } catch (thrown) {
    signal.throwIfAborted();
    throw toModelError(thrown, config.model);
  }
}

function bindTools({ tools }: Task, { open }: NodeContext) {
  if (!open.model.bindTools) throw new TypeError("Cannot bind tools: the chat model takes none");
  return open.model.bindTools(
    tools.map(({ name, description, input }) => ({ name, description, schema: input })),
  );
}

function toPrompt(
  { briefing, messages }: TurnState,
  { phase }: Task,
  { open }: NodeContext,
): BaseMessage[] {
  const system = systemPrompt(open, briefing ?? EMPTY_BRIEFING, phase);
  return [new SystemMessage(system), ...messages];
}

/** A model service that fails is somebody else's trouble; the offline analyst has only bugs, which are ours. */
function toModelError(thrown: unknown, { kind }: ModelConfig): unknown {
  if (thrown instanceof TurnError || kind === "offline") return thrown;
  const retryable = !isRefusal(thrown);
  return new TurnError(
    { kind: "upstream", service: "language model", retryable },
    { cause: thrown },
  );
}

/** True for an HTTP status that the same request would meet again. */
function isRefusal(thrown: unknown): boolean {
  const status = typeof thrown === "object" && thrown && "status" in thrown ? thrown.status : 0;
  const refused = Number(status) >= 400 && Number(status) < 500;
  return refused && status !== 408 && status !== 429;
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
