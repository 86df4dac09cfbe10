import type { Embedder } from "./embedder.ts";
import type { Located } from "./located.ts";

/** How near a passage is to a question by meaning: cosines, -1..1. */
export type Nearness = {
  /** Of its nearest sentence. */
  readonly unit: number;
  /** Which sentence that is, from 0; -1 where none is known. */
  readonly unitAt: number;
  /** Of its headings. */
  readonly heading: number;
  /** Of the sum of its sentences, in deviations from the mean of all passages, as a share of what the best of so many would reach by chance. */
  readonly standsOut: number;
};

/** A passage, by its place in the list that the store was filled with. */
export type Near = { readonly passage: number; readonly nearness: Nearness };

export type VectorSearch = {
  /**
   * The `limit` passages whose whole is nearest, best first, and then those of `also` that are not among them.
   *
   * @throws {TurnError} when the store cannot be reached; the reason of `signal` when that aborts.
   */
  nearest(
    query: Float32Array,
    options: { limit: number; also: readonly number[]; signal: AbortSignal },
  ): Promise<readonly Near[]>;
};

export type Filling = { readonly embedder: Embedder; readonly signal: AbortSignal };

/** Where the vectors of one workspace's passages are kept between starts and searched. */
export type VectorStore = {
  /**
   * Makes it hold these passages and no others; only what it does not hold yet is embedded. What was embedded before a
   * failure, an abort or a kill is kept.
   *
   * @throws {Error} of the embedder or the store; the reason of `signal` when that aborts.
   */
  fill(passages: readonly Located[], using: Filling): Promise<VectorSearch>;
};

/**
 * The highest of n normal values lies about ln(n)^0.5 deviations above their mean, of exponential ones ln(n). Cosines lie
 * between: with 0.5 a tenth to a quarter of what no document answers was shown among 300 to 1,800 passages (2026-11-22).
 */
const TAIL = 0.8;

/** Of a score, how far it stands out among `scores`, which may be a sample of those of `count` passages. */
export function toStandsOut(scores: Float32Array, count: number): (score: number) => number {
  const size = Math.max(1, scores.length);
  let sum = 0;
  for (const score of scores) sum += score;
  const mean = sum / size;
  let squares = 0;
  for (const score of scores) squares += (score - mean) ** 2;
  const byChance = Math.log(count + 1) ** TAIL * Math.sqrt(squares / size);
  return (score) => (byChance > 0 ? (score - mean) / byChance : 0);
}
