import type { GeminiFault, GeminiReply } from "./testing/gemini-reply.ts";
import { type GeminiShop, openGeminiShop } from "./testing/gemini-shop.ts";
import { openGeminiStandIn } from "./testing/gemini-stand-in.ts";
import { ask, eventsOf, textOf } from "./testing/open-shop.ts";

type Script = readonly (GeminiReply | GeminiFault)[];

const QUESTION = "What were sales in 2024?";
const ANSWER = "**Sales in 2024 were €24.1K.**";

let shop: GeminiShop;

beforeAll(async () => {
  shop = await openGeminiShop();
});

afterAll(() => shop[Symbol.asyncDispose]());

/** Only silence is waited for, and at one time; everything else happens, however slow the machine. */
describe.concurrent("A turn with Gemini, which falls silent", () => {
  const openSilent = async (...script: Script) => {
    const google = await openGeminiStandIn();
    google.play(...script);
    const own = { GEMINI_BASE_URL: google.baseUrl, MODEL_TIMEOUT_MS: "1500" };
    const deps = shop.deps({ PLANNER: "model", ...own });
    return { deps, [Symbol.asyncDispose]: () => google[Symbol.asyncDispose]() };
  };

  test.each<[string, Script]>([
    ["while it plans", [{ fault: "hang" }]],
    ["while it writes", [{ text: "READY" }, { fault: "hang" }]],
  ])("%s is answered by the analyst", async (_, script) => {
    await using silent = await openSilent(...script);
    const events = await ask(silent.deps, QUESTION);
    expect(textOf(events)).toBe(ANSWER);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      expect.stringMatching(/cannot be reached .* offline analyst answered/),
    ]);
    expect(silent.deps.reported).toHaveLength(1);
    expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 0 }]);
  });

  test("in mid-sentence is followed by the whole answer", async () => {
    await using silent = await openSilent({ text: "READY" }, { fault: "stall", after: 2 });
    const text = textOf(await ask(silent.deps, QUESTION));
    expect(text).toMatch(/^word0 .*…\n\n_The language model broke off here/);
    expect(text.endsWith(ANSWER)).toBe(true);
    expect((await ask(silent.deps, "hello")).at(-1)?.type).toBe("done");
  });
});
