import { setTimeout as sleep } from "node:timers/promises";
import { TurnError } from "../failure.ts";
import type { DocumentPath, Documents, StoredDocument, Write } from "./documents.ts";
import { type EntryFields, type Fold, groupsOf } from "./fold.ts";

/** Lists beneath one document, which counts their entries: `[...owner, list, id]`, entries with a `savedAt`. */
export type Entry = {
  readonly owner: DocumentPath;
  readonly list: string;
  readonly id: string;
};

export type Bounds = {
  /** Entries that the list holds. */
  readonly most: number;
  /** What becomes of the oldest when it is full. */
  readonly fold: Fold;
};

const ATTEMPTS = 20;

/**
 * Puts an entry, made from what it replaces, and hands that back. When the list is full, its oldest quarter is folded in the same
 * commit; an entry goes without a trace only where it has nothing in common with any other. Of two entries under one id the one with
 * the later `savedAt` stays.
 */
export async function putBounded(
  documents: Documents,
  entry: Entry,
  { next, ...bounds }: Bounds & { next: (previous: StoredDocument | undefined) => EntryFields },
): Promise<StoredDocument | undefined> {
  return untilCommitted(documents, entry, async ({ owner, previous }) => {
    const fields = next(previous);
    const put = { kind: "put", path: entryPath(entry), fields } as const;
    if (previous) {
      const newer = String(previous.fields["savedAt"]) <= fields.savedAt;
      return newer ? [{ ...put, when: { version: previous.version } }] : [];
    }
    const count = countOf(owner, entry.list);
    const room = count < bounds.most ? NO_NEED : await makeRoom(documents, entry, bounds);
    return [
      countWrite(entry, owner, count + 1 - room.freed),
      { ...put, when: "absent" },
      ...room.writes,
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
    return [
      countWrite(entry, owner, Math.max(0, countOf(owner, entry.list) - 1)),
      toDelete(previous),
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

type Room = { readonly writes: readonly Write[]; readonly freed: number };

const NO_NEED: Room = { writes: [], freed: 0 };

async function makeRoom(
  documents: Documents,
  { owner, list }: Entry,
  { most, fold }: Bounds,
): Promise<Room> {
  const orderBy = { field: "savedAt", direction: "ascending" } as const;
  const oldestFirst = (limit: number) =>
    documents.query({ from: [...owner, list], orderBy, limit });
  const oldest = await oldestFirst(Math.max(2, Math.ceil(most / 4)));
  const groups = [...groupsOf(oldest, fold)];
  if (groups.length === 0) {
    const [pair] = groupsOf(await oldestFirst(most), fold);
    if (!pair) return { writes: oldest.slice(0, 1).map(toDelete), freed: 1 };
    const [id, members] = pair;
    groups.push([id, members.slice(0, 2)]);
  }
  const standing = await documents.getMany(groups.map(([id]) => [...owner, list, id]));
  const folded = groups.map(([id, members], index) => {
    const there = standing[index];
    const parts = members.filter(({ path }) => path.at(-1) !== id);
    const all = [...parts, ...(there ? [there] : [])].map(({ fields }) => fields);
    const path = [...owner, list, id];
    const when = there ? { version: there.version } : ("absent" as const);
    const put = { kind: "put", path, fields: fold.merge(id, all), when } as const;
    return { writes: [put, ...parts.map(toDelete)], freed: all.length - 1 };
  });
  return {
    writes: folded.flatMap(({ writes }) => writes),
    freed: folded.reduce((sum, { freed }) => sum + freed, 0),
  };
}

/** Not when it has changed since. */
function toDelete({ path, version }: StoredDocument): Write {
  return { kind: "delete", path, when: { version } };
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

function entryPath({ owner, list, id }: Entry): DocumentPath {
  return [...owner, list, id];
}
