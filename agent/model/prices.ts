import type { UsageMetadata } from "@langchain/core/messages";

/** USD per million tokens; `cached` are those read from the provider's cache. Thoughts count as output. */
export type Prices = { readonly input: number; readonly cached: number; readonly output: number };

/**
 * Those of https://ai.google.dev/gemini-api/docs/pricing#gemini-3.5-flash-lite (standard tier, text), looked up on 2026-11-22. The page
 * itself could not be read from where this was built: as https://github.com/simonw/llm-prices (data/google.json of 2026-08-05)
 * and https://github.com/linuxarena/control-tower/pull/1380 (2026-08-14) quote it, which agree. Settings go before them. Of any other
 * model only the operator knows.
 */
const LIST: ReadonlyMap<string, Prices> = new Map([
  ["gemini-3.5-flash-lite", { input: 0.3, cached: 0.03, output: 2.5 }],
]);

/**
 * The operator's prices, and where there are none the model's list prices. Cached tokens without a price of their own
 * cost what other input does. Undefined when neither input nor output has a price.
 */
export function toPrices(model: string, given: Partial<Prices>): Prices | undefined {
  const listed = LIST.get(model);
  const input = given.input ?? listed?.input;
  const output = given.output ?? listed?.output;
  if (input === undefined && output === undefined) return undefined;
  const usual = given.input === undefined ? listed?.cached : given.input;
  return { input: input ?? 0, cached: given.cached ?? usual ?? input ?? 0, output: output ?? 0 };
}

/** What the provider's own count comes to; 0 without prices. */
export function costOf(usage: UsageMetadata, prices: Prices | undefined): number {
  if (!prices) return 0;
  const { input_tokens: input, output_tokens: output, input_token_details: details } = usage;
  const cached = Math.min(details?.cache_read ?? 0, input);
  const fresh = input - cached;
  return (fresh * prices.input + cached * prices.cached + output * prices.output) / 1e6;
}

type PriceSettings = {
  readonly GEMINI_INPUT_USD_PER_MILLION?: number | undefined;
  readonly GEMINI_CACHED_INPUT_USD_PER_MILLION?: number | undefined;
  readonly GEMINI_OUTPUT_USD_PER_MILLION?: number | undefined;
};

/** Those that an operator has set. */
export function pricesIn(settings: PriceSettings): Partial<Prices> {
  const { GEMINI_INPUT_USD_PER_MILLION: input } = settings;
  const { GEMINI_CACHED_INPUT_USD_PER_MILLION: cached } = settings;
  const { GEMINI_OUTPUT_USD_PER_MILLION: output } = settings;
  return {
    ...(input !== undefined && { input }),
    ...(cached !== undefined && { cached }),
    ...(output !== undefined && { output }),
  };
}
