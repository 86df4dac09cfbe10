import { parseConfig } from "../config.ts";
import { type GeminiStandIn, openGeminiStandIn, STAND_IN_KEY } from "../testing/gemini-stand-in.ts";
import { checkGemini } from "./gemini-start.ts";

let google: GeminiStandIn;

beforeAll(async () => {
  google = await openGeminiStandIn({ models: ["gemini-3.5-flash-lite", "gemini-3.5-pro"] });
});

afterAll(() => google[Symbol.asyncDispose]());

function check(env: Record<string, string> = {}) {
  const given = { GOOGLE_API_KEY: STAND_IN_KEY, GEMINI_BASE_URL: google.baseUrl, ...env };
  const { model } = parseConfig(given);
  if (model.kind !== "gemini") throw new Error("These settings are for Gemini");
  return checkGemini(model);
}

describe("checkGemini()", () => {
  test("is silent when the model is there and its prices are known", async () => {
    expect(await check()).toEqual([]);
    expect(await check({ GEMINI_BASE_URL: `${google.baseUrl}/` })).toEqual([]);
  });

  test("names what Google offers in place of an unknown or retired model", async () => {
    await expect(check({ GEMINI_MODEL: "gemini-2.0-flash-lite" })).rejects.toThrow(
      /^Cannot use GEMINI_MODEL "gemini-2\.0-flash-lite": Google does not offer it, or no longer does; it offers gemini-3\.5-flash-lite, gemini-3\.5-pro$/,
    );
  });

  test("says that the key is wrong, without repeating it", async () => {
    await expect(check({ GOOGLE_API_KEY: "mistyped" })).rejects.toThrow(
      /^Cannot use GOOGLE_API_KEY: Google says that it is not valid$/,
    );
  });

  test("says that nothing bounds what a model without prices costs", async () => {
    const [words, ...more] = await check({ GEMINI_MODEL: "gemini-3.5-pro" });
    expect(words).toMatch(/^The prices of "gemini-3\.5-pro" are not set: its cost counts as 0/);
    expect(more).toEqual([]);
    const prices = { GEMINI_INPUT_USD_PER_MILLION: "2", GEMINI_OUTPUT_USD_PER_MILLION: "12" };
    expect(await check({ GEMINI_MODEL: "gemini-3.5-pro", ...prices })).toEqual([]);
  });

  test("lets the service start when nobody answers for now", async () => {
    const gone = await openGeminiStandIn();
    await gone[Symbol.asyncDispose]();
    expect(await check({ GEMINI_BASE_URL: gone.baseUrl })).toEqual([
      "Gemini cannot be reached (no answer); the offline analyst answers until it can",
    ]);
  });
});
