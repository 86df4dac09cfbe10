import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { ChatGoogle } from "@langchain/google";
import type { ModelConfig } from "../config.ts";

/** Retries of a refused call (429, 5xx); each waits longer, as the provider asks. */
const MAX_RETRIES = 3;

/** Gemini over its REST API. No thinking: the graph plans in tool rounds. */
export function createGemini(config: Extract<ModelConfig, { kind: "gemini" }>): BaseChatModel {
  const { apiKey, model, baseUrl } = config;
  return new ChatGoogle({
    model,
    apiKey,
    temperature: 0,
    maxRetries: MAX_RETRIES,
    ...(baseUrl !== undefined && { endpoint: baseUrl }),
  });
}
