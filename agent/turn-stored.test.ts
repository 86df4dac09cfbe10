import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { OpenWorkspace } from "./deps.ts";
import {
  ask,
  createShopDeps,
  eventsOf,
  openShop,
  type ShopDeps,
  textOf,
  typesOf,
} from "./testing/open-shop.ts";
import { hang, type Script } from "./testing/scripted-model.ts";
import { OPENING, query, READY, WRITING } from "./testing/shop-turns.ts";
import { restore, storedConversations } from "./testing/stored-conversation.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

const HELLO = { text: "Hello." };

function describeMessage(message: BaseMessage): string {
  const calls = AIMessage.isInstance(message) ? (message.tool_calls ?? []) : [];
  return [`${message.getType()}:`, message.text, ...calls.map(({ name }) => name)]
    .filter(Boolean)
    .join(" ");
}

describe("runTurn() on a stored conversation", () => {
  test.each(storedConversations())("goes on from %s", async (_, stored) => {
    const deps = createShopDeps(shop, { script: [READY, HELLO] });
    await restore(deps.documents, stored);
    const events = await ask(deps, "Hello again", { session: stored.session });
    expect(typesOf(events)).toEqual([...OPENING, ...WRITING, "done"]);
    const [, ...sent] = deps.model.sent[0]?.messages ?? [];
    expect(sent.map(describeMessage)).toEqual([...stored.messages, "human: Hello again"]);
  });

  test.each(storedConversations("negative"))("refuses %s in words", async (_, stored) => {
    const deps = createShopDeps(shop, { script: [READY, HELLO] });
    await restore(deps.documents, stored);
    const events = await ask(deps, "Hello again", { session: stored.session });
    expect(typesOf(events)).toEqual(["memory.started", "error"]);
    expect(events.at(-1)).toEqual({
      type: "error",
      code: "gone",
      message: "This conversation is stored in a form that cannot be read; start a new one",
      retryable: false,
    });
    expect(deps.reported).toHaveLength(1);
    const fresh = await ask(deps, "Hello", { session: "another" });
    expect(textOf(fresh)).toBe("Hello.");
  });

  test("knows the question of a turn that was stopped", async () => {
    const stop = new AbortController();
    const stuck = () => {
      setImmediate(() => stop.abort());
      return hang();
    };
    const script = [READY, HELLO, { last: stuck }, READY, HELLO];
    const deps = createShopDeps(shop, { script });
    // A store across a network: what is handed in stands there later.
    const { put } = deps.checkpoints;
    deps.checkpoints.put = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return put.apply(deps.checkpoints, args);
    };
    await ask(deps, "One");
    await ask(deps, "Two", { signal: stop.signal });
    await ask(deps, "Three");
    const [, ...sent] = deps.model.sent.at(-1)?.messages ?? [];
    expect(sent.map(({ text }) => text)).toEqual(["One", "Hello.", "Two", "Three"]);
  });

  test("ends when it is stopped while the conversation is being read", async () => {
    const stop = new AbortController();
    const deps = createShopDeps(shop);
    deps.checkpoints.getTuple = () => {
      setImmediate(() => stop.abort());
      return hang();
    };
    const events = await ask(deps, "Hello", { signal: stop.signal });
    expect(typesOf(events)).toEqual(["memory.started", "error"]);
    expect(events.at(-1)).toMatchObject({ code: "cancelled" });
  });
});

describe("A conversation of many turns", () => {
  const LOOK = query("SELECT order_id, ordered_on, status FROM shop.orders", "look");
  const round: readonly Script[] = [{ calls: [LOOK] }, READY, { text: "Those are 200 orders." }];

  test("is stored with the beginning of each result only", async () => {
    const deps = createShopDeps(shop, { script: round });
    await ask(deps, "Which orders?");
    const { messages = [] } = await conversationOf(deps);
    const results = messages.filter((message) => ToolMessage.isInstance(message));
    expect(results.map(({ text }) => JSON.parse(text).data.length)).toEqual([5]);
  });

  test("is stored in no more room after 40 turns than after 15", async () => {
    const script = Array.from({ length: 40 }, () => round).flat();
    const deps = createShopDeps(shop, { script });
    const sizes: number[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      const events = await ask(deps, "Which orders?");
      expect(eventsOf(events, "evidence")).toMatchObject([{ row_count: 200 }]);
      sizes.push(await sizeOf(deps));
    }
    expect(sizes[39]).toBeLessThan((sizes[14] ?? 0) * 1.01);
    expect(deps.model.sent.at(-1)?.messages.length).toBeLessThanOrEqual(1 + 12 * 4);
  });

  test("is stored in no more room when its turns are stopped", async () => {
    const failing: readonly Script[] = [{ calls: [LOOK] }, {}, {}, {}];
    const deps = createShopDeps(shop, { script: Array.from({ length: 40 }, () => failing).flat() });
    const sizes: number[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      const events = await ask(deps, "Which orders?");
      expect(events.at(-1)?.type).toBe("error");
      sizes.push(await sizeOf(deps));
    }
    expect(sizes[39]).toBeLessThan((sizes[14] ?? 0) * 1.01);
  });
});

/** What is stored of the session. */
async function conversationOf({ checkpoints }: ShopDeps): Promise<{ messages?: BaseMessage[] }> {
  const tuple = await checkpoints.getTuple({ configurable: { thread_id: "s1" } });
  return tuple?.checkpoint.channel_values ?? {};
}

async function sizeOf(deps: ShopDeps): Promise<number> {
  return JSON.stringify(await conversationOf(deps)).length;
}
