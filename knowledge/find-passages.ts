import type { Passage } from "../agent/events.ts";
import type { Chunk } from "./chunk.ts";
import type { Ranker } from "./ranker.ts";
import { type Regression, toRelevance } from "./relevance.ts";

/** A chunk with its document's name. */
export type Located = Chunk & { readonly source: string; readonly title: string };

export type Found = { readonly passage: number; readonly relevance: number };

/** A question, whole and in its parts, with the vectors of each; without vectors words alone decide. */
export type Asked = {
  readonly clauses: readonly string[];
  readonly vectors: readonly Float32Array[] | undefined;
};

/** Passages that bear on what is asked, most relevant first. A passage that answers one part of a question answers. */
export function findPassages(
  ranker: Ranker,
  asked: Asked,
  regression: Regression,
): readonly Found[] {
  const best = new Map<number, number>();
  for (const [i, clause] of asked.clauses.entries()) {
    for (const { passage, features } of ranker.candidates(clause, asked.vectors?.[i])) {
      best.set(passage, Math.max(best.get(passage) ?? 0, toRelevance(regression, features)));
    }
  }
  return [...best]
    .map(([passage, relevance]) => ({ passage, relevance }))
    .sort((a, b) => b.relevance - a.relevance || a.passage - b.passage);
}

/** The first `topK` at or above `minRelevance`, without those that say what a better one already said. */
export function toPassages(
  found: readonly Found[],
  chunks: readonly Located[],
  { topK, minRelevance }: { topK: number; minRelevance: number },
): readonly Passage[] {
  const kept: Located[] = [];
  const passages: Passage[] = [];
  for (const { passage, relevance } of found) {
    const chunk = chunks[passage];
    if (passages.length >= topK || relevance < minRelevance) break;
    if (!chunk || kept.some((other) => repeats(chunk, other))) continue;
    kept.push(chunk);
    passages.push(toPassage(chunk, relevance));
  }
  return passages;
}

function toPassage(chunk: Located, relevance: number): Passage {
  return {
    content: chunk.content,
    source: chunk.source,
    heading: chunk.headings.join(" > ") || chunk.title,
    relevance_score: Math.round(relevance * 1000) / 1000,
    start: chunk.start,
    end: chunk.end,
  };
}

const SAME_SHARE = 0.8;

/** True when nearly all sentences of one stand in the other: the overlap of neighbours, or a text filed twice. */
function repeats(chunk: Located, other: Located): boolean {
  const [small, large] = chunk.units.length < other.units.length ? [chunk, other] : [other, chunk];
  const there = new Set(large.units);
  return small.units.filter((unit) => there.has(unit)).length >= SAME_SHARE * small.units.length;
}
