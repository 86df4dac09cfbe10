import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import {
  type DocumentPath,
  type Documents,
  MAX_COMMIT_BYTES,
  type StoredDocument,
  type Value,
  type Write,
} from "./documents.ts";

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Leaves room for a document's other fields. */
const CHUNK_BYTES = 900_000;
const CHUNKS_PER_COMMIT = Math.floor(MAX_COMMIT_BYTES / CHUNK_BYTES) - 1;

/** Bytes of any size as fields of the document at `path` (`packed`, or `chunks` when they are many) and as writes of documents beneath it. */
export type Chunked = {
  readonly fields: Readonly<Record<string, Value>>;
  readonly writes: readonly Write[];
};

/** The parts expire with their document, so that nothing dangles. */
export async function toChunks(
  path: DocumentPath,
  content: Uint8Array | string,
  expireAtMs: number,
): Promise<Chunked> {
  const bytes = await zip(content);
  if (bytes.byteLength <= CHUNK_BYTES) return { fields: { packed: bytes }, writes: [] };
  const chunks = Math.ceil(bytes.byteLength / CHUNK_BYTES);
  const writes = chunkPaths(path, chunks).map((chunkPath, index): Write => {
    const start = index * CHUNK_BYTES;
    const fields = { packed: bytes.subarray(start, start + CHUNK_BYTES) };
    return { kind: "put", path: chunkPath, fields, expireAtMs };
  });
  return { fields: { chunks }, writes };
}

/**
 * What `toChunks` was given, for a document stored with its fields.
 *
 * @throws {Error} when a part is missing.
 */
export async function fromChunks(
  documents: Documents,
  { path, fields }: StoredDocument,
): Promise<Uint8Array> {
  const { packed, chunks } = fields;
  if (packed instanceof Uint8Array) return unzip(packed);
  const parts = await documents.getMany(chunkPaths(path, Number(chunks ?? 0)));
  const found = parts.flatMap((part) =>
    part?.fields["packed"] instanceof Uint8Array ? part.fields["packed"] : [],
  );
  if (found.length === 0 || found.length < parts.length) {
    throw new Error(`Cannot read "${path.join("/")}": has ${found.length} of ${chunks} chunks`);
  }
  return unzip(Buffer.concat(found));
}

/**
 * Commits chunks and the writes they belong to: at once when one commit carries them, else the chunks that do not fit first, unseen
 * until the document that names them is there.
 */
export async function commitChunked(
  documents: Documents,
  chunks: readonly Write[],
  writes: readonly Write[],
): Promise<boolean> {
  const early = Math.max(0, chunks.length - CHUNKS_PER_COMMIT);
  for (let from = 0; from < early; from += CHUNKS_PER_COMMIT) {
    await documents.commit(chunks.slice(from, Math.min(from + CHUNKS_PER_COMMIT, early)));
  }
  return documents.commit([...chunks.slice(early), ...writes]);
}

function chunkPaths(path: DocumentPath, chunks: number): DocumentPath[] {
  return Array.from({ length: chunks }, (_, index) => [...path, "chunks", String(index)]);
}
