import { describe, expect, it } from "vitest";
import type { Deps } from "../agent/deps.ts";
import { call, read } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";

async function remember(deps: Deps, workspace: string, key = "sales/Q4 50%"): Promise<void> {
  const policy = { userId: "ada", role: "member", workspace };
  const savedAt = "2025-01-05T10:00:00.000Z";
  await deps.memories.save(policy, {
    kind: "finding",
    key,
    value: "Sales were 1.5",
    savedAt,
    sessionId: "s",
    evidence: ["e1"],
  });
}

type Recall = { readonly findings: unknown[] };

describe("GET /user/memory", () => {
  it("reads what is remembered in a workspace", async () => {
    const { app, deps } = await openApp();
    await remember(deps, "globex");
    expect(await read(call(app, "GET /user/memory?user_id=ada"))).toEqual({
      user_id: "ada",
      workspace: "globex",
      preferences: [],
      findings: [
        {
          memory_type: "finding",
          key: "sales/Q4 50%",
          value: "Sales were 1.5",
          saved_at: "2025-01-05T10:00:00.000Z",
          session_id: "s",
          evidence: ["e1"],
        },
      ],
      context: [],
      sessions: [],
    });
    const elsewhere = await read<Recall>(
      call(app, "GET /user/memory?user_id=ada&workspace=initech"),
    );
    expect(elsewhere.findings).toEqual([]);
    expect((await read<Recall>(call(app, "GET /user/memory?user_id=eve"))).findings).toEqual([]);
  });

  it("needs to know whose, once", async () => {
    const { app } = await openApp();
    expect((await call(app, "GET /user/memory")).status).toBe(400);
    expect((await call(app, "GET /user/memory?user_id=a&user_id=b")).status).toBe(400);
    expect((await call(app, "GET /user/memory?user_id=a&workspace=hooli")).status).toBe(404);
    expect((await call(app, "GET /user/memory?user=a&user_id=b")).status).toBe(400);
  });
});

describe("DELETE /user/memory", () => {
  it("forgets everything everywhere, or in one workspace, and nothing of others", async () => {
    const { app, deps } = await openApp();
    await remember(deps, "globex");
    await remember(deps, "initech");
    expect(await read(call(app, "DELETE /user/memory?user_id=eve"))).toEqual({ deleted: 0 });
    expect(await read(call(app, "DELETE /user/memory?user_id=ada&workspace=globex"))).toEqual({
      deleted: 1,
    });
    await remember(deps, "globex");
    expect(await read(call(app, "DELETE /user/memory?user_id=ada"))).toEqual({ deleted: 2 });
  });
});

describe("DELETE /user/memory/{kind}/{key}", () => {
  it("forgets one thing, whatever its key looks like", async () => {
    const { app, deps } = await openApp();
    await remember(deps, "globex");
    const path = `/user/memory/finding/${encodeURIComponent("sales/Q4 50%")}`;
    expect((await call(app, `DELETE ${path}?user_id=eve`)).status).toBe(404);
    expect(await read(call(app, `DELETE ${path}?user_id=ada`))).toEqual({ deleted: 1 });
    const body = await read(call(app, `DELETE ${path}?user_id=ada`), 404);
    expect(body["message"]).toBe('Cannot find finding "sales/Q4 50%" in this user\'s memory');
  });

  it("knows three kinds", async () => {
    const { app } = await openApp();
    const body = await read(call(app, "DELETE /user/memory/secret/x?user_id=ada"), 400);
    expect(body["message"]).toBe('"kind" must be one of "finding", "preference", "context"');
  });
});
