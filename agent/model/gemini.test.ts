import {
  AIMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import { ASKED, geminiOf, readStream, withTools } from "../testing/ask-gemini.ts";
import {
  type GeminiStandIn,
  openGeminiStandIn,
  STAND_IN_MODEL,
} from "../testing/gemini-stand-in.ts";

let google: GeminiStandIn;

beforeEach(async () => {
  google = await openGeminiStandIn({ models: [STAND_IN_MODEL, "gemini-2.5-flash"] });
});

afterEach(() => google[Symbol.asyncDispose]());

function lastBody() {
  return google.requests.at(-1)?.body;
}

describe("createGemini()", () => {
  test("sends what was asked and thinks of nothing else", async () => {
    google.play({ text: "Twelve." });
    const reply = await withTools(google).invoke(ASKED);
    expect(reply.text).toBe("Twelve.");
    expect(lastBody()).toMatchObject({
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [{ role: "user", parts: [{ text: "How many?" }] }],
      generationConfig: { thinkingConfig: { includeThoughts: false, thinkingLevel: "MINIMAL" } },
      tools: [{ functionDeclarations: [{ name: "look_up" }, { name: "note" }] }],
    });
    // Its documents advise against another temperature than its own.
    expect(lastBody()?.generationConfig).not.toHaveProperty("temperature");
  });

  test("has an older Gemini answer alike each time, without thinking", async () => {
    google.play({ text: "Twelve." });
    await geminiOf(google, { model: "gemini-2.5-flash" }).invoke(ASKED);
    expect(lastBody()?.generationConfig).toMatchObject({
      temperature: 0,
      thinkingConfig: { includeThoughts: false, thinkingBudget: 0 },
    });
  });

  test("thinks when it is told to", async () => {
    google.play({ text: "Twelve." });
    await geminiOf(google, { thinking: "low" }).invoke(ASKED);
    expect(lastBody()?.generationConfig?.thinkingConfig).toMatchObject({ thinkingLevel: "LOW" });
  });

  test.each(["invoke", "stream"] as const)("%s gives calls made at once", async (how) => {
    const calls = [
      { name: "look_up", args: { q: "a" }, id: "one" },
      { name: "look_up", args: { q: "b" } },
    ];
    google.play({ text: "I look.", calls });
    const model = withTools(google);
    const reply = how === "invoke" ? await model.invoke(ASKED) : (await readStream(model)).whole;
    expect(reply?.text).toBe("I look.");
    expect(reply?.tool_calls).toMatchObject([
      { name: "look_up", args: { q: "a" }, id: "one" },
      { name: "look_up", args: { q: "b" }, id: expect.stringMatching(/./) },
    ]);
  });

  test("sends results of calls made at once in one turn, with the signature that came with them", async () => {
    const calls = [
      { name: "look_up", args: { q: "a" } },
      { name: "look_up", args: { q: "b" } },
    ];
    google.play({ calls }, { text: "Done." });
    const made = await withTools(google).invoke(ASKED);
    const results = (made.tool_calls ?? []).map(
      ({ id = "" }, i) => new ToolMessage({ content: `{"n":${i}}`, tool_call_id: id }),
    );
    await withTools(google).invoke([...ASKED, made, ...results]);
    expect(google.requests.map(({ status }) => status)).toEqual([200, 200]);
    const [, model, answers] = lastBody()?.contents ?? [];
    expect(model?.parts[0]?.thoughtSignature).toBe(btoa("signed look_up"));
    expect(answers?.parts.map(({ functionResponse }) => functionResponse?.response)).toEqual([
      { result: '{"n":0}' },
      { result: '{"n":1}' },
    ]);
  });

  test("sends calls that somebody else made", async () => {
    google.play({ text: "Done." });
    const tool_calls = [{ name: "look_up", args: { q: "a" }, id: "now~1" }];
    const made = new AIMessage({ content: "", tool_calls });
    const result = new ToolMessage({ content: "{}", tool_call_id: "now~1" });
    await withTools(google).invoke([...ASKED, made, result]);
    expect(lastBody()?.contents[1]?.parts).toMatchObject([
      { functionCall: { id: "now~1", name: "look_up", args: { q: "a" } } },
    ]);
  });

  test.each(["invoke", "stream"] as const)("%s counts tokens as Google does", async (how) => {
    const text = "word ".repeat(60);
    google.play({ text, usage: { prompt: 2000, cached: 1500, said: 80, thoughts: 20 } });
    const reply =
      how === "invoke"
        ? await geminiOf(google).invoke(ASKED)
        : (await readStream(geminiOf(google))).whole;
    expect(reply?.usage_metadata).toMatchObject({
      input_tokens: 2000,
      output_tokens: 100,
      input_token_details: { cache_read: 1500 },
      output_token_details: { reasoning: 20 },
    });
  });

  test("has the beginning that prompts share read from the cache", async () => {
    const system = new SystemMessage("All that is stable. ".repeat(400));
    google.play({ text: "One." }, { text: "Two." });
    await geminiOf(google).invoke([system, new HumanMessage("One?")]);
    const second = await geminiOf(google).invoke([system, new HumanMessage("Two?")]);
    const { usage_metadata: usage } = second as unknown as { usage_metadata?: UsageMetadata };
    expect(usage?.input_token_details?.cache_read).toBeGreaterThan(1900);
  });
});
