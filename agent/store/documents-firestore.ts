import { setTimeout as sleep } from "node:timers/promises";
import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldPath,
  type Firestore,
  type Query,
  Timestamp,
  type WriteBatch,
} from "@google-cloud/firestore";
import { type CheckedWrite, checkWrites } from "./document-fields.ts";
import { decodeSegment, encodePath } from "./document-path.ts";
import {
  checkQuery,
  type DocumentPath,
  type DocumentQuery,
  type Documents,
  type StoredDocument,
} from "./documents.ts";
import { call, callWrite } from "./firestore-call.ts";
import { createFirestoreClient, type FirestorePlace } from "./firestore-client.ts";
import { fromFirestore, toFirestore } from "./firestore-fields.ts";

export type FirestoreOptions = FirestorePlace & {
  /** Unix ms. */
  readonly now?: () => number;
  /** How long to wait for an answer. Default 10 seconds. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 10_000;
/** A tree may hold thousands of documents. */
const DELETE_TREE_MS = 60_000;
const CLOSE_MS = 2_000;

/** Documents in a project's default database. Firestore's TTL policy on `expireAt` removes the expired; reads leave them out before that. */
export async function openFirestore(options: FirestoreOptions): Promise<Documents> {
  const { now = Date.now, timeoutMs = TIMEOUT_MS } = options;
  const db = createFirestoreClient(options);
  return createDocuments({ db, now, timeoutMs });
}

type Context = {
  readonly db: Firestore;
  readonly now: () => number;
  readonly timeoutMs: number;
};

function createDocuments({ db, now, timeoutMs }: Context): Documents {
  const refOf = (path: DocumentPath) => db.doc(encodePath(path).join("/"));
  const isLive = (found: DocumentSnapshot) => found.exists && !isExpired(found, now());
  const readAll = async (refs: DocumentReference[]) =>
    refs.length > 0 ? call(() => db.getAll(...refs), timeoutMs) : [];

  const query = async (asked: DocumentQuery): Promise<readonly StoredDocument[]> => {
    checkQuery(asked);
    const ordered = toQuery(db, asked, refOf);
    const most = asked.limit ?? Number.POSITIVE_INFINITY;
    const found: DocumentSnapshot[] = [];
    let next = ordered;
    // The expired are still there until the TTL policy gets to them: read on until there are enough.
    while (found.length < most) {
      const left = most - found.length;
      const limited = Number.isFinite(left) ? next.limit(left) : next;
      const page = await call(() => limited.get(), timeoutMs);
      found.push(...page.docs.filter(isLive));
      const last = page.docs.at(-1);
      if (!last || page.size < left) break;
      next = ordered.startAfter(last);
    }
    return found.flatMap((snapshot) => toDocument(snapshot) ?? []);
  };

  const commit = async (writes: readonly CheckedWrite[]): Promise<boolean> => {
    /** Versions of expired documents that are in the way of writes which want none. */
    let expired = new Map<CheckedWrite, Timestamp>();
    for (;;) {
      const batch = db.batch();
      for (const write of writes)
        addTo(batch, refOf(write.path), { write, expired: expired.get(write) });
      if (await callWrite(() => batch.commit(), timeoutMs)) return true;
      const creations = writes.filter(({ when }) => when === "absent");
      const found = await readAll(creations.map(({ path }) => refOf(path)));
      const inTheWay = new Map(
        creations.flatMap((write, index) => {
          const version = found[index]?.updateTime;
          return version ? [[write, version] as const] : [];
        }),
      );
      if (found.some(isLive) || isSame(inTheWay, expired)) return false;
      expired = inTheWay;
    }
  };

  return {
    get: async (path) => {
      const found = await call(() => refOf(path).get(), timeoutMs);
      return isLive(found) ? toDocument(found) : undefined;
    },
    getMany: async (paths) => {
      const found = await readAll(paths.map(refOf));
      return found.map((snapshot) => (isLive(snapshot) ? toDocument(snapshot) : undefined));
    },
    query,
    commit: async (writes) => commit(checkWrites(writes)),
    deleteTree: async (path) => {
      const name = encodePath(path).join("/");
      const ref = path.length % 2 === 0 ? db.doc(name) : db.collection(name);
      await call(() => db.recursiveDelete(ref), DELETE_TREE_MS);
    },
    purge: async () => 0,
    [Symbol.asyncDispose]: async () => {
      // The client waits for calls that are still being tried, which end with the process.
      await Promise.race([db.terminate(), sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

type Attempt = { readonly write: CheckedWrite; readonly expired: Timestamp | undefined };

function addTo(batch: WriteBatch, ref: DocumentReference, { write, expired }: Attempt): void {
  const version = expired ?? toTimestamp(write.when);
  // The client has no "replace if unchanged"; the writes of a commit are applied in order.
  if (version) batch.delete(ref, { lastUpdateTime: version });
  const mustCreate = write.when === "absent" && !version;
  if (write.kind === "put") {
    const fields = { ...toFirestore(write.fields), ...toExpireAt(write.expireAtMs) };
    if (mustCreate) batch.create(ref, fields);
    else batch.set(ref, fields);
  } else {
    if (mustCreate) batch.create(ref, {});
    if (!version) batch.delete(ref);
  }
}

function toQuery(
  db: Firestore,
  { from, where = [], orderBy, after }: DocumentQuery,
  refOf: (path: DocumentPath) => DocumentReference,
): Query {
  const source: Query =
    "everyCollection" in from
      ? db.collectionGroup(encodePath([from.everyCollection]).join("/"))
      : db.collection(encodePath(from).join("/"));
  const filtered = where.reduce(
    (query, { field, is, value }) => query.where(field, is === "=" ? "==" : is, value),
    source,
  );
  const id = FieldPath.documentId();
  const last = after && refOf(after.path);
  if (!orderBy) return startAfter(filtered.orderBy(id), last && [last]);
  const direction = orderBy.direction === "descending" ? "desc" : "asc";
  const ordered = filtered.orderBy(orderBy.field, direction).orderBy(id, direction);
  return startAfter(ordered, last && [after?.fields[orderBy.field], last]);
}

function startAfter(query: Query, cursor: readonly unknown[] | undefined): Query {
  return cursor ? query.startAfter(...cursor) : query;
}

function toDocument(found: DocumentSnapshot): StoredDocument | undefined {
  const data = found.data();
  const { updateTime } = found;
  if (!data || !updateTime) return undefined;
  const { expireAt: _, ...fields } = data;
  return {
    path: found.ref.path.split("/").map(decodeSegment),
    fields: fromFirestore(fields),
    version: `${updateTime.seconds}.${updateTime.nanoseconds}`,
  };
}

function toTimestamp(when: CheckedWrite["when"]): Timestamp | undefined {
  if (typeof when !== "object") return undefined;
  const [seconds, nanoseconds] = when.version.split(".").map(Number);
  return new Timestamp(seconds ?? 0, nanoseconds ?? 0);
}

function toExpireAt(expireAtMs: number | undefined): { expireAt?: Timestamp } {
  return expireAtMs === undefined ? {} : { expireAt: Timestamp.fromMillis(expireAtMs) };
}

function isExpired(found: DocumentSnapshot, nowMs: number): boolean {
  const expireAt: unknown = found.get("expireAt");
  return expireAt instanceof Timestamp && expireAt.toMillis() <= nowMs;
}

function isSame(a: ReadonlyMap<CheckedWrite, Timestamp>, b: typeof a): boolean {
  return a.size === b.size && [...a].every(([write, time]) => b.get(write)?.isEqual(time));
}
