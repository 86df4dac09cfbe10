import { costOf, toPrices } from "./prices.ts";

const UNLISTED = "some-model";

describe("toPrices()", () => {
  test("knows the default model's, and lets the operator know better", () => {
    expect(toPrices("gemini-3.5-flash-lite", {})).toEqual({
      input: 0.3,
      cached: 0.03,
      output: 2.5,
    });
    expect(toPrices("gemini-3.5-flash-lite", { input: 1 })).toEqual({
      input: 1,
      cached: 1,
      output: 2.5,
    });
  });

  test("knows no other model's", () => {
    expect(toPrices(UNLISTED, {})).toBeUndefined();
    expect(toPrices(UNLISTED, { output: 4 })).toEqual({ input: 0, cached: 0, output: 4 });
    expect(toPrices(UNLISTED, { input: 2, cached: 0.5 })).toEqual({
      input: 2,
      cached: 0.5,
      output: 0,
    });
  });
});

describe("costOf()", () => {
  const prices = { input: 1, cached: 0.1, output: 10 };
  const usage = { input_tokens: 1_000_000, output_tokens: 100_000, total_tokens: 1_100_000 };

  test("prices what was read from the cache apart", () => {
    expect(costOf(usage, prices)).toBeCloseTo(2, 9);
    const input_token_details = { cache_read: 400_000 };
    expect(costOf({ ...usage, input_token_details }, prices)).toBeCloseTo(1.64, 9);
  });

  test("is 0 without prices, and never below", () => {
    expect(costOf(usage, undefined)).toBe(0);
    const input_token_details = { cache_read: 9_000_000 };
    expect(costOf({ ...usage, input_token_details }, prices)).toBeCloseTo(1.1, 9);
  });
});
