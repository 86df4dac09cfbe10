import { tokensOf } from "./gemini-reply.ts";
import type { GeminiRequest } from "./gemini-request.ts";

/** Prompts shorter than this are not cached: what Google documents for Flash models. */
const MIN_CACHED_TOKENS = 1024;

/** Implicit caching: how much of a prompt begins as an earlier one did. */
export function createPromptCache() {
  const seen: string[] = [];
  return {
    /** Tokens of the longest beginning that an earlier prompt had too; 0 when it is short. */
    share({ systemInstruction, tools, contents }: GeminiRequest): number {
      const prompt = JSON.stringify([systemInstruction, tools, contents]);
      const shared = Math.max(0, ...seen.map((earlier) => sharedLength(earlier, prompt)));
      seen.push(prompt);
      const tokens = tokensOf(prompt.slice(0, shared));
      return tokens >= MIN_CACHED_TOKENS ? tokens : 0;
    },
  };
}

function sharedLength(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return i;
  return length;
}
