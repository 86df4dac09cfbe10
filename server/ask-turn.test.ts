import { describe, expect, it, onTestFinished } from "vitest";
import type { TurnEvent } from "../agent/events.ts";
import { type AskOptions, parseAskOptions } from "./ask-options.ts";
import { type AskedTurn, askTurn } from "./ask-turn.ts";
import { createLog } from "./log.ts";
import { openTestDeps } from "./testing/open-deps.ts";
import { scripted, waiting } from "./testing/script.ts";

async function open() {
  const deps = await openTestDeps();
  onTestFinished(() => deps[Symbol.asyncDispose]());
  const stop = new AbortController();
  const runTurn = scripted({ wait: waiting });
  const with_ = { deps, runTurn, log: createLog("silent"), signal: stop.signal };
  const ask = (question: string, more: Partial<AskOptions> = {}) =>
    askTurn({ question, user: "ada", json: false, ...more }, with_);
  return { deps, stop, ask };
}

async function readAll({ events }: AskedTurn): Promise<TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe("askTurn()", () => {
  it("runs a turn in a conversation of its own and records it", async () => {
    const { deps, ask } = await open();
    const asked = await ask("How were sales?");
    expect((await readAll(asked)).at(-1)?.type).toBe("done");
    expect(await deps.turns.find(asked.messageId)).toMatchObject({ status: "done" });
    expect(await deps.sessions.find(asked.sessionId)).toMatchObject({
      workspace: "globex",
      title: "How were sales?",
    });
  });

  it("keeps a named conversation between calls, in its workspace and for its owner", async () => {
    const { deps, ask } = await open();
    await readAll(await ask("One", { session: "mine", workspace: "initech" }));
    await readAll(await ask("Two", { session: "mine" }));
    const turns = await deps.turns.ofSession("mine");
    expect(turns.map((turn) => turn.content)).toEqual(["One", "Two"]);
    expect(await deps.sessions.find("mine")).toMatchObject({ workspace: "initech" });
    await expect(ask("Three", { session: "mine", user: "eve" })).rejects.toThrow(
      'Cannot find conversation "mine"',
    );
    await expect(ask("x", { workspace: "hooli" })).rejects.toThrow('there is "globex", "initech"');
  });

  it("stops the turn when it is told to", async () => {
    const { stop, ask } = await open();
    const asked = await ask("wait");
    stop.abort();
    expect((await readAll(asked)).at(-1)).toMatchObject({ type: "error", code: "cancelled" });
  });
});

describe("parseAskOptions()", () => {
  it("takes the question in one piece or in words, options anywhere", () => {
    expect(parseAskOptions(["What", "was", "--user", "ada", "it?", "--json"])).toEqual({
      ok: true,
      value: { question: "What was it?", user: "ada", json: true },
    });
    expect(parseAskOptions(["x", "--session", "s", "--workspace=w"])).toMatchObject({
      value: { session: "s", workspace: "w", user: "local" },
    });
  });

  it("says what is wrong with a call", () => {
    expect(parseAskOptions([])).toMatchObject({
      ok: false,
      failure: { message: "There is no question" },
    });
    expect(parseAskOptions(["x", "--usr", "ada"])).toMatchObject({
      failure: { message: expect.stringContaining("--usr") },
    });
  });
});
