import {
  Command,
  END,
  interrupt,
  ReducedValue,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { z } from "zod";
import { createCheckpoints } from "./checkpoints.ts";
import type { Documents } from "./documents.ts";
import { STORES } from "./testing/stores.ts";

const State = new StateSchema({
  log: new ReducedValue(
    z.array(z.string()).default(() => []),
    { inputSchema: z.array(z.string()), reducer: (log, more) => [...log, ...more] },
  ),
});

/** Two nodes; the second asks a person when the log's last entry says so. A new saver each time, as after a restart. */
function openGraph(documents: Documents) {
  return new StateGraph(State)
    .addNode("first", async () => ({ log: ["first"] }))
    .addNode("second", async ({ log }) => {
      const answer: string = log.includes("ask") ? interrupt("Which?") : "second";
      return { log: [answer] };
    })
    .addEdge(START, "first")
    .addEdge("first", "second")
    .addEdge("second", END)
    .compile({ checkpointer: createCheckpoints(documents) });
}

describe.each(STORES)("createCheckpoints() under a graph on $name", ({ open }) => {
  const config = { configurable: { thread_id: "s1" }, durability: "exit" as const };
  let documents: Documents;
  beforeEach(async () => {
    documents = await open();
  });
  afterEach(async () => documents[Symbol.asyncDispose]());

  it("costs one document a turn, and goes on after a restart", async () => {
    for (const turn of ["one", "two", "three"]) {
      await openGraph(documents).invoke({ log: [turn] }, config);
    }
    const state = await openGraph(documents).getState(config);
    const turns = ["one", "two", "three"].flatMap((turn) => [turn, "first", "second"]);
    expect(state.values.log).toEqual(turns);
    expect(await documents.query({ from: { everyCollection: "checkpoints" } })).toHaveLength(3);
    expect(await documents.query({ from: { everyCollection: "writes" } })).toEqual([]);
  });

  it.each(["exit", "async", "sync"] as const)(
    "resumes an interrupted turn after a restart, with durability %s",
    async (durability) => {
      await openGraph(documents).invoke({ log: ["ask"] }, { ...config, durability });
      expect((await openGraph(documents).getState(config)).next).toEqual(["second"]);
      const resume = new Command<unknown, typeof State.Update, "first" | "second">({
        resume: "this one",
      });
      const { log } = await openGraph(documents).invoke(resume, { ...config, durability });
      expect(log).toEqual(["ask", "first", "this one"]);
    },
  );

  it("forks from an old state, and the old line stays", async () => {
    await openGraph(documents).invoke({ log: ["one"] }, config);
    const old = await openGraph(documents).getState(config);
    await openGraph(documents).invoke({ log: ["two"] }, config);
    const main = await openGraph(documents).getState(config);
    const fork = await openGraph(documents).updateState(old.config, { log: ["forked"] });
    const forked = await openGraph(documents).getState(fork);
    expect(forked.values.log).toEqual(["one", "first", "second", "forked"]);
    expect((await openGraph(documents).getState(main.config)).values.log).toHaveLength(6);
  });
});
