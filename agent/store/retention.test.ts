import { createStores } from "./create-stores.ts";
import type { Documents } from "./documents.ts";
import { createClock } from "./testing/clock.ts";
import { STORES } from "./testing/stores.ts";

const ADA = { userId: "ada", role: "member", workspace: "shop" };
const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(STORES)("createStores() on $name, with LOG_RETENTION_DAYS", ({ open }) => {
  let clock: ReturnType<typeof createClock>;
  let documents: Documents;
  beforeEach(async () => {
    clock = createClock();
    documents = await open({ now: clock.now });
  });
  afterEach(async () => documents[Symbol.asyncDispose]());

  async function talk(logRetentionDays: number) {
    const { now } = clock;
    const stores = createStores(documents, { logRetentionDays, sessions: { now }, turns: { now } });
    await stores.sessions.create(ADA, "s1");
    const asked = { messageId: "m1", sessionId: "s1", userId: "ada", content: "Why?" };
    await stores.turns.begin(asked);
    await stores.turns.finish("m1", "done", [{ type: "content", delta: "So." }]);
    const savedAt = new Date(now()).toISOString();
    await stores.memories.save(ADA, { kind: "finding", key: "k", value: "v", savedAt });
    await stores.feedback.save({
      ...{ messageId: "m1", sessionId: "s1", userId: "ada", workspace: "shop" },
      ...{ question: "Why?", rating: "up", at: savedAt },
    });
    return stores;
  }

  it.each([7, 30])(
    "keeps turns and sessions for %i days, memories and votes for longer",
    async (days) => {
      const { turns, sessions, memories, feedback } = await talk(days);
      clock.advance(days * DAY_MS - 1);
      expect(await turns.find("m1")).toMatchObject({ content: "Why?" });
      expect(await sessions.find("s1")).toBeDefined();
      clock.advance(1);
      expect(await turns.find("m1")).toBeUndefined();
      expect(await turns.ofSession("s1")).toEqual([]);
      expect(await sessions.find("s1")).toBeUndefined();
      expect((await memories.recall(ADA)).findings).toHaveLength(1);
      expect(await feedback.list("shop")).toHaveLength(1);
      await documents.purge();
      expect(await documents.query({ from: ["turns"] })).toEqual([]);
    },
  );

  it("says for two days at least that a session has ended, however short logs are kept", async () => {
    const { turns, sessions } = await talk(1);
    clock.advance(DAY_MS);
    expect(await turns.find("m1")).toBeUndefined();
    expect(await sessions.find("s1")).toBeDefined();
    clock.advance(DAY_MS);
    expect(await sessions.find("s1")).toBeUndefined();
  });
});
