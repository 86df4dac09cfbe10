import { hash, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";

/**
 * Vectors by the text that they stand for, in a file that only grows: a block a batch, each with its check sum. What was
 * written halfway when a process was killed is passed over, and several processes may write at once.
 */
export type VectorJournal = {
  get(text: string): Float32Array | undefined;
  /** Those of the texts that have no vector, each once. */
  missing(texts: readonly string[]): readonly string[];
  /** Keeps one vector a text. @throws {Error} of the file system; then they are known until the process ends. */
  add(texts: readonly string[], vectors: readonly Float32Array[]): Promise<void>;
  /** Leaves all others out of the file when they are more than those of these texts. @throws {Error} of the file system. */
  keepOnly(texts: readonly string[]): Promise<void>;
};

/** Of which vectors: those of another `id` or of other dimensions are never mixed in. */
export type VectorKind = { readonly id: string; readonly dimensions: number };

const MARK = Buffer.from("\u0000vectors\u0001", "latin1");
const HEAD_BYTES = MARK.length + 8;
const KEY_BYTES = 16;
/** So few are not worth writing the file anew. */
const FEW = 500;

/** Reads the file of an earlier start; one of another kind is replaced. */
export async function openVectorJournal(path: string, kind: VectorKind): Promise<VectorJournal> {
  const title = Buffer.from(`insight-agent vectors-2 ${kind.id} ${kind.dimensions}\n`);
  const file = await readFile(path).catch(() => undefined);
  const isOurs = file?.subarray(0, title.length).equals(title) ?? false;
  const known = new Map<string, Float32Array>();
  if (file && isOurs) readBlocks(file.subarray(title.length), kind.dimensions, known);
  let isThere = isOurs;

  const replaceWith = async (body: Uint8Array) => {
    const draft = `${path}.${randomUUID()}`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(draft, [title, body]);
      if (file && !isOurs) await rename(draft, path);
      else await linkNew(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
  };
  return {
    get: (text) => known.get(keyOf(text)),
    missing: (texts) => [
      ...new Map(
        texts.flatMap((text) => {
          const key = keyOf(text);
          return known.has(key) ? [] : [[key, text] as const];
        }),
      ).values(),
    ],
    async add(texts, vectors) {
      const entries = texts.flatMap((text, i) => {
        const vector = vectors[i];
        return vector ? [[keyOf(text), vector] as const] : [];
      });
      for (const [key, vector] of entries) known.set(key, vector);
      if (!isThere) await replaceWith(new Uint8Array());
      isThere = true;
      await append(path, toBlock(entries));
    },
    async keepOnly(texts) {
      const wanted = new Set(texts.map(keyOf));
      const others = [...known.keys()].filter((key) => !wanted.has(key));
      if (others.length <= Math.max(FEW, wanted.size)) return;
      for (const key of others) known.delete(key);
      const draft = `${path}.${randomUUID()}`;
      await writeFile(draft, [title, toBlock([...known])]);
      await rename(draft, path);
    },
  };
}

function keyOf(text: string): string {
  return hash("sha256", text, "hex").slice(0, KEY_BYTES * 2);
}

/** As one write, so that blocks of two processes do not mix. */
async function append(path: string, block: Buffer): Promise<void> {
  const handle = await open(path, "a");
  try {
    await handle.write(block);
  } finally {
    await handle.close();
  }
}

/** Another process may have begun the file in the meantime; then that one stays. */
async function linkNew(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
  }
}

/** Mark, count, check sum; then keys and vectors by turns. */
function toBlock(entries: readonly (readonly [key: string, vector: Float32Array])[]): Buffer {
  const body = Buffer.concat(
    entries.flatMap(([key, vector]) => [
      Buffer.from(key, "hex"),
      Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
    ]),
  );
  const head = Buffer.alloc(HEAD_BYTES);
  MARK.copy(head);
  head.writeUInt32LE(entries.length, MARK.length);
  head.writeUInt32LE(crc32(body), MARK.length + 4);
  return Buffer.concat([head, body]);
}

/** Every block that is whole. */
function readBlocks(file: Buffer, dimensions: number, known: Map<string, Float32Array>): void {
  const size = KEY_BYTES + dimensions * 4;
  let at = file.indexOf(MARK);
  while (at >= 0 && at + HEAD_BYTES <= file.length) {
    const count = file.readUInt32LE(at + MARK.length);
    const end = at + HEAD_BYTES + count * size;
    const body = file.subarray(at + HEAD_BYTES, end);
    const isWhole = end <= file.length && crc32(body) === file.readUInt32LE(at + MARK.length + 4);
    if (isWhole) readBlock(body, size, known);
    at =
      isWhole && file.subarray(end, end + MARK.length).equals(MARK)
        ? end
        : file.indexOf(MARK, isWhole ? end : at + 1);
  }
}

function readBlock(body: Buffer, size: number, known: Map<string, Float32Array>): void {
  for (let at = 0; at < body.length; at += size) {
    // Copied, since a view of floats must begin at a multiple of four.
    const from = body.byteOffset + at + KEY_BYTES;
    const vector = new Float32Array(body.buffer.slice(from, from + size - KEY_BYTES));
    known.set(body.toString("hex", at, at + KEY_BYTES), vector);
  }
}
