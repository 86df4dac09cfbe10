import { loadTokenCounter } from "../../knowledge/tokens.ts";
import type { Memory, Recall } from "../store/memories.ts";
import { chooseMemories } from "./choose-memories.ts";

const NONE: Recall = { preferences: [], findings: [], context: [], sessions: [] };

function finding(key: string, value: string, day = 1): Memory {
  return { kind: "finding", key, value, savedAt: new Date(Date.UTC(2025, 0, day)).toISOString() };
}

function keysFor(question: string, findings: readonly Memory[], mostBytes?: number) {
  return chooseMemories({ ...NONE, findings }, question, mostBytes).findings.map(({ key }) => key);
}

/** Thousands of everything a store may hold, of a size that people and models write. */
function thousands(text: (index: number) => string): Recall {
  const many = Array.from({ length: 5_000 }, (_, index) => index);
  const of = (kind: Memory["kind"]) =>
    many.map((index) => ({ ...finding(`${kind}_${index}`, text(index), index), kind }));
  return {
    preferences: of("preference"),
    findings: of("finding"),
    context: of("context"),
    sessions: many.map((index) => ({
      sessionId: `s${index}`,
      date: "2025-01-06",
      topics: [text(index)],
      keyFindings: [text(index)],
    })),
  };
}

describe("chooseMemories()", () => {
  it("puts what the question is about first, and the newest first where nothing is", () => {
    const findings = [
      finding("q4_revenue", "Revenue in Q4 was $12.4M", 1),
      finding("west_churn", "Churn in West was 6%", 2),
      finding("deal_size", "The average deal was $2,915", 3),
    ];
    expect(keysFor("Why is churn high?", findings)).toEqual([
      "west_churn",
      "deal_size",
      "q4_revenue",
    ]);
    expect(keysFor("hello", findings)).toEqual(["deal_size", "west_churn", "q4_revenue"]);
    expect(keysFor("", findings)).toHaveLength(3);
  });

  it("is not led by words that everything has", () => {
    const findings = Array.from({ length: 30 }, (_, index) =>
      finding(`takings_${index}`, `Takings in shop ${index} were ${index * 7} CHF`, index),
    );
    expect(keysFor("What were takings in shop 3?", findings)[0]).toBe("takings_3");
  });

  it("takes of an old topic's entry what is useful, one by one, each key in its newest form", () => {
    const earlier = [
      finding("revenue_q2", "Revenue in Q2 was $9M", 2),
      finding("revenue_q1", "Revenue in Q1 was $8M", 1),
    ];
    const folded = { ...finding("earlier_revenue", "2 earlier findings", 2), earlier };
    const again = finding("revenue_q1", "Revenue in Q1 was $8.1M", 9);
    const chosen = chooseMemories({ ...NONE, findings: [again, folded] }, "Revenue in Q2?");
    expect(chosen.findings).toEqual([earlier[0], again]);
  });

  it("passes over what has no room, not what comes after it", () => {
    const long = finding("long", "x".repeat(7_000), 3);
    expect(keysFor("", [long, finding("short", "y", 2)])).toEqual(["short"]);
  });

  it("leaves room that one kind does not need to the next", () => {
    const findings = thousands((index) => `Takings of day ${index} were 12,345 CHF`).findings;
    const alone = keysFor("", findings, 3_000).length;
    const beside = { ...thousands(() => "word ".repeat(20)), findings };
    expect(alone).toBeGreaterThan(chooseMemories(beside, "", 3_000).findings.length);
  });

  it.each([
    ["English", (index: number) => `In week ${index} takings were $12,345, 4.5% below the target.`],
    [
      "Chinese",
      (index: number) => `第${index}周的收入为一万二千三百四十五元，比目标低百分之四点五。`,
    ],
    ["emoji", (index: number) => `🦊🍕🎉👩‍👩‍👧‍👦 ${index} `.repeat(6)],
    ["long words", (index: number) => `${index}${"x".repeat(1_900)}`],
  ])(
    "keeps thousands of memories in %s within its room, in bytes and so in tokens",
    async (_, text) => {
      const count = await loadTokenCounter();
      const chosen = JSON.stringify(
        chooseMemories(thousands(text), "What were takings in week 7?"),
      );
      expect(Buffer.byteLength(chosen)).toBeLessThanOrEqual(8_100);
      expect(count(chosen)).toBeLessThanOrEqual(8_100);
      expect(chosen.length).toBeGreaterThan(500);
    },
  );

  it("is about three thousand tokens of English at most", async () => {
    const count = await loadTokenCounter();
    const english = thousands(
      (index) => `In week ${index} takings were $12,345, below the target.`,
    );
    const chosen = JSON.stringify(chooseMemories(english, "What were takings in week 7?"));
    expect(chosen).toContain('"finding_7"');
    expect(count(chosen)).toBeLessThanOrEqual(3_300);
  });
});
