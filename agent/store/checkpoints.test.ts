import { randomBytes } from "node:crypto";
import type { RunnableConfig } from "@langchain/core/runnables";
import {
  type BaseCheckpointSaver,
  type Checkpoint,
  type CheckpointTuple,
  emptyCheckpoint,
  INTERRUPT,
  uuid6,
} from "@langchain/langgraph-checkpoint";
import { createCheckpoints } from "./checkpoints.ts";
import type { Documents } from "./documents.ts";
import { createClock } from "./testing/clock.ts";
import { STORES } from "./testing/stores.ts";

const THREAD = { configurable: { thread_id: "s1", checkpoint_ns: "" } };
const METADATA = { source: "loop", step: 1, parents: {} } as const;

function checkpoint(values: Record<string, unknown>): Checkpoint {
  return { ...emptyCheckpoint(), id: uuid6(0), channel_values: values };
}

/** Puts a checkpoint that holds `values`; its config. */
function put(saver: BaseCheckpointSaver, values: Record<string, unknown>, config: object = THREAD) {
  const versions = Object.fromEntries(Object.keys(values).map((key) => [key, 1]));
  return saver.put(config, checkpoint(values), METADATA, versions);
}

async function list(
  saver: BaseCheckpointSaver,
  config: object = THREAD,
): Promise<readonly CheckpointTuple[]> {
  const tuples: CheckpointTuple[] = [];
  for await (const tuple of saver.list(config)) tuples.push(tuple);
  return tuples;
}

/** Everything stored, in any collection of the saver. */
async function leftovers(documents: Documents) {
  const collections = ["checkpoints", "writes", "chunks"];
  const all = await Promise.all(
    collections.map((everyCollection) => documents.query({ from: { everyCollection } })),
  );
  return all.flat();
}

describe.each(STORES)("createCheckpoints() on $name", ({ open }) => {
  let clock: ReturnType<typeof createClock>;
  let documents: Documents;
  let saver: BaseCheckpointSaver;
  beforeEach(async () => {
    clock = createClock();
    documents = await open({ now: clock.now });
    saver = createCheckpoints(documents, { now: clock.now });
  });
  afterEach(async () => documents[Symbol.asyncDispose]());

  it("hands back writes by the path of their task, then its id, then their place", async () => {
    const config = await put(saver, { a: 1 });
    await saver.putWrites(
      config,
      [
        ["c", "3a"],
        ["c", "3b"],
      ],
      "task-0",
      "~2",
    );
    await saver.putWrites(config, [["c", "2"]], "task-9", "~1");
    await saver.putWrites(config, [["c", "5"]], "task-1", "~🦊");
    await saver.putWrites(config, [["c", "4"]], "task-2", "~\uffee");
    await saver.putWrites(config, [["c", "1"]], "task-5");
    const tuple = await saver.getTuple(config);
    expect(tuple?.pendingWrites?.map(([, , value]) => value)).toEqual([
      "1",
      "2",
      "3a",
      "3b",
      "4",
      "5",
    ]);
  });

  it("keeps a task's first write, and its last signal", async () => {
    const config = await put(saver, { a: 1 });
    await saver.putWrites(
      config,
      [
        ["a", "first"],
        [INTERRUPT, "first"],
      ],
      "t",
    );
    await saver.putWrites(
      config,
      [
        ["a", "second"],
        [INTERRUPT, "second"],
      ],
      "t",
    );
    await saver.putWrites(
      config,
      [
        ["a", "third"],
        [INTERRUPT, "third"],
        ["b", "new"],
      ],
      "t",
    );
    const tuple = await saver.getTuple(config);
    expect(new Set(tuple?.pendingWrites)).toEqual(
      new Set([
        ["t", INTERRUPT, "third"],
        ["t", "a", "first"],
        ["t", "b", "new"],
      ]),
    );
  });

  it("keeps one checkpoint when the same is put again", async () => {
    const same = checkpoint({ a: 1 });
    await saver.put(THREAD, same, METADATA, { a: 1 });
    await saver.put(THREAD, same, METADATA, { a: 1 });
    expect(await list(saver)).toHaveLength(1);
  });

  it("keeps values of many megabytes, in checkpoints and in writes", async () => {
    const large = randomBytes(4_000_000).toString("base64");
    const config = await put(saver, { large });
    await saver.putWrites(config, [["large", large]], "t");
    const tuple = await saver.getTuple(THREAD);
    expect(tuple?.checkpoint.channel_values["large"]).toBe(large);
    expect(tuple?.pendingWrites?.[0]?.[2]).toBe(large);
    await saver.deleteThread("s1");
    expect(await leftovers(documents)).toEqual([]);
  });

  it("forks an old checkpoint, and each branch keeps its own values", async () => {
    const root = await put(saver, { n: 0 });
    const main = await put(saver, { n: 1 }, root);
    const fork = await put(saver, { n: 101 }, root);
    await put(saver, { n: 2 }, main);
    const tip = await put(saver, { n: 102 }, fork);
    const found = await saver.getTuple(tip);
    expect(found?.checkpoint.channel_values).toEqual({ n: 102 });
    expect(found?.parentConfig).toEqual(fork);
    expect((await saver.getTuple(fork))?.parentConfig).toEqual(root);
    expect((await saver.getTuple(root))?.parentConfig).toBeUndefined();
    expect(await list(saver)).toHaveLength(5);
  });

  it("keeps namespaces and threads of any name apart", async () => {
    const names = ["", "a|b:c", "sub/graph", ".", "__x__", "🦊"];
    for (const checkpoint_ns of names) {
      for (const thread_id of names.slice(1)) {
        const config = { configurable: { thread_id, checkpoint_ns } };
        await put(saver, { at: [thread_id, checkpoint_ns] }, config);
      }
    }
    for (const checkpoint_ns of names) {
      const config = { configurable: { thread_id: "sub/graph", checkpoint_ns } };
      const [only, ...more] = await list(saver, config);
      expect(only?.checkpoint.channel_values["at"]).toEqual(["sub/graph", checkpoint_ns]);
      expect(more).toEqual([]);
    }
    expect(await list(saver, { configurable: { thread_id: "🦊" } })).toHaveLength(names.length);
  });

  it("deleteThread() leaves nothing of the thread, and everything of others", async () => {
    const other = await put(saver, { a: 1 }, { configurable: { thread_id: "s10" } });
    await saver.putWrites(other, [["a", 1]], "t");
    for (const checkpoint_ns of ["", "sub"]) {
      const config = await put(
        saver,
        { a: 1 },
        { configurable: { thread_id: "s1", checkpoint_ns } },
      );
      await saver.putWrites(config, [["a", 1]], "t");
    }
    await saver.deleteThread("s1");
    await saver.deleteThread("s1");
    const left = await leftovers(documents);
    expect(left.map(({ path }) => path[1])).toEqual(["s10", "s10"]);
  });

  it("writes one document a turn and removes none, however long the conversation", async () => {
    const writes: number[] = [];
    const counted = {
      ...documents,
      commit: (all: Parameters<Documents["commit"]>[0]) => {
        writes.push(all.length);
        return documents.commit(all);
      },
      deleteTree: () => Promise.reject(new Error("A turn removes nothing")),
    };
    saver = createCheckpoints(counted, { now: clock.now });
    let config: RunnableConfig = THREAD;
    for (let turn = 1; turn <= 40; turn += 1) config = await put(saver, { turn }, config);
    expect(writes).toEqual(Array.from({ length: 40 }, () => 1));
    const newest = await saver.getTuple(THREAD);
    expect(newest?.checkpoint.channel_values).toEqual({ turn: 40 });
  });

  it("holds no more of a conversation than the turns of two days", async () => {
    let config: RunnableConfig = THREAD;
    for (let day = 1; day <= 5; day += 1) {
      config = await put(saver, { day }, config);
      clock.advance(24 * 60 * 60 * 1000 - 1);
    }
    const kept = await list(saver);
    expect(kept.map(({ checkpoint: { channel_values } }) => channel_values["day"])).toEqual([5, 4]);
  });

  it("lets a checkpoint expire with all its parts", async () => {
    const config = await put(saver, { large: randomBytes(1_000_000).toString("base64") });
    await saver.putWrites(config, [["a", 1]], "t");
    clock.advance(48 * 60 * 60 * 1000);
    expect(await saver.getTuple(THREAD)).toBeUndefined();
    expect(await leftovers(documents)).toEqual([]);
  });

  it("takes the checkpoints of many threads at once", async () => {
    const threads = Array.from({ length: 12 }, (_, index) => `t${index}`);
    await Promise.all(
      threads.map(async (thread_id) => {
        const config = await put(saver, { thread_id }, { configurable: { thread_id } });
        await saver.putWrites(config, [["a", thread_id]], "t");
      }),
    );
    for (const thread_id of threads) {
      const tuple = await saver.getTuple({ configurable: { thread_id } });
      expect(tuple?.checkpoint.channel_values).toEqual({ thread_id });
    }
  });
});
