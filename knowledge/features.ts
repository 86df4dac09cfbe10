import type { Entry } from "./lexical-index.ts";
import type { Concept, Query } from "./query.ts";
import type { Nearness } from "./vector-index.ts";

/** What is known of a passage and a question, as numbers that mean the same in any set of documents. */
export type Features = Readonly<Record<FeatureName, number>>;

export type FeatureName = (typeof FEATURES)[number];

export const FEATURES = [
  "cover",
  "exact",
  "sentence",
  "heading",
  "headingAsked",
  "same",
  "pairs",
  "known",
  "missing",
  "keyword",
  "number",
  "brief",
  "coverGap",
  "unit",
  "whole",
  "headingNear",
  "standsOut",
  "nearGap",
  "coverNear",
] as const;

/** Those that need embeddings; without them the rest must do. */
export const NEARNESS_FEATURES: ReadonlySet<FeatureName> = new Set<FeatureName>([
  "unit",
  "whole",
  "headingNear",
  "standsOut",
  "nearGap",
  "coverNear",
]);

export type Candidate = {
  readonly entry: Entry;
  /** BM25 as a share of the best candidate's, 0..1. */
  readonly keyword: number;
  readonly nearness: Nearness;
  readonly hasNumber: boolean;
};

export type Spread = { readonly mean: number; readonly deviation: number };

/** Features of each candidate, in order. They look at one another: what stands out among them is likelier. */
export function toFeatures(
  query: Query,
  candidates: readonly Candidate[],
  spread: Spread,
): readonly Features[] {
  const total = query.concepts.reduce((sum, concept) => sum + concept.weight, 0) || 1;
  const alone = candidates.map((candidate) => ({
    candidate,
    ...coverage(query, candidate.entry, total),
  }));
  const bestSentence = Math.max(0, ...alone.map((one) => one.sentence));
  const bestUnit = Math.max(-1, ...candidates.map((candidate) => candidate.nearness.unit));
  return alone.map(({ candidate, ...covered }): Features => {
    const { nearness } = candidate;
    return {
      ...covered,
      keyword: candidate.keyword,
      number: query.asksNumber ? (candidate.hasNumber ? 1 : -1) : 0,
      brief: 1 / Math.max(1, query.concepts.length),
      coverGap: covered.sentence - bestSentence,
      unit: nearness.unit,
      whole: nearness.whole,
      headingNear: nearness.heading,
      standsOut: spread.deviation > 0 ? (nearness.whole - spread.mean) / spread.deviation / 3 : 0,
      nearGap: nearness.unit - bestUnit,
      coverNear: covered.sentence * Math.max(0, nearness.unit),
    };
  });
}

type Coverage = Pick<
  Features,
  | "cover"
  | "exact"
  | "sentence"
  | "heading"
  | "headingAsked"
  | "same"
  | "pairs"
  | "missing"
  | "known"
>;

function coverage(query: Query, entry: Entry, total: number): Coverage {
  const rows = query.concepts.map((concept) => {
    const title = 0.8 * match(concept, [entry.title]);
    const path = match(concept, [entry.path]);
    const context = Math.max(title, path);
    const units = entry.units.map((unit) => Math.max(match(concept, [unit]), 0.9 * context));
    const body = match(concept, entry.units);
    return {
      weight: concept.weight,
      path,
      units,
      passage: Math.max(body, context),
      exact: match(concept, [...entry.units, entry.path, entry.title], 1),
      known: concept.alternatives[0]?.weight ?? 0,
    };
  });
  const share = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((sum, row) => sum + row.weight * of(row), 0) / total;
  const heading = share((row) => row.path);
  const headingAsked = askedShare(query, entry);
  return {
    cover: share((row) => row.passage),
    exact: share((row) => row.exact),
    sentence: Math.max(0, ...entry.units.map((_, i) => share((row) => row.units[i] ?? 0))),
    heading,
    headingAsked,
    same: heading * headingAsked,
    pairs: pairShare(query, entry),
    missing: Math.max(0, ...rows.map((row) => row.weight * (1 - row.passage))),
    known: share((row) => row.known),
  };
}

/** How well a concept is spoken of in lists of stems, 0..1: the best alternative that stands there whole. */
function match(concept: Concept, lists: readonly Int32Array[], least = 0): number {
  const found = concept.alternatives.find(
    ({ ids, weight }) =>
      weight >= least && ids.every((id) => lists.some((list) => list.includes(id))),
  );
  return found?.weight ?? 0;
}

const NEIGHBOURS = 3;

/** Share of the question's neighbouring concepts that stand together in a sentence or heading as well ("revenue target"). */
function pairShare({ concepts }: Query, entry: Entry): number {
  const pairs = concepts.slice(1).map((second, i) => [concepts[i], second] as const);
  const lists = [entry.path, entry.title, ...entry.units];
  const together = pairs.filter(
    ([first, second]) =>
      first && lists.some((list) => isTogether(list, idsOf(first), idsOf(second))),
  );
  return pairs.length > 0 ? together.length / pairs.length : 0;
}

function idsOf(concept: Concept): ReadonlySet<number> {
  return new Set(concept.alternatives.flatMap(({ ids }) => ids));
}

function isTogether(
  list: Int32Array,
  first: ReadonlySet<number>,
  second: ReadonlySet<number>,
): boolean {
  return list.some(
    (id, at) =>
      first.has(id) &&
      list
        .subarray(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)
        .some((other) => other !== id && second.has(other)),
  );
}

/** Share of the heading's words that the question speaks of: 1 when the heading is just what was asked. */
function askedShare(query: Query, entry: Entry): number {
  if (entry.heading.length === 0) return 0;
  const asked = (id: number) =>
    Math.max(
      0,
      ...query.concepts.flatMap((c) =>
        c.alternatives.filter((a) => a.ids.includes(id)).map((a) => a.weight),
      ),
    );
  return [...entry.heading].reduce((sum, id) => sum + asked(id), 0) / entry.heading.length;
}
