import type { Coverage } from "./coverage.ts";
import type { Nearness } from "./vector-index.ts";

export const WORD_FEATURES = [
  "cover",
  "exact",
  "sentence",
  "headingAsked",
  "same",
  "pairs",
  "evidence",
  "lacking",
  "keyword",
  "evidenceBehind",
  "evidenceAhead",
] as const;

export const NEARNESS_FEATURES = [
  "unit",
  "headingNear",
  "standsOut",
  "unitBehind",
  "unitAhead",
  "wholeBehind",
  "wholeAhead",
] as const;

export type FeatureName = (typeof WORD_FEATURES)[number] | (typeof NEARNESS_FEATURES)[number];

/** What is known of a passage and a question, as numbers that mean the same in any set of documents. */
export type Features = Readonly<Record<FeatureName, number>>;

export type Candidate = {
  readonly coverage: Coverage;
  /** BM25 as a share of the best candidate's, 0..1. */
  readonly keyword: number;
  readonly nearness: Nearness;
};

/** Features of each candidate, in order. What leads the others is likelier, and what lags behind one of them less. */
export function toFeatures(candidates: readonly Candidate[]): readonly Features[] {
  const evidence = standing(candidates.map(({ coverage }) => coverage.evidence));
  const unit = standing(candidates.map(({ nearness }) => nearness.unit));
  const whole = standing(candidates.map(({ nearness }) => nearness.whole));
  return candidates.map(({ coverage, keyword, nearness }, i) => ({
    ...coverage,
    keyword,
    evidenceBehind: evidence[i]?.behind ?? 0,
    evidenceAhead: evidence[i]?.ahead ?? 0,
    unit: nearness.unit,
    headingNear: nearness.heading,
    standsOut: nearness.standsOut,
    unitBehind: unit[i]?.behind ?? 0,
    unitAhead: unit[i]?.ahead ?? 0,
    wholeBehind: whole[i]?.behind ?? 0,
    wholeAhead: whole[i]?.ahead ?? 0,
  }));
}

/** Of each value, how far it is behind the best, and, for the best, how far ahead of the next. */
function standing(values: readonly number[]): readonly { behind: number; ahead: number }[] {
  const [best = 0, next = 0] = values.toSorted((a, b) => b - a);
  return values.map((value) => ({ behind: best - value, ahead: value === best ? best - next : 0 }));
}
