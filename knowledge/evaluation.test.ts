import { type Answer, toScores } from "./evaluation.ts";

const answer = (
  kind: Answer["label"]["kind"],
  relevant: string[],
  found: [string, number][],
): Answer => ({
  label: { question: "?", kind, relevant, also: ["also"] },
  found: found.map(([place, relevance]) => ({ place, relevance })),
});

describe("toScores()", () => {
  it("counts what is shown, what is missed and what is rejected", () => {
    const scores = toScores(
      [
        answer(
          "plain",
          ["a"],
          [
            ["a", 0.9],
            ["also", 0.8],
            ["x", 0.75],
          ],
        ),
        answer(
          "plain",
          ["a"],
          [
            ["x", 0.6],
            ["a", 0.5],
          ],
        ),
        answer(
          "multi",
          ["a", "b"],
          [
            ["a", 0.9],
            ["b", 0.1],
          ],
        ),
        answer("none", [], [["x", 0.8]]),
        answer("none", [], [["x", 0.3]]),
      ],
      0.7,
    );
    expect(scores.recallAt3).toBe(1);
    expect(scores.meanReciprocalRank).toBeCloseTo((1 + 0.5 + 1) / 3);
    expect(scores.precision).toBeCloseTo(3 / 5);
    expect(scores.recall).toBeCloseTo(2 / 4);
    expect(scores.rejected).toBeCloseTo(1 / 2);
  });

  it("finds no fault with relevance that holds as often as it promises", () => {
    const fair = Array.from({ length: 10 }, (_, i) =>
      answer("plain", ["a"], [[i < 8 ? "a" : "x", 0.8]]),
    );
    expect(toScores(fair, 0.7).calibrationError).toBeCloseTo(0);
    const boastful = fair.map(({ label }) => ({ label, found: [{ place: "x", relevance: 0.95 }] }));
    expect(toScores(boastful, 0.7).calibrationError).toBeCloseTo(0.95);
  });
});
