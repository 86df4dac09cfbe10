import { createDotKernel } from "./dot-kernel.ts";

/** Scores of every row for a query, and how far each may be from the exact one. */
export type Estimates = { readonly scores: Float32Array; readonly errors: Float32Array };

/**
 * Rows of length 1 kept as bytes, a quarter of their size, for a scan that only says where to look closer.
 * `rows` are laid end to end.
 */
export function createInt8Rows(rows: Float32Array, dimensions: number) {
  const count = dimensions > 0 ? rows.length / dimensions : 0;
  const width = 16 * Math.ceil(dimensions / 16);
  const queryAt = count * width;
  const outAt = queryAt + width;
  const { memory, run } = createDotKernel(outAt + 4 * count + 4);
  const bytes = new Int8Array(memory.buffer);
  const scales = new Float32Array(count);
  const lost = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const from = row * dimensions;
    const { scale, error } = pack(rows.subarray(from, from + dimensions), bytes, row * width);
    scales[row] = scale;
    lost[row] = error;
  }
  return {
    estimate(query: Float32Array): Estimates {
      const { scale, error } = pack(query, bytes, queryAt);
      if (count > 0) run(0, queryAt, outAt, count, width);
      const products = new Int32Array(memory.buffer, outAt, count);
      const scores = new Float32Array(count);
      const errors = new Float32Array(count);
      for (let row = 0; row < count; row++) {
        const ownError = lost[row] ?? 0;
        scores[row] = (products[row] ?? 0) * (scales[row] ?? 0) * scale;
        // q·x differs from what was computed by q·(x - x') + (q - q')·x', by Cauchy and Schwarz at most this much.
        errors[row] = ownError + error * (1 + ownError) + ROUNDING;
      }
      return { scores, errors };
    },
  };
}

/** What single precision may add. */
const ROUNDING = 1e-5;

/** Writes a row as bytes; `error` is the length of what they leave out. */
function pack(row: Float32Array, bytes: Int8Array, at: number): { scale: number; error: number } {
  let largest = 0;
  for (const value of row) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 127;
  let squares = 0;
  for (let i = 0; i < row.length; i++) {
    const value = row[i] ?? 0;
    const byte = scale > 0 ? Math.round(value / scale) : 0;
    bytes[at + i] = byte;
    squares += (value - byte * scale) ** 2;
  }
  return { scale, error: Math.sqrt(squares) };
}
