import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { csvToMarkdown } from "./csv-to-markdown.ts";

/** Turns the bytes of a file into Markdown. Throws, in words, on what is no such file. */
type Reader = (bytes: Uint8Array) => Promise<string> | string;

/** One line a kind of file; whoever adds a kind adds its reader here. */
const READERS: Readonly<Record<string, Reader>> = {
  ".md": toText,
  ".markdown": toText,
  ".txt": toText,
  ".text": toText,
  ".csv": (bytes) => csvToMarkdown(toText(bytes)),
};

const LIMIT_BYTES = 20_000_000;

/** True when there is a reader for this kind of file. */
export function isReadable(path: string): boolean {
  return extname(path).toLowerCase() in READERS;
}

/**
 * A document's text as Markdown (plain text is Markdown without marks; a CSV becomes a table).
 *
 * @throws {Error} in words when the file cannot be read, is too large, or is not what its name says.
 */
export async function readDocument(path: string): Promise<string> {
  const read = READERS[extname(path).toLowerCase()];
  if (!read) throw new Error(`no reader for "${extname(path)}"`);
  const bytes = await readFile(path);
  if (bytes.byteLength > LIMIT_BYTES) throw new Error("larger than 20 MB");
  const text = await read(bytes);
  if (text.trim() === "") throw new Error("empty");
  return text;
}

/** @throws {Error} when the bytes are not text in UTF-8 or UTF-16. */
function toText(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = decode(bytes, wide ? "utf-16le" : "utf-8");
  if (text.includes("\u0000")) throw new Error("not a text file");
  return text;
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error(`not text in ${encoding.toUpperCase()}`, { cause });
  }
}
