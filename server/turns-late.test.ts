import { expect, it, onTestFinished } from "vitest";
import type { TurnEvent } from "../agent/events.ts";
import { TurnError } from "../agent/failure.ts";
import { createLog } from "./log.ts";
import { openTestDeps } from "./testing/open-deps.ts";
import { scripted } from "./testing/script.ts";
import { createRunningTurns } from "./turns.ts";

const FULL = { kind: "upstream", service: "store", retryable: false, trouble: "full" } as const;
const policy = { userId: "ada", role: "member", workspace: "globex" };

it("createRunningTurns() records a turn once the store takes it again, as it was told, and takes no question before", async () => {
  const deps = await openTestDeps();
  onTestFinished(() => deps[Symbol.asyncDispose]());
  const { sessionId } = await deps.sessions.create(policy, "s1");
  let isFull = true;
  const { finish } = deps.turns;
  const running = createRunningTurns({
    turns: {
      ...deps.turns,
      finish: (...ending) => (isFull ? Promise.reject(new TurnError(FULL)) : finish(...ending)),
    },
    sessions: deps.sessions,
    run: (asked, signal) => scripted()(asked, deps, signal),
    log: createLog("silent"),
    retryMs: 5,
  });
  const input = () => ({ policy, sessionId, messageId: crypto.randomUUID(), content: "anything" });
  const asked = input();
  const signal = AbortSignal.timeout(5_000);
  const told: TurnEvent[] = [];
  const turn = await running.start(asked);
  for await (const { event } of turn.follow(0, signal)) told.push(event);
  expect(told.at(-1)).toMatchObject({ warnings: [expect.stringContaining("could not be saved")] });
  await expect(running.start(input())).rejects.toMatchObject({ failure: FULL });
  isFull = false;
  await expect.poll(() => deps.turns.find(asked.messageId)).toMatchObject({ status: "done" });
  expect((await deps.turns.find(asked.messageId))?.events).toEqual(told);
  await expect.poll(() => running.start(input())).toBeDefined();
  await running.stop(1_000);
});

it("createRunningTurns() stops trying to record a turn when the process stops", async () => {
  const deps = await openTestDeps();
  onTestFinished(() => deps[Symbol.asyncDispose]());
  const { sessionId } = await deps.sessions.create(policy, "s1");
  const running = createRunningTurns({
    turns: { ...deps.turns, finish: () => Promise.reject(new Error("disk full")) },
    sessions: deps.sessions,
    run: (asked, signal) => scripted()(asked, deps, signal),
    log: createLog("silent"),
  });
  const messageId = crypto.randomUUID();
  const turn = await running.start({ policy, sessionId, messageId, content: "anything" });
  for await (const _ of turn.follow(0, AbortSignal.timeout(5_000)));
  await running.stop(0);
  expect(await deps.turns.find(messageId)).toMatchObject({ status: "running" });
});
