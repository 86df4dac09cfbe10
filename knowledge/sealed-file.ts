import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** The body of a file written by `writeSealed` with the same `kind`; undefined when it is absent, of another kind or damaged. */
export async function readSealed(path: string, kind: string): Promise<Buffer | undefined> {
  try {
    const file = await readFile(path);
    const lineEnd = file.indexOf(10);
    const body = file.subarray(lineEnd + 1);
    return file.toString("utf8", 0, lineEnd) === seal(kind, body) ? body : undefined;
  } catch {
    // Absent or unreadable: a cache that is not there.
    return undefined;
  }
}

/** Replaces the file whole, so that a stop halfway leaves the old one. Makes its folder. @throws {Error} of the file system. */
export async function writeSealed(path: string, kind: string, body: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(draft, [Buffer.from(`${seal(kind, body)}\n`), body]);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

function seal(kind: string, body: Uint8Array): string {
  return `insight-agent ${kind} ${createHash("sha256").update(body).digest("hex")}`;
}
