import {
  type GeminiStandIn,
  openGeminiStandIn,
  STAND_IN_KEY,
  STAND_IN_MODEL,
} from "./gemini-stand-in.ts";

/** What Google's documents say it refuses, the stand-in refuses: else a test against it would prove nothing. */

let google: GeminiStandIn;

beforeAll(async () => {
  google = await openGeminiStandIn({ models: [STAND_IN_MODEL, "gemini-2.5-flash"] });
});

afterAll(() => google[Symbol.asyncDispose]());

const asks = { role: "user", parts: [{ text: "How many?" }] };
const call = { functionCall: { name: "look_up", args: {} } };
const signed = { ...call, thoughtSignature: "c2lnbmVk" };
const result = { functionResponse: { name: "look_up", response: { result: "{}" } } };
const calls = (...parts: object[]) => ({ role: "model", parts });
const answers = (...parts: object[]) => ({ role: "user", parts });

async function post(
  body: unknown,
  { key = STAND_IN_KEY, model = STAND_IN_MODEL }: { key?: string; model?: string } = {},
) {
  const url = `${google.baseUrl}/v1beta/models/${model}:generateContent`;
  const headers = { "content-type": "application/json", "x-goog-api-key": key };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const { error } = (await response.json()) as { error?: { message: string } };
  return { status: response.status, message: error?.message };
}

describe("openGeminiStandIn()", () => {
  test.each([
    ["a question", [asks]],
    ["calls with their results", [asks, calls(signed, call), answers(result, result)]],
    ["two questions in one turn", [answers({ text: "One?" }, { text: "Two?" })]],
  ])("takes %s", async (_, contents) => {
    expect(await post({ contents })).toMatchObject({ status: 200 });
  });

  test.each([
    ["no question", [], "contents"],
    ["an empty turn", [{ role: "user", parts: [] }], "parts"],
    ["calls without results", [asks, calls(signed)], "function response turn"],
    [
      "fewer results than calls",
      [asks, calls(signed, call), answers(result)],
      "number of function",
    ],
    ["results without calls", [asks, answers(result)], "number of function"],
    ["calls that follow no question", [calls(signed), answers(result)], "function call turn"],
    [
      "results in two turns",
      [asks, calls(signed, call), answers(result), answers(result)],
      "number of function",
    ],
    [
      "results beside words",
      [asks, calls(signed), answers(result, { text: "And?" })],
      "cannot be mixed",
    ],
    ["calls that are not signed", [asks, calls(call), answers(result)], "thought_signature"],
  ])("refuses %s", async (_, contents, words) => {
    const { status, message } = await post({ contents });
    expect([status, message]).toEqual([400, expect.stringContaining(words)]);
  });

  test("asks older models for no signature", async () => {
    const contents = [asks, calls(call), answers(result)];
    expect(await post({ contents }, { model: "gemini-2.5-flash" })).toMatchObject({ status: 200 });
  });

  test("refuses names that it does not know, in a schema too", async () => {
    const declare = (schema: object) => ({
      contents: [asks],
      tools: [{ functionDeclarations: [{ name: "f", description: "F", parameters: schema }] }],
    });
    expect(await post(declare({ type: "object" }))).toMatchObject({ status: 200 });
    expect(await post(declare({ type: "object", const: 1 }))).toMatchObject({ status: 400 });
    expect(await post(declare({ additionalProperties: false }))).toMatchObject({ status: 400 });
    expect(await post({ contents: [asks], tool_choice: "auto" })).toMatchObject({ status: 400 });
  });

  test("refuses another key and another model", async () => {
    const body = { contents: [asks] };
    expect(await post(body, { key: "mistyped" })).toMatchObject({ status: 400 });
    expect(await post(body, { model: "gemini-9" })).toMatchObject({ status: 404 });
  });
});
