import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { Deps, OpenWorkspace } from "./deps.ts";
import {
  ask,
  createShopDeps,
  eventsOf,
  openShop,
  POLICY,
  type ShopDeps,
  type ShopOptions,
  textOf,
  typesOf,
} from "./testing/open-shop.ts";
import { hang } from "./testing/scripted-model.ts";
import { COUNT, keep, OPENING, PLAN, QUERY, READY, SAVE, WRITING } from "./testing/shop-turns.ts";
import { runTurn } from "./turn.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

/** A turn that gets stuck in one step for good, deaf to every signal, after it has called `reached`. */
type Stuck = { readonly step: string; readonly before: readonly string[] } & {
  readonly stick: (reached: () => void) => ShopOptions;
};

const ANSWER = { text: ["200 ", "orders."], calls: [keep("orders", "200 orders")] };

function memories(part: (reached: () => void) => Partial<Deps["memories"]>) {
  return (reached: () => void): ShopOptions => ({
    script: [READY, ANSWER],
    deps: { memories: { ...createShopDeps(shop).memories, ...part(reached) } },
  });
}

function stuck(reached: () => void): Promise<never> {
  reached();
  return hang();
}

const IN_SYNTHESIZE = [...OPENING, ...QUERY, ...PLAN, "synthesize.started", "content"];

const STEPS: readonly Stuck[] = [
  {
    step: "inject_memory",
    before: ["memory.started"],
    stick: memories((reached) => ({ recall: () => stuck(reached) })),
  },
  {
    step: "plan",
    before: ["memory.started", "memory.completed", "plan.started"],
    stick: (reached) => ({ script: [{ last: () => stuck(reached) }] }),
  },
  {
    step: "execute_tools",
    before: [...OPENING, "query_bigquery.started"],
    stick: (reached) => ({
      script: [{ calls: [COUNT] }],
      open: { warehouse: { ...shop.warehouse, query: () => stuck(reached) } },
    }),
  },
  {
    step: "synthesize",
    before: IN_SYNTHESIZE,
    stick: (reached) => ({
      script: [{ calls: [COUNT] }, READY, { text: ["200 "], last: () => stuck(reached) }],
    }),
  },
  {
    step: "save_memory",
    before: [...OPENING, ...WRITING, "save_to_memory.started"],
    stick: memories((reached) => ({ save: () => stuck(reached) })),
  },
  {
    step: "save_memory, at the summary",
    before: [...OPENING, ...WRITING, ...SAVE],
    stick: memories((reached) => ({ saveSession: () => stuck(reached) })),
  },
];

describe("runTurn() that is stopped", () => {
  test.each(STEPS)("in $step ends at once with one error", async ({ before, stick }) => {
    const stop = new AbortController();
    const deps = createShopDeps(
      shop,
      stick(() => setImmediate(() => stop.abort())),
    );
    const events = await ask(deps, "How many orders?", { signal: stop.signal });
    expect(typesOf(events)).toEqual([...before, "error"]);
    expect(events.at(-1)).toEqual({
      type: "error",
      code: "cancelled",
      message: "The turn was stopped",
      retryable: true,
    });
    expect(deps.reported).toEqual([]);
    await expectUsable(deps);
  });

  test("before it began does nothing", async () => {
    const deps = createShopDeps(shop, { script: [READY, { text: "Hello." }] });
    const events = await ask(deps, "Hello", { signal: AbortSignal.abort() });
    expect(typesOf(events)).toEqual(["memory.started", "error"]);
    expect(events.at(-1)).toMatchObject({ code: "cancelled" });
    expect(deps.model.sent).toEqual([]);
  });

  test("says nothing when what was left behind ends later", async () => {
    const stop = new AbortController();
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const late: OpenWorkspace["warehouse"] = {
      ...shop.warehouse,
      query: async (statement, { limits }) => {
        setImmediate(() => stop.abort());
        await gate;
        return shop.warehouse.query(statement, { limits, signal: new AbortController().signal });
      },
    };
    const deps = createShopDeps(shop, { script: [{ calls: [COUNT] }], open: { warehouse: late } });
    const events = await ask(deps, "How many orders?", { signal: stop.signal });
    finish();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(typesOf(events)).toEqual([...OPENING, "query_bigquery.started", "error"]);
    expect(deps.reported).toEqual([]);
  });

  test("by whoever reads it stops what it runs", async () => {
    let stopped = (_: unknown) => {};
    const reason = new Promise((resolve) => {
      stopped = resolve;
    });
    const listening: OpenWorkspace["warehouse"] = {
      ...shop.warehouse,
      query: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            stopped(signal.reason);
            reject(signal.reason);
          });
        }),
    };
    const script = [{ calls: [COUNT] }];
    const deps = createShopDeps(shop, { script, open: { warehouse: listening } });
    const input = { policy: POLICY, sessionId: "s1", messageId: "m1", content: "Orders?" };
    for await (const event of runTurn(input, deps, new AbortController().signal)) {
      if (event.type === "reasoning" && event.tool === "query_bigquery") break;
    }
    expect(await reason).toBeInstanceOf(Error);
    await expectUsable(deps);
  });
});

describe("runTurn() that takes too long", () => {
  const env = { TURN_TIMEOUT_MS: "40" };

  test.each(STEPS.slice(1, 4))("in $step says so", async ({ stick }) => {
    const deps = createShopDeps(shop, { ...stick(() => {}), env });
    const events = await ask(deps, "How many orders?");
    expect(events.filter(({ type }) => type === "error" || type === "done")).toEqual([
      {
        type: "error",
        code: "timed-out",
        message: "The answer took longer than 0.04 s and was stopped",
        retryable: true,
      },
    ]);
    expect(deps.reported).toHaveLength(1);
    await expectUsable(deps);
  });

  test("goes on without memory when the store does not say in time", async () => {
    const { stick } = STEPS[0] ?? { stick: () => ({}) };
    const deps = createShopDeps(shop, { ...stick(() => {}), env: { TOOL_TIMEOUT_MS: "20" } });
    const events = await ask(deps, "How many orders?");
    expect(typesOf(events).slice(0, 3)).toEqual([
      "memory.started",
      "memory.failed",
      "plan.started",
    ]);
    expect(textOf(events)).toBe("200 orders.");
    expect(eventsOf(events, "done")[0]?.warnings).toContain(
      "What is known of you could not be read; this answer does without it",
    );
  });

  test.each(STEPS.slice(4))("in $step lets the answer stand", async ({ before, stick }) => {
    const deps = createShopDeps(shop, { ...stick(() => {}), env: { TOOL_TIMEOUT_MS: "20" } });
    const events = await ask(deps, "How many orders?");
    const failed = before.at(-1) === "save_to_memory.started" ? ["save_to_memory.failed"] : [];
    expect(typesOf(events)).toEqual([...before, ...failed, "done"]);
    expect(textOf(events)).toBe("200 orders.");
    expect(eventsOf(events, "done")[0]?.warnings).toEqual([
      "What was found could not be saved for next time",
    ]);
  });

  test("in a tool gives the model a result to read", async () => {
    const deps = createShopDeps(shop, {
      script: [{ calls: [COUNT] }, READY, { text: "It took too long." }],
      open: { warehouse: { ...shop.warehouse, query: hang } },
      env: { TOOL_TIMEOUT_MS: "30" },
    });
    const events = await ask(deps, "How many orders?");
    const words = "The step took longer than 0.03 s and was stopped";
    expect(JSON.parse(deps.model.sent[1]?.messages.at(-1)?.text ?? "")).toEqual({
      success: false,
      error: words,
    });
    expect(eventsOf(events, "reasoning").find(({ status }) => status === "failed")).toMatchObject({
      tool: "query_bigquery",
      error: words,
    });
    expect(events.at(-1)?.type).toBe("done");
  });
});

/** The session goes on, its messages such that any model accepts them. */
async function expectUsable({ documents }: ShopDeps): Promise<void> {
  const script = [{ calls: [COUNT] }, READY, { text: "There were 200 orders." }];
  const deps = createShopDeps(shop, { script, documents });
  const events = await ask(deps, "And now?");
  expect(events.at(-1)?.type).toBe("done");
  for (const { messages } of deps.model.sent) expectPaired(messages);
}

/** Every call has its result directly behind it, every result its call. */
function expectPaired(messages: readonly BaseMessage[]): void {
  let open: string[] = [];
  for (const message of messages) {
    if (ToolMessage.isInstance(message)) {
      expect(open).toContain(message.tool_call_id);
      open = open.filter((id) => id !== message.tool_call_id);
      continue;
    }
    expect(open).toEqual([]);
    if (AIMessage.isInstance(message)) open = (message.tool_calls ?? []).map(({ id }) => id ?? "");
  }
  expect(open).toEqual([]);
}
