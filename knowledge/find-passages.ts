import type { Passage } from "../agent/events.ts";
import type { Located } from "./located.ts";
import type { Scored } from "./ranker.ts";
import { type Regression, toRelevance } from "./relevance.ts";

/** `unitAt` is the sentence nearest to the question by meaning, -1 where none is known. */
export type Found = {
  readonly passage: number;
  readonly relevance: number;
  readonly unitAt: number;
};

/** The candidates of a question's clauses, most relevant first. A passage that answers one part of a question answers. */
export function findPassages(
  clauses: readonly (readonly Scored[])[],
  regression: Regression,
): readonly Found[] {
  const best = new Map<number, Found>();
  for (const { passage, features, unitAt } of clauses.flat()) {
    const relevance = toRelevance(regression, features);
    if (relevance > (best.get(passage)?.relevance ?? -1))
      best.set(passage, { passage, relevance, unitAt });
  }
  return [...best.values()].sort((a, b) => b.relevance - a.relevance || a.passage - b.passage);
}

/** The first `topK` at or above `minRelevance`, without those that say what a better one already said. */
export function toPassages(
  found: readonly Found[],
  chunks: readonly Located[],
  { topK, minRelevance }: { topK: number; minRelevance: number },
): readonly Passage[] {
  const kept: { chunk: Located; relevance: number; unitAt: number }[] = [];
  for (const { passage, relevance, unitAt } of found) {
    const chunk = chunks[passage];
    if (kept.length >= topK || relevance < minRelevance) break;
    if (chunk && !kept.some((other) => repeats(chunk, other.chunk)))
      kept.push({ chunk, relevance, unitAt });
  }
  return kept.map(({ chunk, relevance, unitAt }) => ({
    ...toPassage(chunk, relevance),
    ...sentenceAt(chunk, unitAt),
  }));
}

function toPassage(chunk: Located, relevance: number): Passage {
  return {
    content: chunk.content,
    source: chunk.source,
    heading: chunk.headings.join(" > ") || chunk.title,
    // Rounded down, so that a score never reads as the threshold that it missed.
    relevance_score: Math.floor(relevance * 1000) / 1000,
    start: chunk.start,
    end: chunk.end,
  };
}

/** In a passage of one sentence it says nothing. */
function sentenceAt({ units }: Located, unitAt: number): Pick<Passage, "sentence"> {
  const sentence = units.length > 1 ? units[unitAt] : undefined;
  return sentence === undefined ? {} : { sentence };
}

const SAME_SHARE = 0.8;

/** True when nearly all sentences of one stand in the other: the overlap of neighbours, or a text filed twice. */
function repeats(chunk: Located, other: Located): boolean {
  const [small, large] = chunk.units.length < other.units.length ? [chunk, other] : [other, chunk];
  const there = new Set(large.units);
  return small.units.filter((unit) => there.has(unit)).length >= SAME_SHARE * small.units.length;
}
