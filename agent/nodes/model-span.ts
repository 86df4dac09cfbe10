import type { UsageMetadata } from "@langchain/core/messages";
import type { ModelConfig } from "../config.ts";
import type { Facts } from "../telemetry.ts";
import type { Speaker } from "../turn-state.ts";

type Call = { readonly phase: string; readonly by: Speaker };

/** Name and facts of a model's span: who is asked, for what. */
export function modelSpan({ phase, by }: Call, config: ModelConfig) {
  const isGemini = by === "model" && config.kind === "gemini";
  const name = isGemini ? config.model : "offline";
  const facts: Facts = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": isGemini ? "gcp.gemini" : "insight-agent",
    "gen_ai.request.model": name,
    "insight.phase": phase,
  };
  return { name: `chat ${name}`, facts };
}

/** Tokens as the provider counts them; none where it does not. */
export function usageFacts(usage: UsageMetadata | undefined): Facts {
  if (!usage) return {};
  return {
    "gen_ai.usage.input_tokens": usage.input_tokens,
    "gen_ai.usage.output_tokens": usage.output_tokens,
    "gen_ai.usage.cache_read.input_tokens": usage.input_token_details?.cache_read ?? 0,
  };
}
