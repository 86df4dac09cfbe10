import { describe, expect, it } from "vitest";
import { ask, call, read, send } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";
import { gated, scripted } from "./testing/script.ts";

type History = { readonly messages: Record<string, unknown>[] };

describe("GET /chat/history/{session_id}", () => {
  it("shows each question and its answer with trace, evidence, figures and memories", async () => {
    const { app } = await openApp();
    const { sessionId, messageId, response } = await ask(app, "How were sales?");
    await response.text();
    const history = await read<History>(call(app, `GET /chat/history/${sessionId}?user_id=ada`));
    expect(history).toMatchObject({ session_id: sessionId, title: "How were sales?" });
    expect(history.messages).toMatchObject([
      { message_id: messageId, role: "user", content: "How were sales?" },
      {
        message_id: messageId,
        role: "assistant",
        status: "done",
        content: expect.stringContaining("Sales were **1.5**"),
        reasoning: [{ status: "completed" }],
        evidence: [{ id: "e1" }],
        figures: [{ text: "1.5" }],
        citations: [{ source: "targets.md" }],
        memories: [{ action: "saved" }],
        suggested_followups: ["And by month?"],
        grade: "metric",
        usage: { ms: 12 },
        warnings: [],
      },
    ]);
  });

  it("tells which question a question changes, and nothing of the kind for others", async () => {
    const { app } = await openApp();
    const { sessionId, messageId, response } = await ask(app, "How were sales?");
    await response.text();
    const question = { session_id: sessionId, user_id: "ada", content: "How were sales in May?" };
    await (await call(app, "POST /chat/message", { ...question, edit_of: messageId })).text();
    expect((await call(app, "POST /chat/message", { ...question, edit_of: "no id" })).status).toBe(
      400,
    );
    const { messages } = await read<History>(call(app, `GET /chat/history/${sessionId}`));
    const asked = messages.filter(({ role }) => role === "user");
    expect(asked.map((message) => message["edit_of"])).toEqual([undefined, messageId]);
    expect(asked[0]).not.toHaveProperty("edit_of");
  });

  it("shows a failed turn with its error and what a running one has said so far", async () => {
    const gate = gated();
    const fail = async function* () {
      yield { type: "error", code: "internal", message: "No", retryable: true } as const;
    };
    const { app } = await openApp({ runTurn: scripted({ fail, wait: gate.script }) });
    const { sessionId, response } = await ask(app, "fail");
    await response.text();
    const running = await send(app, { sessionId, messageId: crypto.randomUUID() }, "wait");
    await running.body?.getReader().read();
    await new Promise((resolve) => setImmediate(resolve));
    const { messages } = await read<History>(call(app, `GET /chat/history/${sessionId}`));
    gate.open();
    expect(messages).toHaveLength(4);
    expect(messages[1]).toMatchObject({
      status: "failed",
      content: "",
      error: { code: "internal", message: "No", retryable: true },
    });
    expect(messages[3]).toMatchObject({ status: "running", content: "Before", usage: null });
  });

  it("is 404 for an unknown session and someone else's", async () => {
    const { app } = await openApp();
    const { sessionId, response } = await ask(app, "x");
    await response.text();
    expect((await call(app, "GET /chat/history/none")).status).toBe(404);
    expect((await call(app, `GET /chat/history/${sessionId}?user_id=eve`)).status).toBe(404);
    expect((await call(app, `GET /chat/history/${"x".repeat(201)}`)).status).toBe(400);
  });
});
