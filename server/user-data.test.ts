import { describe, expect, it } from "vitest";
import { ask, call, read, send, startSession } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";
import { scripted, waiting } from "./testing/script.ts";

const NOTHING = { workspaces: [], sessions: [], feedback: [] };

type Export = {
  readonly workspaces: unknown[];
  readonly sessions: {
    readonly session: Record<string, unknown>;
    readonly turns: Record<string, unknown>[];
  }[];
};

async function remember(deps: Awaited<ReturnType<typeof openApp>>["deps"], userId: string) {
  const policy = { userId, role: "member", workspace: "globex" };
  const savedAt = "2025-01-05T10:00:00.000Z";
  await deps.memories.save(policy, { kind: "finding", key: "sales", value: userId, savedAt });
}

describe("GET /user/export", () => {
  it("gives everything of one user and nothing of another", async () => {
    const { app, deps } = await openApp();
    await remember(deps, "ada");
    await remember(deps, "another");
    const { sessionId, messageId, response } = await ask(app, "How were sales?");
    await response.text();
    const exported = await read<Export>(call(app, "GET /user/export?user_id=ada"));
    expect(exported).toMatchObject({
      user_id: "ada",
      workspaces: [{ workspace: "globex", memories: { findings: [{ value: "ada" }] } }],
      sessions: [{ session: { sessionId }, turns: [{ messageId, status: "done" }] }],
      feedback: [],
    });
    expect(exported.sessions[0]?.turns[0]?.["events"]).toHaveLength(8);
    expect(JSON.stringify(exported)).not.toContain("another");
    const nobody = await read(call(app, "GET /user/export?user_id=nobody"));
    expect(nobody).toEqual({ user_id: "nobody", ...NOTHING });
    expect((await call(app, "GET /user/export")).status).toBe(400);
  });
});

describe("DELETE /user", () => {
  it("deletes everything of one user, whose running turn is stopped, and nothing of another", async () => {
    const { app, deps } = await openApp({ runTurn: scripted({ wait: waiting }) });
    await remember(deps, "ada");
    await remember(deps, "another");
    const others = await startSession(app, "another");
    const { messageId, sessionId, response } = await ask(app, "wait");
    expect((await call(app, "DELETE /user?user_id=ada")).status).toBe(204);
    expect(await response.text()).toContain('"code":"cancelled"');
    expect(await read(call(app, "GET /user/export?user_id=ada"))).toEqual({
      user_id: "ada",
      ...NOTHING,
    });
    expect(await deps.turns.find(messageId)).toBeUndefined();
    expect((await send(app, { sessionId, messageId }, "wait")).status).toBe(404);
    expect((await call(app, "DELETE /user?user_id=ada")).status).toBe(204);
    expect((await call(app, "DELETE /user")).status).toBe(400);
    const kept = await read<Export>(call(app, "GET /user/export?user_id=another"));
    expect(kept).toMatchObject({
      workspaces: [{ memories: { findings: [{ value: "another" }] } }],
      sessions: [{ session: { sessionId: others } }],
    });
  });
});
