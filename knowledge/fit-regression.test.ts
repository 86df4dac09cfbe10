import { NEARNESS_FEATURES, WORD_FEATURES } from "./features.ts";
import { fitRegression } from "./fit-regression.ts";
import { toRelevance } from "./relevance.ts";

const names = [...WORD_FEATURES, ...NEARNESS_FEATURES];
const at = (cover: number, pairs = 0) => ({
  ...(Object.fromEntries(names.map((name) => [name, 0])) as Record<(typeof names)[number], number>),
  cover,
  pairs,
});

describe("fitRegression()", () => {
  it("gives back the chances that the examples were drawn with", () => {
    const examples = [0, 0.25, 0.5, 0.75, 1].flatMap((cover) => {
      const answering = Math.round(100 / (1 + Math.exp(3 - 6 * cover)));
      return Array.from({ length: 100 }, (_, i) => ({
        features: at(cover),
        answers: i < answering,
      }));
    });
    const regression = fitRegression(examples, ["cover"], 0.001);
    expect(regression.intercept).toBeCloseTo(-3, 0);
    expect(regression.weights.cover).toBeCloseTo(6, 0);
    expect(toRelevance(regression, at(0.5))).toBeCloseTo(0.5, 1);
  });

  it("stays finite where the examples leave no doubt", () => {
    const examples = [0, 1].map((cover) => ({ features: at(cover, cover), answers: cover === 1 }));
    const { intercept, weights } = fitRegression(examples, ["cover", "pairs"], 1);
    for (const value of [intercept, ...Object.values(weights)])
      expect(Number.isFinite(value)).toBe(true);
    expect(weights.cover).toBeCloseTo(weights.pairs ?? 0);
  });
});
