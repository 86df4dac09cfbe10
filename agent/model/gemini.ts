import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import { ChatGoogle } from "@langchain/google";
import type { ModelConfig } from "../config.ts";
import { checkFinish, malformedCall } from "./gemini-finish.ts";
import { isThirdGeneration, toGeminiMessages } from "./gemini-messages.ts";
import { toTrouble } from "./gemini-trouble.ts";
import { createGeminiClient, GOOGLE } from "./gemini-wire.ts";
import { wholeWords } from "./whole-words.ts";

/** The longest reply; the longest answers seen are a tenth of it. */
const MAX_OUTPUT_TOKENS = 8192;

type Options = ChatGoogle["ParsedCallOptions"];

/**
 * Gemini over its REST API. What it cannot answer is a `TurnError` of kind `upstream`; a call that it garbled is an
 * `invalid_tool_call`. It tries once: when to try again is decided where the turn's deadline is known.
 */
class Gemini extends ChatGoogle {
  override async _generate(
    messages: BaseMessage[],
    options: Options,
    run?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    try {
      const result = await super._generate(toGeminiMessages(messages, this.model), options, run);
      return { ...result, generations: result.generations.map((one) => readable(one, options)) };
    } catch (thrown) {
      options.signal?.throwIfAborted();
      throw toTrouble(thrown);
    }
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: Options,
    run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const left = new AbortController();
    const signal = AbortSignal.any([left.signal, ...(options.signal ? [options.signal] : [])]);
    const own = { ...options, signal };
    try {
      const chunks = super._streamResponseChunks(toGeminiMessages(messages, this.model), own, run);
      yield* wholeWords(readableChunks(chunks, options));
    } catch (thrown) {
      options.signal?.throwIfAborted();
      throw toTrouble(thrown);
    } finally {
      // A reader that leaves early closes the socket too.
      left.abort();
    }
  }
}

function readable(generation: ChatResult["generations"][number], options: Options) {
  const { message } = generation;
  const isCut = !AIMessage.isInstance(message) || !message.tool_calls?.length;
  if (isCut) checkFinish(message.additional_kwargs["finishReason"]);
  if (AIMessage.isInstance(message)) {
    message.invalid_tool_calls = malformedCall(message.additional_kwargs, namesOf(options));
  }
  return generation;
}

async function* readableChunks(
  chunks: AsyncGenerator<ChatGenerationChunk>,
  options: Options,
): AsyncGenerator<ChatGenerationChunk> {
  for await (const chunk of chunks) {
    const { additional_kwargs: said } = chunk.message;
    const malformed = malformedCall(said, namesOf(options));
    yield malformed.length === 0 ? chunk : withMalformed(chunk, malformed);
    checkFinish(said["finishReason"]);
  }
}

function withMalformed(
  { message, text }: ChatGenerationChunk,
  malformed: ReturnType<typeof malformedCall>,
): ChatGenerationChunk {
  const tool_call_chunks = malformed.map(({ id = "", name = "", args = "" }, index) => ({
    type: "tool_call_chunk" as const,
    id,
    name,
    args,
    index,
  }));
  const { content } = message;
  const usage = AIMessageChunk.isInstance(message) ? message.usage_metadata : undefined;
  return new ChatGenerationChunk({
    text,
    message: new AIMessageChunk({
      content,
      tool_call_chunks,
      ...(usage === undefined ? {} : { usage_metadata: usage }),
    }),
  });
}

function namesOf({ tools = [] }: Options): string[] {
  return tools.flatMap((tool) => ("name" in tool ? String(tool.name) : []));
}

/** Thinks only when told to: the graph plans in rounds of tools, and a person waits. */
export function createGemini(config: Extract<ModelConfig, { kind: "gemini" }>): BaseChatModel {
  const { apiKey, model, baseUrl = GOOGLE, thinking = "none" } = config;
  return new Gemini({
    model,
    apiKey,
    apiClient: createGeminiClient(apiKey),
    endpoint: baseUrl,
    maxRetries: 0,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    ...(!isThirdGeneration(model) && { temperature: 0 }),
    ...(thinking === "none" ? { maxReasoningTokens: 0 } : { reasoningEffort: thinking }),
  });
}
