import { hash } from "node:crypto";
import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
} from "@google-cloud/firestore";
import type { Located } from "./located.ts";
import { fromBytes, toBytes } from "./packed-vectors.ts";
import { headingText, textsOf, wholeOf } from "./passage-vectors.ts";
import { createStoredSearch, type Reading, type StoredPassage } from "./stored-search.ts";
import type { Filling, VectorStore } from "./vector-search.ts";
import { within } from "./within.ts";

/** Passages embedded and written at once: some 500 kB. */
const BATCH = 50;
/** A question then goes on by words. */
const SEARCH_MS = 5_000;
/** Milliseconds that one step of filling may take. */
const FILL_MS = 60_000;

/** Firestore's limit of one `findNearest`. */
const MOST_NEAREST = 1_000;
/** So many passages say what distances are usual. */
const SAMPLE = 256;

export type FirestoreVectorsOptions = {
  readonly db: Firestore;
  readonly workspace: string;
};

/**
 * Vectors in Firestore's collection `passages`, by what the passages say, searched there with the workspace as
 * pre-filter (`firestore.indexes.json` has the index). Several processes share them.
 */
export function createFirestoreVectors({ db, workspace }: FirestoreVectorsOptions): VectorStore {
  return {
    async fill(passages, { embedder, signal }) {
      const place = { db, workspace, embedderId: embedder.id };
      const keys = passages.map(keyOf);
      const there = await listKeys(place, signal);
      const missing = new Map(
        passages.flatMap((passage, i) => {
          const key = keys[i] ?? "";
          return there.has(key) ? [] : [[key, passage] as const];
        }),
      );
      await addAll(place, [...missing], { embedder, signal });
      const wanted = new Set(keys);
      await removeAll(
        place,
        [...there].filter((key) => !wanted.has(key)),
        signal,
      );
      const sample = await readSample(place, [...wanted], signal);
      return createStoredSearch(keys, sample, readerOf(place));
    },
  };
}

/** The passages of one workspace, as one embedder made their vectors. */
type Place = {
  readonly db: Firestore;
  readonly workspace: string;
  readonly embedderId: string;
};

/** What a passage is known by: all that is embedded of it. */
function keyOf(passage: Located): string {
  return hash("sha256", JSON.stringify(textsOf([passage])), "hex").slice(0, 32);
}

function refOf({ db, workspace, embedderId }: Place, key: string): DocumentReference {
  const owner = hash("sha256", `${workspace}\n${embedderId}`, "hex").slice(0, 16);
  return db.collection("passages").doc(`${owner}-${key}`);
}

function queryOf({ db, workspace, embedderId }: Place) {
  return db
    .collection("passages")
    .where("workspace", "==", workspace)
    .where("embedder", "==", embedderId);
}

/** The key of a passage's record. */
const keyIn = ({ id }: { readonly id: string }) => id.slice(id.indexOf("-") + 1);

/** Keys of all passages that are there. @throws {Error} of Firestore; the reason of `signal` when that aborts. */
async function listKeys(place: Place, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const found = await within(() => queryOf(place).select().get(), { ms: FILL_MS, signal });
  return new Set(found.docs.map(keyIn));
}

/** Embeds and writes passages, some at a time. @throws {Error} of the embedder or Firestore; the reason of `signal`. */
async function addAll(
  place: Place,
  missing: readonly (readonly [key: string, passage: Located])[],
  { embedder, signal }: Filling,
): Promise<void> {
  for (let from = 0; from < missing.length; from += BATCH) {
    signal.throwIfAborted();
    const some = missing.slice(from, from + BATCH);
    const texts = [...new Set(textsOf(some.map(([, passage]) => passage)))];
    const vectors = await embedder.embed(texts, signal);
    const known = new Map(texts.map((text, i) => [text, vectors[i]] as const));
    const none = new Float32Array(embedder.dimensions);
    const batch = place.db.batch();
    for (const [key, passage] of some) {
      const own = {
        heading: known.get(headingText(passage)) ?? none,
        units: passage.units.map((unit) => known.get(unit) ?? none),
      };
      batch.set(refOf(place, key), {
        workspace: place.workspace,
        embedder: place.embedderId,
        whole: FieldValue.vector([...wholeOf(own)]),
        parts: Buffer.from(toBytes([own.heading, ...own.units])),
      });
    }
    await within(() => batch.commit(), { ms: FILL_MS, signal });
  }
}

/** @throws {Error} of Firestore; the reason of `signal` when that aborts. */
async function removeAll(
  place: Place,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (let from = 0; from < keys.length; from += 400) {
    const batch = place.db.batch();
    for (const key of keys.slice(from, from + 400)) batch.delete(refOf(place, key));
    await within(() => batch.commit(), { ms: FILL_MS, signal });
  }
}

type Wanted = {
  readonly mask: string[];
  readonly ms: number;
  readonly signal: AbortSignal;
};

/** Records by key, without those that are not there. @throws {Error} of Firestore; the reason of `signal`. */
async function readAll(
  place: Place,
  keys: readonly string[],
  { mask, ms, signal }: Wanted,
): Promise<readonly DocumentSnapshot[]> {
  if (keys.length === 0) return [];
  const refs = keys.map((key) => refOf(place, key));
  const found = await within(() => place.db.getAll(...refs, { fieldMask: mask }), {
    ms,
    signal,
  });
  return found.filter((snapshot) => snapshot.exists);
}

/** Empty for a record without. */
function readerOf(place: Place): Reading {
  return {
    nearest: async (query, { most, signal }) => {
      const asked = queryOf(place).findNearest({
        vectorField: "whole",
        queryVector: [...query],
        limit: Math.min(most, MOST_NEAREST),
        // All are of length 1, where this is the cosine.
        distanceMeasure: "DOT_PRODUCT",
      });
      return (await within(() => asked.get(), { ms: SEARCH_MS, signal })).docs.map(toStored);
    },
    read: async (keys, signal) => {
      const mask = ["whole", "parts"];
      return (await readAll(place, keys, { mask, ms: SEARCH_MS, signal })).map(toStored);
    },
  };
}

function toStored(snapshot: DocumentSnapshot): StoredPassage {
  const whole = wholeIn(snapshot);
  const parts: unknown = snapshot.get("parts");
  const [heading = new Float32Array(whole.length), ...units] =
    parts instanceof Uint8Array ? fromBytes(parts, whole.length) : [];
  return { key: keyIn(snapshot), whole, heading, units };
}

function wholeIn(snapshot: DocumentSnapshot): Float32Array {
  const whole: unknown = snapshot.get("whole");
  const isVector = typeof whole === "object" && whole !== null && "toArray" in whole;
  return isVector && typeof whole.toArray === "function"
    ? Float32Array.from(whole.toArray())
    : new Float32Array();
}

/** Vectors of a record, its heading zero where it has none. */
/** Wholes of evenly chosen passages. */
async function readSample(
  place: Place,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const step = Math.max(1, keys.length / SAMPLE);
  const chosen = Array.from(
    { length: Math.min(SAMPLE, keys.length) },
    (_, i) => keys[Math.floor(i * step)] ?? "",
  );
  const found = await readAll(place, chosen, { mask: ["whole"], ms: FILL_MS, signal });
  return found.map(wholeIn);
}
