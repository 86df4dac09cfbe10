import { hash } from "node:crypto";
import type { Embedder } from "./embedder.ts";
import { readSealed, writeSealed } from "./sealed-file.ts";

/** Vectors of texts, kept in a file between starts. */
export type Vectors = {
  get(text: string): Float32Array | undefined;
  /**
   * Embeds those of the texts that have no vector yet, and keeps them.
   *
   * @throws {Error} of the embedder; the reason of `signal` when that aborts. What was embedded until then is kept.
   */
  embedMissing(texts: readonly string[], signal: AbortSignal): Promise<void>;
  /** Writes the vectors of these texts, and no others, when that differs from the file. @throws {Error} of the file system. */
  save(texts: readonly string[]): Promise<void>;
};

const KEY_BYTES = 16;
const BATCH = 1_000;

/** Reads the file of an earlier start; a damaged one, or one of another embedder, counts as empty. */
export async function openVectors(path: string, embedder: Embedder): Promise<Vectors> {
  const kind = `vectors-1 ${embedder.id} ${embedder.dimensions}`;
  const known = decode(await readSealed(path, kind), embedder.dimensions);
  let saved = new Set(known.keys());
  return {
    get: (text) => known.get(keyOf(text)),
    async embedMissing(texts, signal) {
      const missing = [...new Map(texts.map((text) => [keyOf(text), text]))].filter(
        ([key]) => !known.has(key),
      );
      for (let from = 0; from < missing.length; from += BATCH) {
        const batch = missing.slice(from, from + BATCH);
        const vectors = await embedder.embed(
          batch.map(([, text]) => text),
          signal,
        );
        for (const [i, [key]] of batch.entries()) {
          const vector = vectors[i];
          if (vector) known.set(key, vector);
        }
      }
    },
    async save(texts) {
      const wanted = new Set(texts.map(keyOf).filter((key) => known.has(key)));
      if (wanted.size === saved.size && [...wanted].every((key) => saved.has(key))) return;
      await writeSealed(path, kind, encode(known, wanted));
      saved = wanted;
    },
  };
}

function keyOf(text: string): string {
  return hash("sha256", text, "hex").slice(0, KEY_BYTES * 2);
}

/** Keys first, then vectors in the same order. */
function encode(known: ReadonlyMap<string, Float32Array>, keys: ReadonlySet<string>): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(keys.size);
  const rows = [...keys].map((key) => known.get(key) ?? new Float32Array());
  return Buffer.concat([
    count,
    ...[...keys].map((key) => Buffer.from(key, "hex")),
    ...rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength)),
  ]);
}

function decode(body: Buffer | undefined, dimensions: number): Map<string, Float32Array> {
  const known = new Map<string, Float32Array>();
  if (!body) return known;
  const count = body.readUInt32LE(0);
  const from = 4 + count * KEY_BYTES;
  // Copied, since a view of floats must begin at a multiple of four.
  const floats = new Float32Array(
    body.buffer.slice(body.byteOffset + from, body.byteOffset + body.byteLength),
  );
  for (let i = 0; i < count; i++) {
    const key = body.toString("hex", 4 + i * KEY_BYTES, 4 + (i + 1) * KEY_BYTES);
    known.set(key, floats.subarray(i * dimensions, (i + 1) * dimensions));
  }
  return known;
}
