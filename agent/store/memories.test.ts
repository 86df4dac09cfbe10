import type { Documents } from "./documents.ts";
import { createMemories, type Memory } from "./memories.ts";
import { createClock } from "./testing/clock.ts";
import { STORES } from "./testing/stores.ts";

const ADA = { userId: "ada@example.com", role: "member", workspace: "shop" };

function finding(key: string, value: string, savedAt = "2025-01-06T09:00:00.000Z"): Memory {
  return { kind: "finding", key, value, savedAt, sessionId: "s1", evidence: ["q1"] };
}

describe.each(STORES)("createMemories() on $name", ({ open }) => {
  let documents: Documents;
  beforeEach(async () => {
    documents = await open();
  });
  afterEach(async () => documents[Symbol.asyncDispose]());

  it("recalls nothing for an unknown user", async () => {
    const recalled = await createMemories(documents).recall(ADA);
    expect(recalled).toEqual({ preferences: [], findings: [], context: [], sessions: [] });
  });

  it("recalls each kind newest first, whole, and at most the limit", async () => {
    const memories = createMemories(documents);
    await memories.save(ADA, finding("b", "second", "2025-01-02T00:00:00.000Z"));
    await memories.save(ADA, finding("c", "third", "2025-01-03T00:00:00.000Z"));
    await memories.save(ADA, finding("a", "first", "2025-01-01T00:00:00.000Z"));
    const preference = { kind: "preference", key: "currency", value: "EUR", savedAt: "2025-01-01" };
    await memories.save(ADA, { ...preference, kind: "preference" });
    const { findings, preferences } = await memories.recall(ADA, 2);
    expect(findings.map(({ value }) => value)).toEqual(["third", "second"]);
    expect(findings[0]).toEqual(finding("c", "third", "2025-01-03T00:00:00.000Z"));
    expect(preferences).toEqual([preference]);
  });

  it("replaces a key and hands back what it said before, only when it differs", async () => {
    const memories = createMemories(documents);
    expect(await memories.save(ADA, finding("churn", "4.2%"))).toEqual({});
    expect(await memories.save(ADA, finding("churn", "4.2%"))).toEqual({});
    const { replaced } = await memories.save(ADA, finding("churn", "4.5%"));
    expect(replaced).toEqual(finding("churn", "4.2%"));
    const { findings } = await memories.recall(ADA);
    expect(findings.map(({ value }) => value)).toEqual(["4.5%"]);
    const { savedAt } = finding("churn", "4.2%");
    expect(findings[0]?.replaced).toEqual({ value: "4.2%", savedAt });
    await memories.save(ADA, finding("churn", "4.5%"));
    expect((await memories.recall(ADA)).findings[0]?.replaced?.value).toBe("4.2%");
  });

  it("keeps the newer of two that come in the wrong order", async () => {
    const memories = createMemories(documents);
    await memories.save(ADA, finding("churn", "new", "2025-02-01T00:00:00.000Z"));
    await memories.save(ADA, finding("churn", "old", "2025-01-01T00:00:00.000Z"));
    expect((await memories.recall(ADA)).findings[0]?.value).toBe("new");
  });

  it("keeps roles, users and workspaces apart, even under one key", async () => {
    const memories = createMemories(documents);
    const policies = [
      ADA,
      { ...ADA, role: "executive" },
      { ...ADA, userId: "bob" },
      { ...ADA, workspace: "lab" },
    ];
    for (const policy of policies) {
      expect(await memories.save(policy, finding("x", JSON.stringify(policy)))).toEqual({});
    }
    for (const policy of policies) {
      const { findings } = await memories.recall(policy);
      expect(findings.map(({ value }) => value)).toEqual([JSON.stringify(policy)]);
    }
  });

  it("loses nothing when many are saved at once", async () => {
    const memories = createMemories(documents);
    const keys = Array.from({ length: 8 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => memories.save(ADA, finding(key, key))));
    const { findings } = await memories.recall(ADA);
    expect(findings.map(({ key }) => key).sort()).toEqual(keys);
  });

  it("keeps one summary a session, newest first", async () => {
    const clock = createClock();
    const memories = createMemories(documents, { now: clock.now });
    const summary = { date: "2025-01-06", topics: ["revenue"], keyFindings: ["Q4 was $12.4M"] };
    for (const sessionId of ["s1", "s2", "s1"]) {
      clock.advance(1000);
      await memories.saveSession(ADA, { ...summary, sessionId });
    }
    clock.advance(1000);
    const more = { topics: ["churn", "revenue"], keyFindings: ["Churn was 4.2%"] };
    await memories.saveSession(ADA, { ...summary, ...more, sessionId: "s1" });
    const { sessions } = await memories.recall(ADA);
    expect(sessions).toEqual([
      {
        date: "2025-01-06",
        topics: ["churn", "revenue"],
        keyFindings: ["Q4 was $12.4M", "Churn was 4.2%"],
        sessionId: "s1",
      },
      { ...summary, sessionId: "s2" },
    ]);
  });

  it("forgets one key, and says whether there was one", async () => {
    const memories = createMemories(documents);
    await memories.save(ADA, finding("x", "1"));
    expect(await memories.forget({ ...ADA, role: "other" }, "finding", "x")).toBe(false);
    expect(await memories.forget(ADA, "finding", "x")).toBe(true);
    expect(await memories.forget(ADA, "finding", "x")).toBe(false);
  });

  it("forgets what the summaries of conversations tell of it, and nothing else they tell", async () => {
    const memories = createMemories(documents);
    const summary = { date: "2025-01-06", topics: ["sales"] };
    await memories.saveSession(ADA, { ...summary, sessionId: "s1", keyFindings: ["old", "other"] });
    await memories.saveSession(ADA, { ...summary, sessionId: "s2", keyFindings: ["new"] });
    const executive = { ...ADA, role: "executive" };
    await memories.saveSession(executive, { ...summary, sessionId: "s3", keyFindings: ["new"] });
    await memories.save(ADA, finding("x", "old"));
    await memories.save(ADA, finding("x", "new"));
    expect(await memories.forget(ADA, "finding", "x")).toBe(true);
    const left = (await memories.recall(ADA)).sessions.map(({ keyFindings }) => keyFindings);
    expect(left.toSorted()).toEqual([[], ["other"]]);
    expect((await memories.recall(executive)).sessions[0]?.keyFindings).toEqual(["new"]);
  });

  it("clears a workspace under every role and counts what went", async () => {
    const memories = createMemories(documents);
    const elsewhere = { ...ADA, workspace: "lab" };
    await memories.save(ADA, finding("x", "1"));
    await memories.save({ ...ADA, role: "executive" }, finding("x", "1"));
    await memories.save(elsewhere, finding("x", "1"));
    await memories.saveSession(ADA, {
      sessionId: "s",
      date: "2025-01-06",
      topics: [],
      keyFindings: [],
    });
    expect(await memories.clear(ADA)).toBe(3);
    expect((await memories.recall(ADA)).findings).toEqual([]);
    expect((await memories.recall(elsewhere)).findings).toHaveLength(1);
    expect(await memories.clear(ADA)).toBe(0);
  });

  it("takes users, workspaces and keys of any text", async () => {
    const memories = createMemories(documents);
    for (const text of [
      "a/b",
      ".",
      "..",
      "__x__",
      "ä@b.c",
      "🦊",
      "100%",
      "x".repeat(1400),
      "a:b",
    ]) {
      const policy = { userId: text, role: text, workspace: text };
      await memories.save(policy, { ...finding(text.slice(0, 80), text), kind: "context" });
      expect((await memories.recall(policy)).context.map(({ value }) => value)).toEqual([text]);
    }
  });
});
