import { Document } from "@langchain/classic/document";
import { MemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import calibration from "../calibration.json" with { type: "json" };
import { findPassages, toPassages } from "../find-passages.ts";
import { wholeOf } from "../passage-vectors.ts";
import { createRanker } from "../ranker.ts";
import { createVectorIndex } from "../vector-index.ts";
import { loadWordLore } from "../word-lore.ts";
import {
  createPassages,
  createRandom,
  createVector,
  createVectors,
  createWords,
  DIMENSIONS,
} from "./synthetic.ts";

/** Milliseconds of one search, sorted. */
export type Searches = {
  readonly size: number;
  readonly ours: readonly number[];
  /** Processor time of ours, which other programs on the machine do not lengthen. */
  readonly oursBusy: readonly number[];
  readonly theirs: readonly number[];
};

const WARM_UP = 50;
const QUESTIONS = 200;
const signal = new AbortController().signal;

/**
 * Whole searches by words and meaning (candidates, features, relevance, passages) beside LangChain's search of vectors alone,
 * the same questions in one run. One after the other, since LangChain's leaves megabytes a question to be collected in the midst of
 * whatever comes next. The question's embedding is made before.
 */
export async function benchSearches(size: number): Promise<Searches> {
  const random = createRandom(size);
  const word = createWords(random);
  const passages = createPassages(size, word);
  const vectors = createVectors(size, random);
  const ranker = createRanker(passages, { synonyms: [], lore: await loadWordLore() });
  ranker.useVectors(createVectorIndex(vectors, DIMENSIONS));
  const store = await openMemoryStore(vectors.map((one) => [...wholeOf(one)]));
  const regression = calibration.hybrid["all-minilm-l6-v2-fp16"];
  const ours: number[] = [];
  const oursBusy: number[] = [];
  const theirs: number[] = [];
  const asked = Array.from({ length: WARM_UP + QUESTIONS }, (_, i) => ({
    question: Array.from({ length: 4 + (i % 5) }, word).join(" "),
    vector: createVector(random),
  }));
  for (const [i, { question, vector }] of asked.entries()) {
    const cpu = process.cpuUsage();
    const began = performance.now();
    const found = await ranker.candidates(ranker.correct(question), vector, signal);
    toPassages(findPassages([found], regression), passages, { topK: 5, minRelevance: 0.7 });
    const ms = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    if (i < WARM_UP) continue;
    ours.push(ms);
    oursBusy.push((user + system) / 1000);
  }
  for (const [i, { vector }] of asked.entries()) {
    const began = performance.now();
    await store.similaritySearchVectorWithScore([...vector], 5);
    if (i >= WARM_UP) theirs.push(performance.now() - began);
  }
  const sorted = (list: readonly number[]) => list.toSorted((a, b) => a - b);
  return { size, ours: sorted(ours), oursBusy: sorted(oursBusy), theirs: sorted(theirs) };
}

async function openMemoryStore(rows: readonly number[][]): Promise<MemoryVectorStore> {
  const none = { embedDocuments: async () => [], embedQuery: async () => [] };
  const store = new MemoryVectorStore(none as never);
  await store.addVectors(
    [...rows],
    rows.map((_, i) => new Document({ pageContent: String(i) })),
  );
  return store;
}
