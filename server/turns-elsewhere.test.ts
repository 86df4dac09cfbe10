import { describe, expect, it, onTestFinished } from "vitest";
import type { TurnEvent } from "../agent/events.ts";
import type { TurnInput } from "../agent/turn.ts";
import { createLog } from "./log.ts";
import { openTestDeps } from "./testing/open-deps.ts";
import { gated, type Script, scripted, waiting } from "./testing/script.ts";
import { createRunningTurns, type Turn } from "./turns.ts";

const policy = { userId: "ada", role: "member", workspace: "globex" };
const MESSAGE_ID = "5b1c9a8e-0000-4000-8000-000000000001";
const WAIT = { policy, sessionId: "s1", messageId: MESSAGE_ID, content: "wait" };

const NEVER = 60_000;

/** Two servers on one store, of which the first beats as often as told. */
async function openTwo(wait: Script, heartbeatMs: number) {
  const deps = await openTestDeps();
  onTestFinished(() => deps[Symbol.asyncDispose]());
  await deps.sessions.create(policy, "s1");
  const { turns, sessions } = deps;
  const open = (heartbeatMs: number) =>
    createRunningTurns({
      turns,
      sessions,
      run: (input: TurnInput, signal) => scripted({ wait })(input, deps, signal),
      log: createLog("silent"),
      stopMs: 50,
      pollMs: 5,
      heartbeatMs,
    });
  return { deps, here: open(heartbeatMs), elsewhere: open(5) };
}

async function readAll(turn: Turn | undefined): Promise<TurnEvent[]> {
  const events: TurnEvent[] = [];
  const signal = AbortSignal.timeout(5_000);
  for await (const { event } of turn?.follow(0, signal) ?? []) events.push(event);
  return events;
}

describe("createRunningTurns() beside another server", () => {
  it("stops a turn that runs in the other", async () => {
    const { here, elsewhere } = await openTwo(waiting, 5);
    const turn = await here.start(WAIT);
    const stopped = await elsewhere.cancel(MESSAGE_ID);
    expect(stopped?.record.status).toBe("cancelled");
    expect((await readAll(turn)).at(-1)).toMatchObject({ type: "error", code: "cancelled" });
    expect(await readAll(stopped)).toEqual(await readAll(turn));
  });

  it("takes the turn from another that does not answer, whose readers learn of it", async () => {
    const gate = gated();
    const { deps, here, elsewhere } = await openTwo(gate.script, NEVER);
    const turn = await here.start(WAIT);
    expect((await elsewhere.cancel(MESSAGE_ID))?.record.status).toBe("cancelled");
    const next = { ...WAIT, messageId: "5b1c9a8e-0000-4000-8000-000000000002", content: "x" };
    expect((await readAll(await elsewhere.start(next))).at(-1)?.type).toBe("done");
    gate.open();
    expect((await readAll(turn)).at(-1)).toMatchObject({ type: "error", code: "cancelled" });
    expect(await deps.turns.find(MESSAGE_ID)).toMatchObject({ status: "cancelled" });
  });

  it("tells readers the end that is stored when another ended the turn first", async () => {
    const gate = gated();
    const { deps, here } = await openTwo(gate.script, NEVER);
    const turn = await here.start(WAIT);
    const end: TurnEvent = { type: "error", code: "interrupted", message: "Gone", retryable: true };
    await deps.turns.finish(MESSAGE_ID, "failed", [end]);
    gate.open();
    expect((await readAll(turn)).at(-1)).toEqual(end);
    expect(await deps.turns.find(MESSAGE_ID)).toMatchObject({ status: "failed", events: [end] });
  });

  it("tells readers that their question is gone when it was deleted", async () => {
    const gate = gated();
    const { deps, here } = await openTwo(gate.script, NEVER);
    const turn = await here.start(WAIT);
    await deps.sessions.remove("s1");
    gate.open();
    expect((await readAll(turn)).at(-1)).toMatchObject({
      type: "error",
      code: "interrupted",
      retryable: false,
    });
    expect(await deps.turns.find(MESSAGE_ID)).toBeUndefined();
  });
});
