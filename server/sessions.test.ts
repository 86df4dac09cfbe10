import { describe, expect, it } from "vitest";
import { ask, call, read, startSession } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";
import { scripted, waiting } from "./testing/script.ts";

describe("POST /chat/session", () => {
  it("welcomes a new user to the first workspace by name", async () => {
    const { app } = await openApp();
    const response = await call(app, "POST /chat/session", { user_id: "ada" });
    expect(await read(response, 201)).toEqual({
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      workspace: "globex",
      returning: false,
      greeting: "Welcome. Ask me about The globex company: Orders of globex.",
      starters: ["How were sales?"],
    });
  });

  it("greets a returning user with what was found last time in that workspace", async () => {
    const { app, deps } = await openApp();
    const policy = { userId: "ada", role: "member", workspace: "globex" };
    await deps.memories.saveSession(policy, {
      sessionId: "s",
      date: "2025-01-05",
      topics: ["sales"],
      keyFindings: ["Sales were $12.4M"],
    });
    const body = await read(call(app, "POST /chat/session", { user_id: "ada" }), 201);
    expect(body).toMatchObject({ returning: true });
    expect(body["greeting"]).toContain("Sales were $12.4M");
    const other = { user_id: "ada", workspace: "initech" };
    expect(await read(call(app, "POST /chat/session", other), 201)).toMatchObject({
      returning: false,
      workspace: "initech",
    });
  });

  it("names the workspaces that there are when asked for another", async () => {
    const { app } = await openApp();
    const body = await read(
      call(app, "POST /chat/session", { user_id: "ada", workspace: "hooli" }),
      404,
    );
    expect(body).toMatchObject({
      code: "not-found",
      message: 'Cannot find workspace "hooli"; there is "globex", "initech"',
    });
  });
});

describe("GET /chat/sessions", () => {
  it("lists a user's own conversations, newest first, at most limit", async () => {
    let now = Date.now() - 60_000;
    const { app } = await openApp({ now: () => now });
    const older = await startSession(app);
    now += 1_000;
    const newer = await startSession(app);
    await startSession(app, "eve");
    const { sessions } = await read<{ sessions: Record<string, string>[] }>(
      call(app, "GET /chat/sessions?user_id=ada"),
    );
    expect(sessions.map((session) => session["session_id"])).toEqual([newer, older]);
    const [first] = sessions;
    const span = Date.parse(first?.["expires_at"] ?? "") - Date.parse(first?.["created_at"] ?? "");
    expect(span).toBe(24 * 60 * 60 * 1000);
    const one = await read<{ sessions: unknown[] }>(
      call(app, "GET /chat/sessions?user_id=ada&limit=1"),
    );
    expect(one.sessions).toHaveLength(1);
  });

  it("needs to know whose, and takes no limit out of range", async () => {
    const { app } = await openApp();
    const body = await read(call(app, "GET /chat/sessions"), 400);
    expect(body["message"]).toBe('"user_id" is missing');
    expect((await call(app, "GET /chat/sessions?user_id=ada&limit=0")).status).toBe(400);
  });
});

describe("PATCH /chat/sessions/{session_id}", () => {
  it("renames one's own conversation", async () => {
    const { app } = await openApp();
    const id = await startSession(app);
    const renamed = await read(call(app, `PATCH /chat/sessions/${id}`, { title: "Budget" }));
    expect(renamed).toMatchObject({ session_id: id, title: "Budget" });
    expect(await read(call(app, `GET /chat/history/${id}`))).toMatchObject({ title: "Budget" });
  });

  it("refuses an empty title and someone else's conversation", async () => {
    const { app } = await openApp();
    const id = await startSession(app);
    const path = `PATCH /chat/sessions/${id}`;
    expect((await call(app, path, { title: " " })).status).toBe(400);
    expect((await call(app, path, { title: "Mine", user_id: "eve" })).status).toBe(404);
    expect((await call(app, `${path}?user_id=eve`, { title: "Mine" })).status).toBe(404);
  });
});

describe("DELETE /chat/sessions/{session_id}", () => {
  it("removes the conversation, stopping what runs in it", async () => {
    const { app } = await openApp({ runTurn: scripted({ wait: waiting }) });
    const { sessionId, messageId, response } = await ask(app, "wait");
    expect((await call(app, `DELETE /chat/sessions/${sessionId}?user_id=eve`)).status).toBe(404);
    expect((await call(app, `DELETE /chat/sessions/${sessionId}?user_id=ada`)).status).toBe(204);
    expect(await response.text()).toContain('"code":"cancelled"');
    expect((await call(app, `GET /chat/history/${sessionId}`)).status).toBe(404);
    expect((await call(app, `GET /chat/message/${messageId}/events`)).status).toBe(404);
    expect((await call(app, `DELETE /chat/sessions/${sessionId}`)).status).toBe(404);
  });
});
