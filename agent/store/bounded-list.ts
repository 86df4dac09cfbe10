import { setTimeout as sleep } from "node:timers/promises";
import { TurnError } from "../failure.ts";
import type { DocumentPath, Documents, Fields, StoredDocument, Write } from "./documents.ts";

/** Lists beneath one document, which counts their entries: `[...owner, list, id]`, entries with a `savedAt`. */
export type Entry = {
  readonly owner: DocumentPath;
  readonly list: string;
  readonly id: string;
};

const ATTEMPTS = 20;

/**
 * Puts an entry and hands back what it replaced. When the list is full its oldest entry goes in the same commit. Of two entries
 * under one id the one with the later `savedAt` stays.
 */
export async function putBounded(
  documents: Documents,
  entry: Entry,
  { fields, most }: { fields: Fields & { readonly savedAt: string }; most: number },
): Promise<StoredDocument | undefined> {
  return untilCommitted(documents, entry, async ({ owner, previous }) => {
    const put = { kind: "put", path: entryPath(entry), fields } as const;
    if (previous) {
      const newer = String(previous.fields["savedAt"]) <= fields.savedAt;
      return newer ? [{ ...put, when: { version: previous.version } }] : [];
    }
    const count = countOf(owner, entry.list);
    const oldest = count < most ? [] : await oldestOf(documents, entry, count - most + 1);
    const deletes = oldest.map(({ path }): Write => ({ kind: "delete", path }));
    return [
      countWrite(entry, owner, count + 1 - oldest.length),
      { ...put, when: "absent" },
      ...deletes,
    ];
  });
}

/** What was removed; undefined when there was nothing. */
export async function removeBounded(
  documents: Documents,
  entry: Entry,
): Promise<StoredDocument | undefined> {
  return untilCommitted(documents, entry, async ({ owner, previous }) => {
    if (!previous) return [];
    const when = { version: previous.version };
    return [
      countWrite(entry, owner, Math.max(0, countOf(owner, entry.list) - 1)),
      { kind: "delete", path: previous.path, when },
    ];
  });
}

type Seen = {
  readonly owner: StoredDocument | undefined;
  readonly previous: StoredDocument | undefined;
};

async function untilCommitted(
  documents: Documents,
  entry: Entry,
  writesFor: (seen: Seen) => Promise<readonly Write[]>,
): Promise<StoredDocument | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const [owner, previous] = await documents.getMany([entry.owner, entryPath(entry)]);
    const writes = await writesFor({ owner, previous });
    if (writes.length === 0 || (await documents.commit(writes))) return previous;
    // Someone else wrote to the lists in between.
    await sleep(Math.random() * 10 * attempt);
  }
  throw new TurnError({ kind: "upstream", service: "store", retryable: true });
}

function countWrite(entry: Entry, owner: StoredDocument | undefined, count: number): Write {
  return {
    kind: "put",
    path: entry.owner,
    fields: { ...owner?.fields, [entry.list]: count },
    when: owner ? { version: owner.version } : "absent",
  };
}

function countOf(owner: StoredDocument | undefined, list: string): number {
  return Number(owner?.fields[list] ?? 0);
}

function oldestOf(documents: Documents, { owner, list }: Entry, limit: number) {
  const orderBy = { field: "savedAt", direction: "ascending" } as const;
  return documents.query({ from: [...owner, list], orderBy, limit });
}

function entryPath({ owner, list, id }: Entry): DocumentPath {
  return [...owner, list, id];
}
