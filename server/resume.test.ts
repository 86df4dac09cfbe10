import { describe, expect, it } from "vitest";
import { ask, call, send } from "./testing/client.ts";
import { openApp, type TestApp } from "./testing/open-app.ts";
import { gated, scripted } from "./testing/script.ts";

/** A stream's text after each of its events. */
function cuts(text: string): string[] {
  const ends = [...text.matchAll(/\n\n/g)].map(({ index }) => index + 2);
  return [0, ...ends].map((end) => text.slice(end));
}

async function resume(app: TestApp, messageId: string, after: number): Promise<string> {
  const headers = after > 0 ? { "Last-Event-ID": `${messageId}:${after}` } : {};
  return (await app.request(`/chat/message/${messageId}/events`, { headers })).text();
}

describe("resuming a turn", () => {
  it("gives the same bytes at every cut of an ended turn, from memory and from storage", async () => {
    const { app } = await openApp();
    const { sessionId, messageId, response } = await ask(app, "How were sales?");
    const whole = await response.text();
    const rests = cuts(whole);
    expect(rests).toHaveLength(9);
    for (const [after, rest] of rests.entries()) {
      expect(await resume(app, messageId, after), `after ${after}`).toBe(rest);
    }
    expect(await (await send(app, { sessionId, messageId }, "How were sales?")).text()).toBe(whole);
  });

  it("gives the same bytes at every cut of a turn that is still running", async () => {
    const gate = gated();
    const { app } = await openApp({ runTurn: scripted({ wait: gate.script }) });
    const { messageId, response } = await ask(app, "wait");
    const early = [0, 1, 2].map((after) => resume(app, messageId, after));
    await new Promise((resolve) => setImmediate(resolve));
    gate.open();
    const rests = cuts(await response.text());
    expect(await Promise.all(early)).toEqual(rests.slice(0, 3));
  });

  it("gives the same bytes after a restart of the service", async () => {
    const first = await openApp();
    const { messageId, response } = await ask(first.app, "How were sales?");
    const whole = await response.text();
    const deps = { ...first.deps, [Symbol.asyncDispose]: async () => {} };
    const second = await openApp({ open: async () => deps });
    for (const [after, rest] of cuts(whole).entries()) {
      expect(await resume(second.app, messageId, after), `after ${after}`).toBe(rest);
    }
  });

  it("tells the end to a reader who saw more than a crash has left", async () => {
    const { app, deps } = await openApp();
    const messageId = crypto.randomUUID();
    const sessionId = "s";
    const policy = { userId: "ada", role: "member", workspace: "globex" };
    await deps.sessions.create(policy, sessionId);
    await deps.turns.begin({ messageId, sessionId, userId: "ada", content: "x" });
    await deps.turns.finish(messageId, "failed", [
      { type: "error", code: "interrupted", message: "Cut short", retryable: true },
    ]);
    expect(await resume(app, messageId, 17)).toMatch(/^id: .+:1\nevent: error\n/);
    expect((await call(app, `GET /chat/history/${sessionId}`)).status).toBe(200);
  });
});
