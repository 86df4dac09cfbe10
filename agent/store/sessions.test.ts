import type { Documents } from "./documents.ts";
import { createSessions, isExpired, SESSION_TTL_MS, type Sessions } from "./sessions.ts";
import { createClock } from "./testing/clock.ts";
import { STORES } from "./testing/stores.ts";
import { createTurns } from "./turns.ts";

const ADA = { userId: "ada", role: "member", workspace: "shop" };
const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(STORES)("createSessions() on $name", ({ open }) => {
  let clock: ReturnType<typeof createClock>;
  let documents: Documents;
  let sessions: Sessions;
  let deletedThreads: string[];
  beforeEach(async () => {
    clock = createClock();
    documents = await open({ now: clock.now });
    deletedThreads = [];
    const checkpoints = {
      deleteThread: async (thread: string) => {
        deletedThreads.push(thread);
      },
    };
    sessions = createSessions(documents, { checkpoints, now: clock.now });
  });
  afterEach(async () => documents[Symbol.asyncDispose]());

  it("creates a session without a title", async () => {
    const at = "2025-01-06T09:00:00.000Z";
    const session = { sessionId: "s1", ...ADA, title: "", createdAt: at, lastActiveAt: at };
    expect(await sessions.create(ADA, "s1")).toEqual(session);
    expect(await sessions.find("s1")).toEqual(session);
    expect(await sessions.find("s2")).toBeUndefined();
  });

  it("creates once for one person, and never for another", async () => {
    const first = await sessions.create(ADA, "s1");
    clock.advance(1000);
    expect(await sessions.create(ADA, "s1")).toEqual(first);
    await expect(sessions.create({ ...ADA, userId: "bob" }, "s1")).rejects.toThrow(
      /exists already/,
    );
  });

  it("touch() moves the last activity and titles the session once", async () => {
    await sessions.create(ADA, "s1");
    clock.advance(5000);
    await sessions.touch("s1", "What was our revenue?");
    await sessions.touch("s1", "And churn?");
    expect(await sessions.find("s1")).toMatchObject({
      title: "What was our revenue?",
      lastActiveAt: "2025-01-06T09:00:05.000Z",
    });
  });

  it("loses no change when several come at once", async () => {
    await sessions.create(ADA, "s1");
    clock.advance(5000);
    await Promise.all([
      sessions.rename("s1", "Mine"),
      sessions.touch("s1", "x"),
      sessions.touch("s1", "y"),
    ]);
    const found = await sessions.find("s1");
    expect(found).toMatchObject({ title: "Mine", lastActiveAt: "2025-01-06T09:00:05.000Z" });
  });

  it("does nothing to a session that is not there", async () => {
    await sessions.touch("none", "x");
    await sessions.rename("none", "x");
    expect(await sessions.find("none")).toBeUndefined();
  });

  it("lists a person's unexpired sessions, newest first, at most the limit", async () => {
    for (const sessionId of ["s1", "s2", "s3"]) {
      await sessions.create(ADA, sessionId);
      await sessions.create({ ...ADA, userId: "bob" }, `bob-${sessionId}`);
      clock.advance(1000);
    }
    await sessions.touch("s1", "again");
    const ids = async (limit?: number) =>
      (await sessions.list("ada", limit)).map(({ sessionId }) => sessionId);
    expect(await ids()).toEqual(["s1", "s3", "s2"]);
    expect(await ids(1)).toEqual(["s1"]);
    clock.advance(SESSION_TTL_MS - 1000);
    expect(await ids()).toEqual(["s1"]);
    clock.advance(1000);
    expect(await ids()).toEqual([]);
  });

  it("lists a conversation in which something was asked however many empty ones are newer", async () => {
    await sessions.create(ADA, "asked");
    await sessions.create(ADA, "named");
    await sessions.touch("asked", "What was our revenue?");
    clock.advance(1000);
    await sessions.rename("named", "For later");
    clock.advance(1000);
    const empty = Array.from({ length: 60 }, (_, n) => `empty-${n}`);
    await Promise.all(empty.map((sessionId) => sessions.create(ADA, sessionId)));
    clock.advance(1000);
    await sessions.create(ADA, "empty");
    const ids = async (limit: number) =>
      (await sessions.list("ada", limit)).map(({ sessionId }) => sessionId);
    expect(await ids(1)).toEqual(["named"]);
    expect(await ids(2)).toEqual(["named", "asked"]);
    expect(await ids(3)).toEqual(["empty", "named", "asked"]);
    expect(await ids(50)).toHaveLength(50);
    expect(await ids(200)).toHaveLength(63);
  });

  it("expires after 24 hours, is still told for 30 days, then is gone from storage", async () => {
    const session = await sessions.create(ADA, "s1");
    expect(isExpired(session, clock.now() + DAY_MS - 1)).toBe(false);
    expect(isExpired(session, clock.now() + DAY_MS)).toBe(true);
    clock.advance(30 * DAY_MS - 1);
    expect(await sessions.find("s1")).toEqual(session);
    clock.advance(1);
    expect(await sessions.find("s1")).toBeUndefined();
  });

  it("removes a session with its turns and checkpoints, and no other's", async () => {
    const turns = createTurns(documents, { now: clock.now });
    for (const sessionId of ["s1", "s2"]) {
      await sessions.create(ADA, sessionId);
      await turns.begin({ messageId: `m-${sessionId}`, sessionId, userId: "ada", content: "?" });
    }
    await sessions.remove("s1");
    expect(await sessions.find("s1")).toBeUndefined();
    expect(await turns.find("m-s1")).toBeUndefined();
    expect(deletedThreads).toEqual(["s1"]);
    expect(await turns.find("m-s2")).toMatchObject({ status: "running" });
    await sessions.remove("s1");
  });
});
