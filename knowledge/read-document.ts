import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { readPdf } from "./read-pdf.ts";
import { readTable } from "./read-table.ts";
import { readWord } from "./read-word.ts";

/** Turns the bytes of a file into Markdown. Throws, in words, on what is no such file. */
type Reader = (bytes: Uint8Array) => Promise<string> | string;

/** One line a kind of file; whoever adds a kind adds its reader here. */
const READERS: Readonly<Record<string, Reader>> = {
  ".md": toText,
  ".markdown": toText,
  ".txt": toText,
  ".text": toText,
  ".csv": (bytes) => readTable(toText(bytes)),
  ".pdf": readPdf,
  ".docx": readWord,
};

const LIMIT_BYTES = 20_000_000;

/** True when there is a reader for this kind of file. */
export function isReadable(path: string): boolean {
  return extname(path).toLowerCase() in READERS;
}

/** True for a kind whose text has to be made first, which takes longer than reading it. */
export function isConverted(path: string): boolean {
  return [".pdf", ".docx"].includes(extname(path).toLowerCase());
}

/** The file's bytes. @throws {Error} in words when it cannot be read, is empty or too large. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > LIMIT_BYTES) throw new Error("larger than 20 MB");
  if (size === 0) throw new Error("empty");
  return readFile(path);
}

/**
 * The text of a document with these bytes as Markdown (plain text is Markdown without marks; a CSV becomes a table).
 *
 * @throws {Error} in words when they are not what the file's name says.
 */
export async function toMarkdown(path: string, bytes: Uint8Array): Promise<string> {
  const read = READERS[extname(path).toLowerCase()];
  if (!read) throw new Error(`no reader for "${extname(path)}"`);
  const text = await read(bytes);
  if (text.trim() === "") throw new Error("empty");
  return text;
}

/** The text of a file as Markdown. @throws {Error} in words when it cannot be read or is not what its name says. */
export async function readDocument(path: string): Promise<string> {
  return toMarkdown(path, await readBytes(path));
}

/** @throws {Error} when the bytes are not text in UTF-8 or UTF-16. */
function toText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const text = decode(bytes, isWide ? (first === 0xff ? "utf-16le" : "utf-16be") : "utf-8");
  if (text.includes("\u0000")) throw new Error("not a text file");
  // One kind of line end, so that offsets mean the same to whoever shows the text.
  return text.replace(/\r\n?/g, "\n");
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error(`not text in ${encoding.toUpperCase()}`, { cause });
  }
}
