import { randomBytes } from "node:crypto";
import type { TurnEvent } from "../events.ts";
import type { Documents, Write } from "./documents.ts";
import { createClock } from "./testing/clock.ts";
import { STORES } from "./testing/stores.ts";
import { createTurns, type Turns } from "./turns.ts";

const QUESTION = { messageId: "m1", sessionId: "s1", userId: "ada", content: "What was revenue?" };
const EVENTS: readonly TurnEvent[] = [
  { type: "content", delta: "Revenue was **$12.4M** 🦊" },
  { type: "error", code: "internal", message: "Something went wrong", retryable: true },
];
const LEASE_MS = 10_000;

describe.each(STORES)("createTurns() on $name", ({ open }) => {
  let clock: ReturnType<typeof createClock>;
  let documents: Documents;
  let turns: Turns;
  /** The same store as a second process sees it. */
  let others: Turns;
  beforeEach(async () => {
    clock = createClock();
    documents = await open({ now: clock.now });
    turns = createTurns(documents, { leaseMs: LEASE_MS, now: clock.now });
    others = createTurns(documents, { leaseMs: LEASE_MS, now: clock.now });
  });
  afterEach(async () => documents[Symbol.asyncDispose]());

  it("records a turn as running before anything runs", async () => {
    const { status } = await turns.begin(QUESTION);
    expect(status).toBe("begun");
    const startedAt = "2025-01-06T09:00:00.000Z";
    expect(await others.find("m1")).toEqual({
      ...QUESTION,
      status: "running",
      startedAt,
      events: [],
    });
  });

  it("hands back the turn that exists under the id, running or ended, to any process", async () => {
    await turns.begin(QUESTION);
    const again = await others.begin({ ...QUESTION, content: "Something else" });
    expect(again).toMatchObject({ status: "exists", turn: { content: QUESTION.content } });
    await turns.finish("m1", "done", EVENTS);
    const after = await others.begin(QUESTION);
    expect(after).toMatchObject({ status: "exists", turn: { status: "done", events: EVENTS } });
  });

  it("runs one turn a session", async () => {
    await turns.begin(QUESTION);
    const second = { ...QUESTION, messageId: "m2" };
    expect(await others.begin(second)).toEqual({ status: "busy", messageId: "m1" });
    expect(await others.find("m2")).toBeUndefined();
    expect(await others.begin({ ...second, sessionId: "s2" })).toMatchObject({ status: "begun" });
    await turns.finish("m1", "done", EVENTS);
    expect(await others.begin({ ...second, messageId: "m3" })).toMatchObject({ status: "begun" });
  });

  it("lets exactly one of many begin", async () => {
    const tries = Array.from({ length: 10 }, (_, index) =>
      (index % 2 ? turns : others).begin({ ...QUESTION, messageId: `m${index % 5}` }),
    );
    const begun = (await Promise.all(tries)).filter(({ status }) => status === "begun");
    expect(begun).toHaveLength(1);
    expect(await turns.ofSession("s1")).toHaveLength(1);
  });

  it("keeps which question a question changes, to the turn's end and after", async () => {
    const edited = { ...QUESTION, editOf: "m0" };
    expect(await turns.begin(edited)).toMatchObject({ turn: edited });
    await turns.finish("m1", "done", EVENTS);
    expect(await others.ofSession("s1")).toMatchObject([{ ...edited, status: "done" }]);
  });

  it("keeps the end of a turn with all its events", async () => {
    await turns.begin(QUESTION);
    clock.advance(1500);
    await turns.finish("m1", "cancelled", EVENTS);
    expect(await others.find("m1")).toMatchObject({
      status: "cancelled",
      endedAt: "2025-01-06T09:00:01.500Z",
      events: EVENTS,
    });
  });

  it("keeps events of several megabytes", async () => {
    const delta = randomBytes(3_000_000).toString("base64");
    await turns.begin(QUESTION);
    await turns.finish("m1", "done", [{ type: "content", delta }]);
    const found = await turns.find("m1");
    expect(found?.events[0]).toEqual({ type: "content", delta });
  });

  it("ends a turn once", async () => {
    await turns.begin(QUESTION);
    expect(await turns.finish("m1", "done", EVENTS)).toBe(true);
    expect(await others.finish("m1", "failed", [])).toBe(false);
    expect(await turns.finish("unknown", "failed", [])).toBe(false);
    expect(await turns.find("m1")).toMatchObject({ status: "done", events: EVENTS });
  });

  it("knows its own commit again when the answer to it was lost", async () => {
    /** Commits, then says that it did not, as a client does that sends twice. */
    const commit = async (writes: readonly Write[]) => {
      await documents.commit(writes);
      return false;
    };
    const unlucky = createTurns({ ...documents, commit }, { leaseMs: LEASE_MS, now: clock.now });
    expect(await unlucky.begin(QUESTION)).toMatchObject({ status: "begun" });
    expect(await unlucky.finish("m1", "done", EVENTS)).toBe(true);
    expect(await turns.find("m1")).toMatchObject({ status: "done", events: EVENTS });
  });

  it("lists a session's turns oldest first", async () => {
    for (const messageId of ["m3", "m1", "m2"]) {
      await turns.begin({ ...QUESTION, messageId });
      await turns.finish(messageId, "done", EVENTS);
      clock.advance(1000);
    }
    await turns.begin({ ...QUESTION, messageId: "x", sessionId: "s2" });
    const found = await others.ofSession("s1");
    expect(found.map(({ messageId }) => messageId)).toEqual(["m3", "m1", "m2"]);
    expect(found[0]?.events).toEqual(EVENTS);
  });

  it("keeps a session taken as long as its turn's heart beats", async () => {
    await turns.begin(QUESTION);
    for (let beat = 0; beat < 3; beat += 1) {
      clock.advance(LEASE_MS - 1);
      expect(await turns.heartbeat("m1")).toBe(true);
    }
    expect(await others.begin({ ...QUESTION, messageId: "m2" })).toMatchObject({ status: "busy" });
    expect(await others.closeAbandoned()).toBe(0);
    await turns.finish("m1", "done", EVENTS);
    expect(await turns.heartbeat("m1")).toBe(false);
    expect(await turns.heartbeat("unknown")).toBe(false);
  });

  it("frees the session of a process that died, and closes its turn as failed", async () => {
    await turns.begin(QUESTION);
    clock.advance(LEASE_MS);
    expect(await others.begin({ ...QUESTION, messageId: "m2" })).toMatchObject({ status: "begun" });
    const [first, second] = await others.ofSession("s1");
    expect(first).toMatchObject({ messageId: "m1", status: "failed" });
    expect(first?.events).toMatchObject([{ type: "error", code: "interrupted", retryable: true }]);
    expect(second).toMatchObject({ messageId: "m2", status: "running" });
    // The first was not dead but slow: it may neither end the second nor answer any more.
    expect(await turns.heartbeat("m1")).toBe(false);
    expect(await turns.finish("m1", "done", EVENTS)).toBe(false);
    expect(await others.find("m1")).toMatchObject({ status: "failed" });
    expect(await others.begin({ ...QUESTION, messageId: "m3" })).toMatchObject({
      status: "busy",
      messageId: "m2",
    });
  });

  it("takes up the lease again when it ran out and nobody wanted the session", async () => {
    await turns.begin(QUESTION);
    clock.advance(LEASE_MS + 1);
    expect(await turns.heartbeat("m1")).toBe(true);
    expect(await others.begin({ ...QUESTION, messageId: "m2" })).toMatchObject({ status: "busy" });
  });

  it("closeAbandoned() closes what died and leaves what runs", async () => {
    await turns.begin(QUESTION);
    await turns.begin({ ...QUESTION, messageId: "m2", sessionId: "s2" });
    clock.advance(LEASE_MS);
    await turns.begin({ ...QUESTION, messageId: "m3", sessionId: "s3" });
    expect(await others.closeAbandoned()).toBe(2);
    expect(await others.closeAbandoned()).toBe(0);
    expect(await turns.find("m1")).toMatchObject({ status: "failed" });
    expect(await turns.find("m3")).toMatchObject({ status: "running" });
  });

  it("closes the turn of a process that is known to be gone at once, and frees its session", async () => {
    const gone = new Set<string>();
    const asOwner = (own: string) =>
      createTurns(documents, {
        now: clock.now,
        owners: { own, isGone: (owner) => gone.has(owner) },
      });
    const [dying, living] = [asOwner("dying"), asOwner("living")];
    await dying.begin(QUESTION);
    await living.begin({ ...QUESTION, messageId: "m2", sessionId: "s2" });
    await turns.begin({ ...QUESTION, messageId: "m3", sessionId: "s3" });
    const next = { ...QUESTION, messageId: "m4" };
    expect(await living.begin(next)).toEqual({ status: "busy", messageId: "m1" });
    gone.add("dying");
    expect(await living.begin(next)).toMatchObject({ status: "begun" });
    expect(await living.find("m1")).toMatchObject({ status: "failed" });
    expect(await asOwner("third").closeAbandoned()).toBe(0);
    gone.add("living");
    expect(await asOwner("third").closeAbandoned()).toBe(2);
    expect(await turns.find("m3")).toMatchObject({ status: "running" });
    expect(await turns.runningOf("ada")).toEqual(["m3"]);
    expect(await turns.runningOf("eve")).toEqual([]);
  });

  it("frees a session whose turn has ended without freeing it", async () => {
    await turns.begin(QUESTION);
    await turns.finish("m1", "done", EVENTS);
    const path = ["sessions", "s1", "leases", "turn"];
    await documents.commit([{ kind: "put", path, fields: { messageId: "m1" } }]);
    expect(await others.begin({ ...QUESTION, messageId: "m2" })).toMatchObject({ status: "begun" });
  });

  it("askToStop() is heard by the process that runs the turn, which then ends it", async () => {
    await turns.begin(QUESTION);
    await others.askToStop("m1");
    await others.askToStop("m1");
    expect(await others.find("m1")).not.toHaveProperty("stopAsked");
    expect(await turns.heartbeat("m1")).toBe(false);
    expect(await turns.finish("m1", "cancelled", EVENTS)).toBe(true);
    await others.askToStop("m1");
    await others.askToStop("unknown");
    expect(await others.find("m1")).toMatchObject({ status: "cancelled", events: EVENTS });
    expect(await others.find("unknown")).toBeUndefined();
  });
});
