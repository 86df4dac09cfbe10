import type { Coverage } from "./coverage.ts";
import type { Nearness } from "./vector-search.ts";

export const WORD_FEATURES = [
  "cover",
  "strength",
  "sentence",
  "same",
  "titled",
  "pairs",
  "evidence",
  "evidenceAhead",
] as const;

export const NEARNESS_FEATURES = ["headingNear", "standsOut", "unitAhead"] as const;

/** Those that mean the same with any embedder: what stands out is measured against the other passages. */
export const PORTABLE_FEATURES = [...WORD_FEATURES, "standsOut"] as const;

export type FeatureName = (typeof WORD_FEATURES)[number] | (typeof NEARNESS_FEATURES)[number];

/** What is known of a passage and a question, as numbers that mean the same in any set of documents. */
export type Features = Readonly<Record<FeatureName, number>>;

export type Candidate = { readonly coverage: Coverage; readonly nearness: Nearness };

/**
 * Features of each candidate, in order. All but two look at the candidate alone, since a question may have several
 * answers: that one of them is better takes nothing from another.
 */
export function toFeatures(candidates: readonly Candidate[]): readonly Features[] {
  const evidenceAhead = ahead(candidates.map(({ coverage }) => coverage.evidence));
  const unitAhead = ahead(candidates.map(({ nearness }) => nearness.unit));
  return candidates.map(({ coverage, nearness }, i) => ({
    ...coverage,
    evidenceAhead: evidenceAhead[i] ?? 0,
    headingNear: nearness.heading,
    standsOut: nearness.standsOut,
    unitAhead: unitAhead[i] ?? 0,
  }));
}

/** How far the best value is ahead of the next; 0 for all others. */
function ahead(values: readonly number[]): readonly number[] {
  const [best = 0, next = 0] = values.toSorted((a, b) => b - a);
  return values.map((value) => (value === best ? best - next : 0));
}
