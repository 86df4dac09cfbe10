import {
  type AIMessage,
  AIMessageChunk,
  type BaseMessage,
  SystemMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import { EMPTY_BRIEFING } from "../briefing.ts";
import type { ModelConfig } from "../config.ts";
import { TurnError } from "../failure.ts";
import { ownMessages } from "../governance/own-messages.ts";
import { havePatience, type Patience } from "../model/patience.ts";
import { costOf } from "../model/prices.ts";
import { withRetries } from "../model/retry.ts";
import { type Phase, systemPrompt } from "../prompts.ts";
import { inSpan, streamInSpan } from "../telemetry.ts";
import type { AgentTool } from "../tools/tool.ts";
import { NOTHING_SPENT, type Speaker, type Spent, type TurnState } from "../turn-state.ts";
import { modelSpan, usageFacts } from "./model-span.ts";
import type { NodeContext } from "./node-context.ts";

/** What the model is to do, the tools it may call meanwhile, and who is asked. */
export type Task = {
  readonly phase: Phase;
  readonly tools: readonly AgentTool[];
  readonly by: Speaker;
};

/** Part of a turn that is kept back for whoever answers when the model does not. */
const RESERVE_RATIO = 0.2;

/**
 * The model's whole reply.
 *
 * @throws {TurnError} `upstream` when a model service fails; the reason of the turn's signal when that aborts.
 */
export function askModel(state: TurnState, task: Task, context: NodeContext): Promise<AIMessage> {
  const { name, facts } = modelSpan(task, context.config.model);
  return inSpan(name, facts, async (note) => {
    const reply = await ask(state, task, context);
    note(usageFacts(reply.usage_metadata));
    return reply;
  });
}

async function ask(state: TurnState, task: Task, context: NodeContext): Promise<AIMessage> {
  using patience = havePatience(context.signal, patienceFor(task, context));
  const { signal } = patience;
  const model = bindTools(task, context);
  const prompt = toPrompt(state, task, context);
  const attempt = async () => {
    if (!canBeReplaced(task, context)) return model.invoke(prompt, { signal });
    // In pieces, a long plan is told from a silence.
    return gather(await model.stream(prompt, { signal }), patience);
  };
  try {
    return await withRetries(attempt, patience);
  } catch (thrown) {
    throw toModelError(thrown, { task, context, patience });
  }
}

async function gather(
  chunks: AsyncIterable<AIMessageChunk>,
  patience: Patience,
): Promise<AIMessageChunk> {
  let reply: AIMessageChunk | undefined;
  for await (const chunk of chunks) {
    patience.heard();
    reply = reply ? reply.concat(chunk) : chunk;
  }
  return reply ?? new AIMessageChunk("");
}

/** The model's reply in pieces. Throws as `askModel` does. */
export function streamModel(
  state: TurnState,
  task: Task,
  context: NodeContext,
): AsyncGenerator<AIMessageChunk> {
  const { name, facts } = modelSpan(task, context.config.model);
  return streamInSpan(name, facts, async function* (note) {
    for await (const chunk of stream(state, task, context)) {
      // The last pieces carry the count.
      note(usageFacts(chunk.usage_metadata));
      yield chunk;
    }
  });
}

async function* stream(
  state: TurnState,
  task: Task,
  context: NodeContext,
): AsyncGenerator<AIMessageChunk> {
  using patience = havePatience(context.signal, patienceFor(task, context));
  const { signal } = patience;
  const model = bindTools(task, context);
  const prompt = toPrompt(state, task, context);
  try {
    const begun = await withRetries(() => begin(() => model.stream(prompt, { signal })), patience);
    for await (const chunk of begun) {
      patience.heard();
      // A model that does not listen is left as soon as it says something.
      signal.throwIfAborted();
      yield chunk;
    }
  } catch (thrown) {
    throw toModelError(thrown, { task, context, patience });
  }
}

/** A stream that has given its first piece: until then it can be begun anew, and nobody has seen anything. */
async function begin<T>(open: () => Promise<AsyncIterable<T>>): Promise<AsyncGenerator<T>> {
  const iterator = (await open())[Symbol.asyncIterator]();
  const first = await iterator.next();
  return resume(first, iterator);
}

async function* resume<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function bindTools({ tools, by }: Task, { open }: NodeContext) {
  const model = by === "analyst" ? (open.analyst ?? open.model) : open.model;
  if (!model.bindTools) throw new TypeError("Cannot bind tools: the chat model takes none");
  return model.bindTools(
    tools.map(({ name, description, input }) => ({ name, description, schema: input })),
  );
}

function toPrompt(
  { briefing, messages }: TurnState,
  { phase }: Task,
  { open, view, policy }: NodeContext,
): BaseMessage[] {
  const system = systemPrompt(open, briefing ?? EMPTY_BRIEFING, phase);
  return [new SystemMessage(system), ...ownMessages(messages, view && policy.role)];
}

/** True for a model in whose place another can answer. */
function canBeReplaced({ by }: Task, { open }: NodeContext): boolean {
  return by === "model" && open.analyst !== undefined;
}

/** Without anyone to answer in its place a model may take the whole turn. */
function patienceFor(task: Task, context: NodeContext): Parameters<typeof havePatience>[1] {
  const { turnTimeoutMs, modelTimeoutMs: silenceMs } = context.config.limits;
  const never = turnTimeoutMs * 2;
  if (!canBeReplaced(task, context)) return { silenceMs: never, wholeMs: never };
  const left = context.endsAtMs - Date.now() - turnTimeoutMs * RESERVE_RATIO;
  return { silenceMs, wholeMs: Math.max(0, left) };
}

type Asked = { readonly task: Task; readonly context: NodeContext; readonly patience: Patience };

/** A model service that fails is somebody else's trouble; the offline analyst has only bugs, which are ours. */
function toModelError(thrown: unknown, { task, context, patience }: Asked): unknown {
  context.signal.throwIfAborted();
  if (patience.isOver()) return upstream(thrown, true);
  const isOurs = task.by === "analyst" || context.config.model.kind === "offline";
  return thrown instanceof TurnError || isOurs ? thrown : upstream(thrown, !isRefusal(thrown));
}

function upstream(cause: unknown, retryable: boolean): TurnError {
  return new TurnError({ kind: "upstream", service: "language model", retryable }, { cause });
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
  const costUsd = model.kind === "gemini" ? costOf(usage, model.prices) : 0;
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
