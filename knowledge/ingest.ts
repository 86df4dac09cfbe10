import { hash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import { type ChunkedDocument, toChunks } from "./chunk.ts";
import { isConverted, isReadable, readBytes, toMarkdown } from "./read-document.ts";
import { readSealed, writeSealed } from "./sealed-file.ts";
import { loadTokenCounter } from "./tokens.ts";

/** A document of a workspace, cut into passages. `source` is its path below the folder, with `/`. */
export type IngestedDocument = ChunkedDocument & {
  readonly source: string;
  readonly title: string;
  readonly text: string;
};

export type Ingested = {
  /** Sorted by source. */
  readonly documents: readonly IngestedDocument[];
  /** One sentence a file that was skipped, naming it and why. */
  readonly warnings: readonly string[];
};

/** Changes whenever the same text would be cut otherwise. */
const KIND = "chunks-2";

/**
 * Reads and cuts every document below `folder`. A file that cannot be read is named in `warnings`; the rest works.
 * A missing folder has no documents. Only documents that changed since `cachePath` was written are cut again.
 */
export async function ingest(folder: string, cachePath: string): Promise<Ingested> {
  const warnings: string[] = [];
  const cache = await readCache(cachePath);
  const kept: Cache = {};
  const documents: IngestedDocument[] = [];
  for (const path of await filesBelow(folder, warnings)) {
    const source = relative(folder, path).split(sep).join("/");
    try {
      const { key, text, cut } = await toDocument(path, cache);
      kept[key] = isConverted(path) ? { ...cut, text } : cut;
      const { title, chunks } = cut;
      documents.push({ chunks, source, text, title: title ?? titleOf(source) });
    } catch (cause) {
      warnings.push(`Cannot read document "${source}": ${reasonOf(cause)}`);
    }
  }
  if (!hasSameKeys(kept, cache)) await writeCache(cachePath, kept, warnings);
  return { documents, warnings };
}

/** By the text's hash; by that of the file's bytes where the text is made from them, which then stands beside. */
type Cache = Record<string, ChunkedDocument & { readonly text?: string }>;

async function toDocument(path: string, cache: Readonly<Cache>) {
  const bytes = await readBytes(path);
  const made = isConverted(path) ? hash("sha256", bytes, "hex") : undefined;
  const known = made === undefined ? undefined : cache[made];
  const text = known?.text ?? (await toMarkdown(path, bytes));
  const key = made ?? hash("sha256", text, "hex");
  const cut = known ?? cache[key] ?? toChunks(text, await loadTokenCounter());
  return { key, text, cut };
}

/** Files to read, sorted; those of no known kind are warned about, hidden ones are passed over. */
async function filesBelow(folder: string, warnings: string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: unknown) => {
      if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
      warnings.push(`Cannot read the documents' folder: ${reasonOf(cause)}`);
      return [];
    },
  );
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(sep)
          .some((part) => part.startsWith(".")),
    );
  for (const path of paths.filter((path) => !isReadable(path))) {
    warnings.push(
      `Cannot read document "${relative(folder, path)}": no reader for "${extname(path)}"`,
    );
  }
  return paths.filter(isReadable).sort();
}

/** "q4_pricing-policy.md" reads "Q4 pricing policy". */
function titleOf(source: string): string {
  const words = basename(source, extname(source)).replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

async function readCache(path: string): Promise<Readonly<Cache>> {
  const body = await readSealed(path, KIND);
  return body ? JSON.parse(body.toString("utf8")) : {};
}

async function writeCache(path: string, kept: Cache, warnings: string[]): Promise<void> {
  try {
    await writeSealed(path, KIND, Buffer.from(JSON.stringify(kept)));
  } catch (cause) {
    warnings.push(`Cannot keep the cut documents for the next start: ${reasonOf(cause)}`);
  }
}

function hasSameKeys(a: object, b: object): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
}
