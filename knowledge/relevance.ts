import type { FeatureName, Features } from "./features.ts";

/** A logistic regression: the chance that a passage answers, from its features. */
export type Regression = {
  readonly intercept: number;
  readonly weights: Readonly<Partial<Record<FeatureName, number>>>;
};

/** Fitted by `calibrate.ts`: by embedder's id, `keyword` for where there is none, `portable` for one that nobody has calibrated. */
export type Calibration = {
  readonly hybrid: Readonly<Record<string, Regression>>;
  readonly portable: Regression;
  readonly keyword: Regression;
};

/** 0..1: the chance that the passage with these features answers the question. */
export function toRelevance(regression: Regression, features: Features): number {
  const sum = Object.entries(regression.weights).reduce(
    (total, [name, weight]) => total + weight * (features[name as FeatureName] ?? 0),
    regression.intercept,
  );
  return 1 / (1 + Math.exp(-sum));
}
