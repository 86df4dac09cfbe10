import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Documents } from "../documents.ts";
import { openSqlite, type SqliteOptions } from "../documents-sqlite.ts";

/** An empty store in a folder of its own, which goes when the store is disposed of. */
export async function openTemporary(options: SqliteOptions = {}): Promise<Documents> {
  const folder = await mkdtemp(join(tmpdir(), "insight-store-"));
  const documents = await openSqlite(join(folder, "insight.sqlite"), options);
  return {
    ...documents,
    [Symbol.asyncDispose]: async () => {
      await documents[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
