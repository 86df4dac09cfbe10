import fc from "fast-check";
import type { Documents } from "./documents.ts";
import { createMemories, type Memory } from "./memories.ts";
import { createClock } from "./testing/clock.ts";
import { createMemoryDocuments } from "./testing/memory-documents.ts";
import { STORES } from "./testing/stores.ts";

const ADA = { userId: "ada", role: "member", workspace: "shop" };

function finding(key: string, day: number, value = `${key} was ${day}`): Memory {
  const savedAt = new Date(Date.UTC(2024, 0, day)).toISOString();
  return { kind: "finding", key, value, savedAt, sessionId: `s${day}`, evidence: [`m${day}:E1.1`] };
}

/** What an entry was made of, or itself. */
function entriesIn(findings: readonly Memory[]): readonly Memory[] {
  return findings.flatMap((one) => one.earlier ?? [one]);
}

describe.each(STORES)("createMemories() folds the oldest on $name", ({ open }) => {
  let documents: Documents;
  beforeEach(async () => {
    documents = await open();
  });
  afterEach(async () => documents[Symbol.asyncDispose]());

  it("into one entry a topic, which keeps keys, words, dates, conversations and evidence", async () => {
    const memories = createMemories(documents, { mostEntries: 8 });
    const keys = ["revenue_q1", "churn_q1", "revenue_q2", "churn_q2", "a", "b", "c", "d", "e"];
    const saved = keys.map((key, index) => finding(key, index + 1));
    for (const one of saved) await memories.save(ADA, one);
    const { findings } = await memories.recall(ADA);
    expect(findings.length).toBeLessThanOrEqual(8);
    // A quarter of eight: only the first two, on two topics, so that they share no more than being old.
    const [folded] = findings.filter(({ earlier }) => earlier);
    expect(folded).toMatchObject({
      key: "earlier_other",
      value:
        "2 earlier findings, 2024-01-01 to 2024-01-02: churn_q1 was 2 (2024-01-02); revenue_q1 was 1 (2024-01-01)",
      earlier: [saved[1], saved[0]],
    });
    expect(new Set(entriesIn(findings))).toEqual(new Set(saved));
  });

  it("by topic first, and goes on where it has begun", async () => {
    const memories = createMemories(documents, { mostEntries: 8 });
    for (let day = 1; day <= 20; day += 1)
      await memories.save(ADA, finding(`revenue_q${day}`, day));
    const { findings } = await memories.recall(ADA);
    const folded = findings.filter(({ earlier }) => earlier);
    expect(folded.map(({ key }) => key)).toEqual(["earlier_revenue"]);
    expect(folded[0]?.value).toMatch(
      /^\d+ earlier findings on revenue, 2024-01-01 to 2024-01-\d+: revenue_q\d+ was/,
    );
    expect(entriesIn(findings).map(({ key }) => key)).toEqual(
      Array.from({ length: 20 }, (_, index) => `revenue_q${20 - index}`),
    );
  });

  it("but updates, forgets and clears what was folded as anything else", async () => {
    const memories = createMemories(documents, { mostEntries: 4 });
    for (let day = 1; day <= 6; day += 1) await memories.save(ADA, finding(`revenue_q${day}`, day));
    const again = finding("revenue_q1", 10, "revenue_q1 was 100");
    const { replaced } = await memories.save(ADA, again);
    expect(replaced).toEqual(finding("revenue_q1", 1));
    expect(await memories.forget(ADA, "finding", "revenue_q2")).toBe(true);
    expect(await memories.forget(ADA, "finding", "revenue_q2")).toBe(false);
    const { findings } = await memories.recall(ADA);
    const first = findings.find(({ key }) => key === "revenue_q1");
    expect(first?.replaced?.value).toBe("revenue_q1 was 1");
    const keys = entriesIn(findings).map(({ key }) => key);
    expect(keys).toEqual(["revenue_q1", "revenue_q6", "revenue_q5", "revenue_q4", "revenue_q3"]);
    expect(JSON.stringify(findings)).not.toContain("revenue_q2");
    expect(await memories.clear(ADA)).toBe(5);
  });

  it("and forgets a folded entry as a whole by its own key", async () => {
    const memories = createMemories(documents, { mostEntries: 4 });
    for (let day = 1; day <= 6; day += 1) await memories.save(ADA, finding(`revenue_q${day}`, day));
    expect(await memories.forget(ADA, "finding", "earlier_revenue")).toBe(true);
    expect(await memories.forget(ADA, "finding", "earlier_revenue")).toBe(false);
    const { findings } = await memories.recall(ADA);
    expect(findings.every(({ earlier }) => earlier === undefined)).toBe(true);
  });

  it("conversations into months, and months into years", async () => {
    const clock = createClock();
    const memories = createMemories(documents, { now: clock.now, mostEntries: 8 });
    for (let index = 0; index < 28; index += 1) {
      const date = new Date(Date.UTC(2023, index, 3)).toISOString();
      for (const half of ["a", "b"]) {
        clock.advance(1000);
        const keyFindings = [`Finding ${index}${half}`];
        await memories.saveSession(ADA, {
          sessionId: `s${index}${half}`,
          date,
          topics: [`Topic ${index}${half}`],
          keyFindings,
        });
      }
    }
    const { sessions } = await memories.recall(ADA);
    expect(sessions.length).toBeLessThanOrEqual(8);
    expect(sessions[0]).toMatchObject({ sessionId: "s27b", topics: ["Topic 27b"] });
    const periods = sessions.filter((one) => one.sessions);
    const months = ["2025-03", "2025-02", "2025-01", "2024-12"];
    expect(periods.map(({ sessionId }) => sessionId)).toEqual([...months, "2024", "2023"]);
    expect(sessions.reduce((sum, one) => sum + (one.sessions ?? 1), 0)).toBe(56);
    expect(periods.every(({ topics }) => topics.length <= 10)).toBe(true);
  });
});

describe("createMemories() folds the oldest", () => {
  it("never past the bound, never across roles, and loses no key within it", async () => {
    const roles = fc.constantFrom("member", "executive", "a/b");
    const words = fc.constantFrom(
      "revenue",
      "churn",
      "q4_deals",
      "x",
      "",
      "earlier_churn",
      "Ärger",
    );
    const saves = fc.array(fc.tuple(roles, words, fc.integer({ min: 0, max: 9 })), {
      minLength: 20,
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(saves, async (history) => {
        await using documents = createMemoryDocuments(Date.now);
        const memories = createMemories(documents, { mostEntries: 10 });
        const expected = new Map<string, string>();
        for (const [index, [role, word, n]] of history.entries()) {
          const key = `${word}_${n}`;
          const value = `${role} ${index}`;
          await memories.save({ ...ADA, role }, finding(key, index + 1, value));
          expected.set(`${role} ${key}`, value);
        }
        const found = new Map<string, string>();
        let entries = 0;
        for (const role of ["member", "executive", "a/b"]) {
          const { findings } = await memories.recall({ ...ADA, role }, 100);
          entries += findings.length;
          for (const { key, value } of entriesIn(findings)) found.set(`${role} ${key}`, value);
        }
        expect(found).toEqual(expected);
        expect(entries).toBeLessThanOrEqual(10);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps the words of the newest forty of a topic, and counts the rest", async () => {
    await using documents = createMemoryDocuments(Date.now);
    const memories = createMemories(documents, { mostEntries: 8 });
    for (let day = 1; day <= 400; day += 1) {
      await memories.save(ADA, finding(`revenue_${day}`, day, `${"long words ".repeat(60)}${day}`));
    }
    const { findings } = await memories.recall(ADA);
    expect(findings.length).toBeLessThanOrEqual(8);
    const [folded] = findings.filter(({ earlier }) => earlier);
    expect(folded?.earlier).toHaveLength(40);
    expect(Number(folded?.value.match(/^\d+/)?.[0]) + findings.length - 1).toBe(400);
    expect(JSON.stringify(folded).length).toBeLessThan(40_000);
  });
});
