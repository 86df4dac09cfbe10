import type { OpenWorkspace } from "./deps.ts";
import { ask, createShopDeps, eventsOf, openShop, POLICY } from "./testing/open-shop.ts";
import { COUNT, keep, READY } from "./testing/shop-turns.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

describe("runTurn()", () => {
  test("says under the answer which finding it takes the place of, and what it rests on", async () => {
    const calls = [keep("orders", "There were 200 orders.")];
    const turn = () => [{ calls: [COUNT] }, READY, { text: "There were 200 orders.", calls }];
    const deps = createShopDeps(shop, { script: [...turn(), ...turn()] });
    const before = { value: "There were 190 orders.", savedAt: "2025-01-03T09:00:00.000Z" };
    await deps.memories.save(POLICY, { ...before, kind: "finding", key: "orders" });
    const events = await ask(deps, "How many orders?", { messageId: "m1" });
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      'This takes the place of what was found on 2025-01-03: "There were 190 orders."',
    ]);
    expect(eventsOf(events, "memory").at(-1)).toMatchObject({
      action: "saved",
      replaces: { value: before.value, saved_at: before.savedAt },
    });
    const { findings } = await deps.memories.recall(POLICY);
    expect(findings).toMatchObject([{ replaced: before, evidence: ["m1:E1.1"] }]);
    const again = await ask(deps, "How many orders?");
    expect(eventsOf(again, "done")[0]?.warnings).toEqual([]);
  });
});
