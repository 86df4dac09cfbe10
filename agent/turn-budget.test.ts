import type { TurnEvent } from "./events.ts";
import { type GeminiShop, openGeminiShop } from "./testing/gemini-shop.ts";
import { ask, eventsOf, textOf } from "./testing/open-shop.ts";

let shop: GeminiShop;

beforeAll(async () => {
  shop = await openGeminiShop();
});

afterAll(() => shop[Symbol.asyncDispose]());

beforeEach(() => shop.google.reset());

const QUESTION = "What were sales in 2024?";
const ANSWER = "**Sales in 2024 were €24.1K.**";
const LIMITED = { MAX_COST_PER_CONVERSATION_USD: "0.01", GEMINI_INPUT_USD_PER_MILLION: "1000" };
const REACHED =
  "This conversation has reached its limit of $0.01; the offline analyst answers until you start a new one";

function usageOf(events: readonly TurnEvent[]) {
  const [done] = eventsOf(events, "done");
  if (!done) throw new Error("The turn is not done");
  return done.usage;
}

describe("A conversation with a budget", () => {
  test("adds up what its turns have cost, and tells it with each", async () => {
    const deps = shop.deps();
    const first = usageOf(await ask(deps, QUESTION));
    const second = usageOf(await ask(deps, QUESTION));
    expect(first.cost_usd).toBeGreaterThan(0);
    expect(first.conversation_cost_usd).toBeCloseTo(first.cost_usd, 9);
    expect(second.conversation_cost_usd).toBeCloseTo(first.cost_usd + second.cost_usd, 9);
    const other = usageOf(await ask(deps, QUESTION, { session: "another" }));
    expect(other.conversation_cost_usd).toBeCloseTo(other.cost_usd, 9);
  });

  test("that has used it is answered by the analyst, who says so, and asks Gemini no more", async () => {
    const deps = shop.deps(LIMITED);
    await ask(deps, QUESTION);
    const asked = shop.google.requests.length;
    const events = await ask(deps, "and in March 2024?");
    expect(textOf(events)).toMatch(/March 2024/);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([REACHED]);
    expect(shop.google.requests).toHaveLength(asked);
    const fresh = await ask(deps, QUESTION, { session: "another" });
    expect(eventsOf(fresh, "done")[0]?.warnings).toEqual([]);
  });

  test("that uses it while Gemini plans is answered by the analyst in the same turn", async () => {
    const events = await ask(shop.deps({ ...LIMITED, PLANNER: "model" }), QUESTION);
    expect(textOf(events)).toBe(ANSWER);
    expect(shop.google.requests).toHaveLength(1);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([REACHED]);
  });

  test("counts what a turn cost that was stopped", async () => {
    const deps = shop.deps({ ...LIMITED, PLANNER: "model" });
    const stop = new AbortController();
    const onEvent = (event: TurnEvent) => {
      if (event.type === "reasoning" && event.tool === "query_bigquery") stop.abort();
    };
    const stopped = await ask(deps, QUESTION, { signal: stop.signal, onEvent });
    expect(stopped.at(-1)?.type).toBe("error");
    expect(shop.google.requests).toHaveLength(1);
    const events = await ask(deps, QUESTION);
    expect(shop.google.requests).toHaveLength(1);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([REACHED]);
  });

  test("shares what is left among the queries of a round, and refuses them when nothing is", async () => {
    const limits: number[] = [];
    const { warehouse } = shop.shop;
    const priced = {
      ...warehouse,
      query: async (...[statement, options]: Parameters<typeof warehouse.query>) => {
        limits.push(options.limits.maxCostUsd);
        const result = await warehouse.query(statement, options);
        return result.ok ? { ...result, value: { ...result.value, costUsd: 0.03 } } : result;
      },
    };
    const env = { WAREHOUSE: "bigquery", GOOGLE_CLOUD_PROJECT: "p", PLANNER: "model" };
    const deps = shop.deps(
      { ...env, MAX_COST_PER_CONVERSATION_USD: "0.04" },
      { open: { warehouse: priced } },
    );
    const sql_query = "SELECT COUNT(*) AS n FROM shop.orders";
    const call = { name: "query_bigquery", args: { sql_query } };
    shop.google.play({ calls: [call, call] }, { text: "READY" }, { text: "Done." });
    const events = await ask(deps, QUESTION);
    expect(limits.slice(0, 2).map((usd) => usd < 0.02 && usd > 0.019)).toEqual([true, true]);
    // $0.06 are gone: the analyst takes over, and may not query either.
    expect(limits).toHaveLength(2);
    expect(usageOf(events).conversation_cost_usd).toBeGreaterThan(0.06);
    expect(textOf(events)).toMatch(/could not look that up/);
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([REACHED.replace("0.01", "0.04")]);
  });
});
