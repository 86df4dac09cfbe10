import { createCheckpoints } from "./checkpoints.ts";
import type { Documents } from "./documents.ts";
import { createFeedbacks } from "./feedback.ts";
import { createMemories } from "./memories.ts";
import { createSessions } from "./sessions.ts";
import { STORES } from "./testing/stores.ts";
import { createTurns } from "./turns.ts";
import { createUserData } from "./user-data.ts";

function openStores(documents: Documents) {
  const checkpoints = createCheckpoints(documents);
  const sessions = createSessions(documents, { checkpoints });
  const turns = createTurns(documents);
  const userData = createUserData({ documents, sessions, turns });
  const feedbacks = createFeedbacks(documents);
  return { checkpoints, sessions, turns, userData, feedbacks, memories: createMemories(documents) };
}

/** One of everything. */
async function fill(stores: ReturnType<typeof openStores>, userId: string): Promise<void> {
  const policy = { userId, role: "member", workspace: "shop" };
  const sessionId = `session of ${userId}`;
  const messageId = `message of ${userId}`;
  const at = "2025-01-06T09:00:00.000Z";
  const key = "churn";
  await stores.sessions.create(policy, sessionId);
  await stores.turns.begin({ messageId, sessionId, userId, content: "Why?" });
  await stores.turns.finish(messageId, "done", [{ type: "content", delta: "Because" }]);
  await stores.memories.save(policy, { kind: "finding", key, value: "4.2%", savedAt: at });
  await stores.memories.save(
    { ...policy, workspace: "lab" },
    { kind: "preference", key, value: "in EUR", savedAt: at },
  );
  await stores.feedbacks.save({
    ...{ messageId, sessionId, userId, workspace: "shop", question: "Why?", rating: "up", at },
  });
  const config = { configurable: { thread_id: sessionId } };
  const values = {
    v: 4,
    id: "1",
    ts: at,
    channel_values: {},
    channel_versions: {},
    versions_seen: {},
  };
  await stores.checkpoints.put(config, values, { source: "loop", step: 1, parents: {} }, {});
}

describe.each(STORES)("createUserData() on $name", ({ open }) => {
  let documents: Documents;
  beforeEach(async () => {
    documents = await open();
  });
  afterEach(async () => documents[Symbol.asyncDispose]());

  it("exports everything of one person and nothing of another", async () => {
    const stores = openStores(documents);
    await fill(stores, "ada@example.com");
    await fill(stores, "bob");
    const exported = await stores.userData.exportUser("ada@example.com");
    expect(exported).toMatchObject({
      workspaces: [
        { workspace: "lab", memories: { preferences: [{ value: "in EUR" }], findings: [] } },
        { workspace: "shop", memories: { findings: [{ value: "4.2%", role: "member" }] } },
      ],
      sessions: [{ turns: [{ content: "Why?", events: [{ delta: "Because" }] }] }],
      feedback: [{ rating: "up" }],
    });
    expect(JSON.stringify(exported)).not.toContain("bob");
    const nobody = { userId: "nobody", workspaces: [], sessions: [], feedback: [] };
    expect(await stores.userData.exportUser("nobody")).toEqual(nobody);
  });

  it("deletes everything of one person and nothing of another", async () => {
    const stores = openStores(documents);
    await fill(stores, "ada@example.com");
    await fill(stores, "bob");
    const before = await stores.userData.exportUser("bob");
    await stores.userData.deleteUser("ada@example.com");
    await stores.userData.deleteUser("ada@example.com");
    const left = await stores.userData.exportUser("ada@example.com");
    expect(left).toMatchObject({ workspaces: [], sessions: [], feedback: [] });
    const config = { configurable: { thread_id: "session of ada@example.com" } };
    expect(await stores.checkpoints.getTuple(config)).toBeUndefined();
    expect(await stores.turns.find("message of ada@example.com")).toBeUndefined();
    expect(await stores.userData.exportUser("bob")).toEqual(before);
  });
});

describe.each(STORES)("createFeedbacks() on $name", ({ open }) => {
  it("keeps one vote a person and message, listed newest first by workspace", async () => {
    await using documents = await open();
    const feedbacks = createFeedbacks(documents);
    const vote = { sessionId: "s", userId: "ada", workspace: "shop", question: "Why?" };
    const up = { ...vote, messageId: "m1", rating: "up", at: "2025-01-01" } as const;
    const down = { ...up, rating: "down", at: "2025-01-02", reason: "slow", comment: "!" } as const;
    const other = { ...up, messageId: "m2", at: "2025-01-03" };
    for (const one of [up, down, other, { ...other, workspace: "lab", userId: "bob" }]) {
      await feedbacks.save(one);
    }
    expect(await feedbacks.list("shop")).toEqual([other, down]);
    expect(await feedbacks.list("shop", 1)).toEqual([other]);
  });
});
