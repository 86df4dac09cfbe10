import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { TurnError } from "../failure.ts";
import { auditPath, lanePath, recordPath } from "./audit-paths.ts";
import { type AuditEntry, firstHash, hashOf, type LaneMark } from "./audit-record.ts";
import type { Documents } from "./documents.ts";

/** The part of a workspace's chain that one process writes: nobody waits for another's head. */
export type Lane = {
  /** Appends in the order of the calls; each returns once its entries are stored. */
  append(entries: readonly AuditEntry[]): Promise<void>;
};

type LaneOptions = { readonly documents: Documents; readonly now: () => number };

/** JSON characters of one record, well below what a document holds. */
const MAX_RECORD = 300_000;
/** A lane that was silent this long is left: the purge may have closed it. */
const IDLE_MS = 12 * 60 * 60 * 1000;
const ATTEMPTS = 30;

/** Opens itself with its first entry; begins anew after a write of which it is not known whether it happened. */
export function createLane(workspace: string, { documents, now }: LaneOptions): Lane {
  let open: { readonly id: string; head: LaneMark } | undefined;
  const waiting: { readonly entry: readonly AuditEntry[]; settle: (error?: unknown) => void }[] =
    [];
  let isWriting = false;

  const isoAfter = (earlier: string) => {
    const at = new Date(now()).toISOString();
    return at > earlier ? at : earlier;
  };

  async function write(entries: readonly AuditEntry[]): Promise<void> {
    if (open && now() - Date.parse(open.head.at) > IDLE_MS) open = undefined;
    open ??= await openLane(workspace, { documents, now });
    const lane = open;
    const { head } = lane;
    const bare = {
      lane: lane.id,
      seq: head.seq + 1,
      at: isoAfter(head.at),
      prev: head.hash,
      entries: JSON.stringify(entries),
    };
    const record = { ...bare, hash: hashOf(workspace, bare) };
    const next: LaneMark = { seq: record.seq, hash: record.hash, at: record.at };
    const path = recordPath(workspace, lane.id, record.seq);
    const written = await documents.commit([
      { kind: "put", path, fields: record, when: "absent" },
      { kind: "put", path: lanePath(workspace, lane.id), fields: next },
    ]);
    if (!written) throw new TurnError({ kind: "upstream", service: "audit", retryable: true });
    lane.head = next;
  }

  async function drain(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, fitting(waiting.map(({ entry }) => entry)));
      try {
        await write(batch.flatMap(({ entry }) => entry));
        for (const one of batch) one.settle();
      } catch (cause) {
        open = undefined;
        for (const one of batch) one.settle(cause);
      }
    }
    isWriting = false;
  }

  return {
    append: (entries) =>
      new Promise((resolve, reject) => {
        const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
        for (const entry of chunked(entries).slice(0, -1))
          waiting.push({ entry, settle: () => {} });
        waiting.push({ entry: chunked(entries).at(-1) ?? [], settle });
        if (!isWriting) void drain();
      }),
  };
}

/** How many of the waiting go into one record; at least one. */
function fitting(waiting: readonly (readonly AuditEntry[])[]): number {
  let room = MAX_RECORD;
  const over = waiting.findIndex((entries) => {
    room -= JSON.stringify(entries).length;
    return room < 0;
  });
  return over < 0 ? waiting.length : Math.max(1, over);
}

function chunked(entries: readonly AuditEntry[]): readonly (readonly AuditEntry[])[] {
  const chunks: AuditEntry[][] = [[]];
  let room = MAX_RECORD;
  for (const entry of entries) {
    const size = JSON.stringify(entry).length;
    if (size > room && (chunks.at(-1) ?? []).length > 0) {
      chunks.push([]);
      room = MAX_RECORD;
    }
    room -= size;
    chunks.at(-1)?.push(entry);
  }
  return chunks;
}

async function openLane(workspace: string, { documents, now }: LaneOptions) {
  const id = randomUUID().replaceAll("-", "").slice(0, 16);
  const head: LaneMark = {
    seq: 0,
    hash: firstHash(workspace, id),
    at: new Date(now()).toISOString(),
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const found = await documents.get(auditPath(workspace));
    const { opened = 0, closed = 0 } = found?.fields ?? {};
    const done = await documents.commit([
      {
        kind: "put",
        path: auditPath(workspace),
        fields: { opened: Number(opened) + 1, closed: Number(closed) },
        when: found ? { version: found.version } : "absent",
      },
      { kind: "put", path: lanePath(workspace, id), fields: head, when: "absent" },
    ]);
    if (done) return { id, head };
    // Another process opened a lane in between.
    await sleep(Math.random() * 10 * attempt);
  }
  throw new TurnError({ kind: "upstream", service: "audit", retryable: true });
}
