import { describe, expect, it } from "vitest";
import type { TurnAnswer } from "../agent/events.ts";
import { ask, call, read, send, startSession, toFrames } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";
import { gated, scripted, waiting } from "./testing/script.ts";

const failing = scripted({
  fail: async function* () {
    yield { type: "content", delta: "Half an" };
    yield {
      type: "error",
      code: "upstream",
      message: "The warehouse cannot be reached",
      retryable: true,
    };
  },
});

describe("POST /chat/message", () => {
  it("streams the turn with ids that count from 1 and a type for each event", async () => {
    const { app } = await openApp();
    const { messageId, response } = await ask(app, "How were sales?");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch("text/event-stream");
    const frames = toFrames(await response.text());
    expect(frames.map(({ event }) => event)).toEqual([
      "reasoning",
      "reasoning",
      "evidence",
      "content",
      "content",
      "grounding",
      "memory",
      "done",
    ]);
    expect(frames.map(({ id }) => id)).toEqual(frames.map((_, i) => `${messageId}:${i + 1}`));
    expect(frames[0]?.data).toMatchObject({ tool: "memory", status: "started" });
    expect(frames[0]?.data).not.toHaveProperty("type");
  });

  it("makes a message id when the client sends none", async () => {
    const { app } = await openApp();
    const session_id = await startSession(app);
    const response = await call(app, "POST /chat/message", {
      session_id,
      user_id: "ada",
      content: "x",
    });
    const [first] = toFrames(await response.text());
    expect(first?.id).toMatch(/^[0-9a-f-]{36}:1$/);
  });

  it("answers with one object when JSON is asked for", async () => {
    const { app } = await openApp();
    const session_id = await startSession(app);
    const body = JSON.stringify({ session_id, user_id: "ada", content: "How were sales?" });
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const answer = await read<TurnAnswer>(
      app.request("/chat/message", { method: "POST", headers, body }),
    );
    expect(answer.answer).toBe("Sales were **1.5**\n\nGröße 数字 📊\u2028 end");
    expect(answer.reasoning).toMatchObject([{ tool: "memory", status: "completed", ms: 2 }]);
    expect(answer.evidence).toMatchObject([
      { id: "e1", rows: [[1.5], [null], [expect.any(String)]] },
    ]);
    expect(answer.figures).toMatchObject([{ text: "1.5", source: { kind: "cell", row: 0 } }]);
    expect(answer).toMatchObject({ grade: "metric", suggested_followups: ["And by month?"] });
  });

  it("answers a failed turn with its status when JSON is asked for, as an event in a stream", async () => {
    const { app } = await openApp({ runTurn: failing });
    const session_id = await startSession(app);
    const body = JSON.stringify({ session_id, user_id: "ada", content: "fail" });
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const request = app.request("/chat/message", { method: "POST", headers, body });
    expect(await read(request, 503)).toEqual({
      code: "upstream",
      message: "The warehouse cannot be reached",
      retryable: true,
      request_id: expect.any(String),
    });
    const { response } = await ask(app, "fail");
    expect(toFrames(await response.text()).at(-1)).toMatchObject({ event: "error" });
  });

  it("refuses unknown and foreign sessions alike, and a turn beside another", async () => {
    const { app } = await openApp({ runTurn: scripted({ wait: waiting }) });
    const { sessionId, messageId, response } = await ask(app, "wait");
    const asked = { session_id: sessionId, user_id: "ada", content: "x" };
    const foreign = await read(call(app, "POST /chat/message", { ...asked, user_id: "eve" }), 404);
    const unknown = await read(
      call(app, "POST /chat/message", { ...asked, session_id: "none" }),
      404,
    );
    expect(foreign["message"]).toBe(`Cannot find conversation "${sessionId}"`);
    expect(unknown["message"]).toBe('Cannot find conversation "none"');
    const busy = await read(call(app, "POST /chat/message", asked), 409);
    expect(busy).toMatchObject({ code: "busy", retryable: true });
    const other = await read(send(app, { sessionId, messageId }, "other"), 409);
    expect(other).toMatchObject({ code: "conflict", retryable: false });
    await call(app, `POST /chat/message/${messageId}/cancel`);
    await response.text();
  });

  it("answers 410 in words once the session has been silent for 24 hours", async () => {
    let now = Date.now() - 24 * 60 * 60 * 1000;
    const { app } = await openApp({ now: () => now });
    const session_id = await startSession(app);
    now = Date.now();
    const body = await read(
      call(app, "POST /chat/message", { session_id, user_id: "ada", content: "x" }),
      410,
    );
    expect(body).toMatchObject({ code: "gone", message: expect.stringContaining("24 hours") });
    expect((await call(app, `GET /chat/history/${session_id}`)).status).toBe(410);
  });

  it("says no to a conversation whose workspace is served no more", async () => {
    const { app, deps } = await openApp();
    const policy = { userId: "ada", role: "member", workspace: "closed" };
    await deps.sessions.create(policy, "old");
    const asked = { session_id: "old", user_id: "ada", content: "x" };
    const body = await read(call(app, "POST /chat/message", asked), 404);
    expect(body["message"]).toBe('Cannot find workspace "closed"; there is "globex", "initech"');
  });
});

describe("POST /chat/message/{message_id}/cancel", () => {
  it("ends the stream with one error event and leaves an ended turn alone", async () => {
    const { app } = await openApp({ runTurn: scripted({ wait: waiting }) });
    const { messageId, response } = await ask(app, "wait");
    const path = `/chat/message/${messageId}/cancel`;
    expect((await call(app, `POST ${path}?user_id=eve`)).status).toBe(404);
    expect(await read(call(app, `POST ${path}?user_id=ada`))).toEqual({
      message_id: messageId,
      status: "cancelled",
    });
    const frames = toFrames(await response.text());
    expect(frames.map(({ event }) => event)).toEqual(["reasoning", "content", "error"]);
    expect(await read(call(app, `POST ${path}`))).toMatchObject({ status: "cancelled" });
    expect((await call(app, `POST /chat/message/${crypto.randomUUID()}/cancel`)).status).toBe(404);
  });
});

describe("GET /chat/message/{message_id}/events", () => {
  it("attaches any number of readers to a running turn", async () => {
    const gate = gated();
    const { app } = await openApp({ runTurn: scripted({ wait: gate.script }) });
    const { messageId, response } = await ask(app, "wait");
    const second = await call(app, `GET /chat/message/${messageId}/events`);
    gate.open();
    expect(await second.text()).toBe(await response.text());
  });

  it("is 404 for an unknown message and someone else's, 400 for an event of another one", async () => {
    const { app } = await openApp();
    const { messageId, response } = await ask(app, "x");
    await response.text();
    const path = `/chat/message/${messageId}/events`;
    expect((await call(app, `GET ${path}?user_id=eve`)).status).toBe(404);
    expect((await call(app, `GET /chat/message/${crypto.randomUUID()}/events`)).status).toBe(404);
    const headers = { "Last-Event-ID": `${crypto.randomUUID()}:1` };
    const body = await read(app.request(path, { headers }), 400);
    expect(body["message"]).toContain("Last-Event-ID");
  });
});
