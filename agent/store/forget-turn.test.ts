import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { emptyCheckpoint } from "@langchain/langgraph-checkpoint";
import { createStores, type Stores } from "./create-stores.ts";
import { createClock } from "./testing/clock.ts";
import { STORES } from "./testing/stores.ts";

const THREAD = { configurable: { thread_id: "s1", checkpoint_ns: "" } };
const LEASE_MS = 30_000;

/** The checkpoint that a turn leaves: what was said before, its question and its answer. */
async function say(stores: Stores, messageId: string): Promise<void> {
  const before = await stores.checkpoints.getTuple(THREAD);
  const said = before?.checkpoint.channel_values["messages"];
  const messages: BaseMessage[] = [
    ...(Array.isArray(said) ? said : []),
    new HumanMessage({ content: `question of ${messageId}`, id: messageId }),
    new AIMessage(`answer of ${messageId}`),
  ];
  const checkpoint = { ...emptyCheckpoint(), channel_values: { messages } };
  const metadata = { source: "loop", step: 1, parents: {} } as const;
  await stores.checkpoints.put(before?.config ?? THREAD, checkpoint, metadata, { messages: 1 });
}

async function saidIn(stores: Stores): Promise<readonly string[]> {
  const newest = await stores.checkpoints.getTuple(THREAD);
  const messages = newest?.checkpoint.channel_values["messages"];
  return Array.isArray(messages) ? messages.map((message: BaseMessage) => message.text) : [];
}

describe.each(STORES)("forgetTurn() on $name", ({ open }) => {
  const turn = { sessionId: "s1", userId: "ada", content: "?" };

  it("takes a turn that died after its checkpoint out of its conversation, and no other", async () => {
    const clock = createClock();
    await using documents = await open({ now: clock.now });
    const stores = createStores(documents, { turns: { now: clock.now } });
    await stores.turns.begin({ ...turn, messageId: "m1" });
    await say(stores, "m1");
    await stores.turns.finish("m1", "done", []);
    await stores.turns.begin({ ...turn, messageId: "m2" });
    await say(stores, "m2");
    clock.advance(LEASE_MS);
    const next = await stores.turns.begin({ ...turn, messageId: "m3" });
    expect(next).toMatchObject({ status: "begun" });
    expect(await saidIn(stores)).toEqual(["question of m1", "answer of m1"]);
    expect(await stores.turns.find("m2")).toMatchObject({ status: "failed" });

    clock.advance(LEASE_MS);
    expect(await stores.turns.closeAbandoned()).toBe(1);
    await say(stores, "m4");
    expect(await saidIn(stores)).toEqual(
      ["m1", "m4"].flatMap((id) => [`question of ${id}`, `answer of ${id}`]),
    );
  });

  it("leaves a turn that ends while it is looked at", async () => {
    await using documents = await open();
    const stores = createStores(documents);
    await stores.turns.begin({ ...turn, messageId: "m1" });
    await say(stores, "m1");
    /** Its lease is gone when it is read, though the turn was still running when that was. */
    const get: typeof documents.get = async (path) => {
      if (path.includes("leases")) await stores.turns.finish("m1", "done", []);
      return documents.get(path);
    };
    const others = createStores({ ...documents, get });
    expect(await others.turns.find("m1")).toMatchObject({ status: "done" });
    expect(await saidIn(stores)).toEqual(["question of m1", "answer of m1"]);
  });

  it("leaves a conversation that has nothing yet", async () => {
    const clock = createClock();
    await using documents = await open({ now: clock.now });
    const stores = createStores(documents, { turns: { now: clock.now } });
    await stores.turns.begin({ ...turn, messageId: "m1" });
    clock.advance(LEASE_MS);
    expect(await stores.turns.closeAbandoned()).toBe(1);
    expect(await saidIn(stores)).toEqual([]);
  });
});
