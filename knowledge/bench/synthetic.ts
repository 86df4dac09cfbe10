import { normalise } from "../embedder.ts";
import type { Located } from "../located.ts";
import type { PassageVectors } from "../passage-vectors.ts";

export const DIMENSIONS = 384;

/** Deterministic numbers in 0..1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Words as texts have them: few of them often, most of them seldom (Zipf). */
export function createWords(random: () => number, count = 20_000): () => string {
  const letters = "aeioubcdfglmnprst";
  const words = Array.from({ length: count }, (_, i) => {
    const size = 4 + (i % 6);
    return Array.from({ length: size }, () => letters[Math.floor(random() * 17)]).join("");
  });
  return () => words[Math.floor(count ** random()) - 1] ?? "word";
}

const UNITS = 6;
const WORDS_A_UNIT = 14;

/** Passages of some 90 words under a heading. */
export function createPassages(count: number, word: () => string): readonly Located[] {
  const sentence = (words: number) => Array.from({ length: words }, word).join(" ");
  return Array.from({ length: count }, (_, i) => {
    const units = Array.from({ length: UNITS }, () => sentence(WORDS_A_UNIT));
    return {
      source: `document-${Math.floor(i / 10)}.md`,
      title: `Document ${Math.floor(i / 10)}`,
      headings: [sentence(3)],
      units,
      content: units.join(". "),
      start: 0,
      end: 1,
    };
  });
}

export function createVector(random: () => number): Float32Array {
  return normalise(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5));
}

/** Vectors of passages whose sentences are drawn from a pool, so that 100,000 of them fit into memory. */
export function createVectors(count: number, random: () => number): readonly PassageVectors[] {
  const pool = Array.from({ length: 5_000 }, () => createVector(random));
  const draw = () => pool[Math.floor(random() * pool.length)] ?? new Float32Array(DIMENSIONS);
  return Array.from({ length: count }, () => ({
    heading: draw(),
    units: Array.from({ length: UNITS }, draw),
  }));
}
