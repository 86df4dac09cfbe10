import { describe, expect, it } from "vitest";
import { ask, call } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";

describe("POST /chat/feedback", () => {
  it("keeps a vote with its question; a later one replaces it", async () => {
    const { app, deps } = await openApp();
    const { messageId, sessionId, response } = await ask(app, "How were sales?");
    await response.text();
    const vote = { message_id: messageId, user_id: "ada", rating: "up" };
    expect((await call(app, "POST /chat/feedback", vote)).status).toBe(201);
    const down = { ...vote, rating: "down", reason: "incomplete", comment: "Where is May?" };
    expect((await call(app, "POST /chat/feedback", down)).status).toBe(201);
    expect(await deps.feedback.list("globex")).toEqual([
      {
        messageId,
        sessionId,
        userId: "ada",
        workspace: "globex",
        question: "How were sales?",
        rating: "down",
        reason: "incomplete",
        comment: "Where is May?",
        at: expect.any(String),
      },
    ]);
  });

  it("refuses unknown messages, someone else's, and unknown ratings", async () => {
    const { app } = await openApp();
    const { messageId, response } = await ask(app, "x");
    await response.text();
    const vote = { message_id: messageId, user_id: "ada", rating: "up" };
    const post = (body: unknown) => call(app, "POST /chat/feedback", body);
    expect((await post({ ...vote, user_id: "eve" })).status).toBe(404);
    expect((await post({ ...vote, message_id: crypto.randomUUID() })).status).toBe(404);
    expect((await post({ ...vote, rating: 5 })).status).toBe(400);
    expect((await post({ ...vote, comment: "x".repeat(4_001) })).status).toBe(400);
  });
});
