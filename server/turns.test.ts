import { describe, expect, it, onTestFinished } from "vitest";
import type { TurnEvent } from "../agent/events.ts";
import type { TurnInput } from "../agent/turn.ts";
import { createLog } from "./log.ts";
import { openTestDeps } from "./testing/open-deps.ts";
import { aborted, done, gated, type Script, STARTED, scripted, waiting } from "./testing/script.ts";
import { createRunningTurns, type Turn, type TurnsOptions } from "./turns.ts";

const policy = { userId: "ada", role: "member", workspace: "globex" };

async function open(scripts: Record<string, Script> = {}, more: Partial<TurnsOptions> = {}) {
  const deps = await openTestDeps();
  onTestFinished(() => deps[Symbol.asyncDispose]());
  const { sessionId } = await deps.sessions.create(policy, "s1");
  const run = (input: TurnInput, signal: AbortSignal) => scripted(scripts)(input, deps, signal);
  const { turns, sessions } = deps;
  const log = createLog("silent");
  const options = { turns, sessions, run, log, stopMs: 50, pollMs: 5, ...more };
  const running = createRunningTurns(options);
  const input = (content: string): TurnInput => ({
    policy,
    sessionId,
    messageId: crypto.randomUUID(),
    content,
  });
  return { deps, running, input, another: () => createRunningTurns(options) };
}

async function readAll(turn: Turn | undefined, after = 0): Promise<TurnEvent[]> {
  const events: TurnEvent[] = [];
  const signal = AbortSignal.timeout(5_000);
  for await (const { event } of turn?.follow(after, signal) ?? []) events.push(event);
  return events;
}

const types = (events: readonly TurnEvent[]) => events.map((event) => event.type);

describe("createRunningTurns().start()", () => {
  it("records the turn before it runs and with all its events when it ends", async () => {
    const gate = gated();
    const { deps, running, input } = await open({ wait: gate.script });
    const asked = input("wait");
    const turn = await running.start(asked);
    expect(await deps.turns.find(asked.messageId)).toMatchObject({ status: "running" });
    gate.open();
    const events = await readAll(turn);
    expect(types(events)).toEqual(["reasoning", "content", "content", "done"]);
    expect(await deps.turns.find(asked.messageId)).toMatchObject({ status: "done", events });
  });

  it("names the session after its first question, cut at a word", async () => {
    const { deps, running, input } = await open();
    await readAll(await running.start(input(`What\n about ${"numbers ".repeat(20)}`)));
    const session = await deps.sessions.find("s1");
    expect(session?.title).toMatch(/^What about numbers (numbers )*numbers…$/);
    expect(session?.title.length).toBeLessThanOrEqual(81);
  });

  it("finds the same turn when the same message is sent again, running or ended", async () => {
    const gate = gated();
    let runs = 0;
    const { running, input } = await open({
      wait: async function* (asked, signal) {
        runs += 1;
        yield* gate.script(asked, signal);
      },
    });
    const asked = input("wait");
    const first = await running.start(asked);
    const second = await running.start(asked);
    gate.open();
    const events = await readAll(first);
    expect(await readAll(second)).toEqual(events);
    expect(await readAll(await running.start(asked))).toEqual(events);
    expect(runs).toBe(1);
  });

  it("refuses the same id with other content, and a second question beside a running one", async () => {
    const { running, input } = await open({ wait: waiting });
    const asked = input("wait");
    await running.start(asked);
    await expect(running.start({ ...asked, content: "other" })).rejects.toMatchObject({
      failure: { kind: "conflict" },
    });
    await expect(running.start(input("next"))).rejects.toMatchObject({ failure: { kind: "busy" } });
    await running.cancel(asked.messageId);
    expect(types(await readAll(await running.start(input("next"))))).toContain("done");
  });

  it("ends a turn that throws or just stops with an error event, and the session goes on", async () => {
    const { deps, running, input } = await open({
      throw: async function* () {
        yield { type: "content", delta: "Half" };
        throw new Error("secret detail");
      },
      stop: async function* () {},
    });
    for (const content of ["throw", "stop"]) {
      const asked = input(content);
      const events = await readAll(await running.start(asked));
      expect(events.at(-1)).toMatchObject({ type: "error", code: "internal", retryable: true });
      expect(JSON.stringify(events)).not.toContain("secret");
      expect(await deps.turns.find(asked.messageId)).toMatchObject({ status: "failed" });
    }
  });

  it("ignores what is said after the end", async () => {
    const { running, input } = await open({
      twice: async function* ({ messageId }) {
        yield done(messageId);
        yield { type: "content", delta: "P.S." };
        yield done(messageId);
      },
    });
    expect(types(await readAll(await running.start(input("twice"))))).toEqual([
      "reasoning",
      "done",
    ]);
  });

  it("stops a turn that says more than the log holds", async () => {
    let stopped = false;
    const { running, input } = await open(
      {
        endless: async function* (_input, signal) {
          try {
            while (!signal.aborted) yield { type: "content", delta: "more ".repeat(100) };
          } finally {
            stopped = true;
          }
        },
      },
      { maxChars: 5_000 },
    );
    const events = await readAll(await running.start(input("endless")));
    expect(events.at(-1)).toMatchObject({ type: "error", code: "too-large", retryable: false });
    expect(events.length).toBeLessThan(15);
    expect(stopped).toBe(true);
  });

  it("gives the answer with a warning when its record cannot be written", async () => {
    const { deps, input } = await open();
    const running = createRunningTurns({
      turns: { ...deps.turns, finish: () => Promise.reject(new Error("disk full")) },
      sessions: deps.sessions,
      run: (asked, signal) => scripted()(asked, deps, signal),
      log: createLog("silent"),
    });
    const events = await readAll(await running.start(input("anything")));
    expect(events.at(-1)).toMatchObject({
      type: "done",
      warnings: [expect.stringContaining("could not be saved")],
    });
  });
});

describe("createRunningTurns().cancel()", () => {
  it("aborts what runs and returns the turn as cancelled", async () => {
    const { running, input } = await open({ wait: waiting });
    const asked = input("wait");
    const turn = await running.start(asked);
    const cancelled = await running.cancel(asked.messageId);
    expect(cancelled?.record.status).toBe("cancelled");
    expect((await readAll(turn)).at(-1)).toMatchObject({ type: "error", code: "cancelled" });
  });

  it("does not wait for ever for a turn that will not stop", async () => {
    const { running, input } = await open({
      deaf: async function* () {
        yield STARTED;
        await new Promise(() => {});
      },
    });
    const asked = input("deaf");
    await running.start(asked);
    expect((await running.cancel(asked.messageId))?.record.status).toBe("cancelled");
  });

  it("leaves an ended turn as it is, and knows no unknown one", async () => {
    const { running, input } = await open();
    const asked = input("anything");
    await readAll(await running.start(asked));
    expect((await running.cancel(asked.messageId))?.record.status).toBe("done");
    expect(await running.cancel(crypto.randomUUID())).toBeUndefined();
  });
});

describe("createRunningTurns(), two of them on one store", () => {
  it("lets a reader of one follow a turn of the other to its end", async () => {
    const gate = gated();
    const { running, another, input } = await open({ wait: gate.script });
    const asked = input("wait");
    const here = await running.start(asked);
    const there = await another().find(asked.messageId);
    const reading = readAll(there, 1);
    gate.open();
    expect(await reading).toEqual((await readAll(here)).slice(1));
  });

  it("stops a turn whose session was taken by another", async () => {
    const { deps, running, input } = await open({ wait: waiting }, { heartbeatMs: 5 });
    const asked = input("wait");
    const turn = await running.start(asked);
    await deps.turns.finish(asked.messageId, "failed", []);
    expect((await readAll(turn)).at(-1)).toMatchObject({ type: "error", code: "interrupted" });
  });
});

describe("createRunningTurns().stop()", () => {
  it("lets running turns finish, takes no new ones, and stops what is late", async () => {
    const gate = gated();
    const { deps, running, input } = await open({ gate: gate.script, wait: waiting });
    await deps.sessions.create(policy, "s2");
    const quick = await running.start(input("gate"));
    const late = await running.start({ ...input("wait"), sessionId: "s2" });
    const stopped = running.stop(30);
    await expect(running.start(input("more"))).rejects.toMatchObject({
      refusal: { kind: "stopping" },
    });
    gate.open();
    await stopped;
    expect((await readAll(quick)).at(-1)).toMatchObject({ type: "done" });
    expect((await readAll(late)).at(-1)).toMatchObject({ type: "error", code: "cancelled" });
    expect(await deps.turns.find(late.record.messageId)).toMatchObject({ status: "cancelled" });
  });

  it("is done at once when nothing runs", async () => {
    const { running } = await open();
    await running.stop(60_000);
  });
});

describe("untilOverdue(), by way of a turn", () => {
  it("gives a turn that was told to stop the time to say its last word", async () => {
    const { running, input } = await open({
      polite: async function* (_input, signal) {
        await aborted(signal);
        yield { type: "content", delta: "Bye" };
        yield { type: "error", code: "cancelled", message: "Stopped", retryable: true };
      },
    });
    const asked = input("polite");
    const turn = await running.start(asked);
    await running.cancel(asked.messageId);
    expect(types(await readAll(turn))).toEqual(["reasoning", "content", "error"]);
  });
});
