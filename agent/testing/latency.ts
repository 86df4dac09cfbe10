/** How long a model takes: milliseconds to its first token, then tokens a second. */
export type Latency = { readonly firstTokenMs: () => number; readonly tokensPerSecond: number };

/** Of the 95th percentile of the standard normal distribution. */
const Z95 = 1.6449;

/** Waits drawn log-normally with that median and 95th percentile, the same ones each time for a seed. */
export function drawLatency({
  medianMs,
  p95Ms,
  tokensPerSecond,
  seed,
}: {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly tokensPerSecond: number;
  readonly seed: number;
}): Latency {
  const spread = Math.log(p95Ms / medianMs) / Z95;
  const random = createRandom(seed);
  return {
    tokensPerSecond,
    firstTokenMs: () => medianMs * Math.exp(spread * normal(random)),
  };
}

/** Box and Muller. */
function normal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Mulberry32: 0..1, 1 excluded. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
