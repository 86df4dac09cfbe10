import { hash } from "node:crypto";
import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
} from "@google-cloud/firestore";
import type { Located } from "./located.ts";
import { fromBytes, toBytes } from "./packed-vectors.ts";
import {
  dot,
  headingText,
  nearestUnit,
  type PassageVectors,
  textsOf,
  wholeOf,
} from "./passage-vectors.ts";
import {
  type Filling,
  type Near,
  toStandsOut,
  type VectorSearch,
  type VectorStore,
} from "./vector-search.ts";
import { within } from "./within.ts";

/** Passages embedded and written at once: some 500 kB. */
const BATCH = 50;
/** Firestore's limit of one `findNearest`. */
const MOST_NEAREST = 1_000;
/** So many passages say what distances are usual. */
const SAMPLE = 256;
/** A question then goes on by words. */
const SEARCH_MS = 5_000;
const FILL_MS = 60_000;

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
      return createSearch({ ...place, keys, sample });
    },
  };
}

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

const keyIn = ({ id }: { readonly id: string }) => id.slice(id.indexOf("-") + 1);

async function listKeys(place: Place, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const found = await within(() => queryOf(place).select().get(), { ms: FILL_MS, signal });
  return new Set(found.docs.map(keyIn));
}

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

type Reading = {
  readonly mask: string[];
  readonly ms: number;
  readonly signal: AbortSignal;
};

async function readAll(
  place: Place,
  keys: readonly string[],
  { mask, ms, signal }: Reading,
): Promise<readonly DocumentSnapshot[]> {
  if (keys.length === 0) return [];
  const refs = keys.map((key) => refOf(place, key));
  const found = await within(() => place.db.getAll(...refs, { fieldMask: mask }), {
    ms,
    signal,
  });
  return found.filter((snapshot) => snapshot.exists);
}

function wholeIn(snapshot: DocumentSnapshot): Float32Array {
  const whole: unknown = snapshot.get("whole");
  const isVector = typeof whole === "object" && whole !== null && "toArray" in whole;
  return isVector && typeof whole.toArray === "function"
    ? Float32Array.from(whole.toArray())
    : new Float32Array();
}

function vectorsIn(snapshot: DocumentSnapshot): PassageVectors {
  const parts: unknown = snapshot.get("parts");
  const dimensions = wholeIn(snapshot).length;
  const [heading = new Float32Array(dimensions), ...units] =
    parts instanceof Uint8Array ? fromBytes(parts, dimensions) : [];
  return { heading, units };
}

type Searching = Place & {
  readonly keys: readonly string[];
  readonly sample: readonly Float32Array[];
};

function createSearch({ keys, sample, ...place }: Searching): VectorSearch {
  const placesOf = new Map<string, number[]>();
  for (const [i, key] of keys.entries()) placesOf.set(key, [...(placesOf.get(key) ?? []), i]);
  const mask = ["whole", "parts"];
  return {
    async nearest(query, { limit, also, signal }) {
      const most = Math.min(limit, keys.length, MOST_NEAREST);
      const nearest =
        most > 0 && dot(query, query) > 0 ? await findNearest(place, query, { most, signal }) : [];
      const known = new Set(nearest.map(keyIn));
      const others = new Set(also.flatMap((i) => keys[i] ?? []).filter((key) => !known.has(key)));
      const further = await readAll(place, [...others], { mask, ms: SEARCH_MS, signal });
      const usual = Float32Array.from(sample, (whole) => dot(whole, query));
      const standsOut = toStandsOut(usual, keys.length);
      const near = new Map<number, Near>();
      for (const snapshot of [...nearest, ...further]) {
        const vectors = vectorsIn(snapshot);
        const nearness = {
          unit: nearestUnit(vectors, query),
          heading: dot(vectors.heading, query),
          standsOut: standsOut(dot(wholeIn(snapshot), query)),
        };
        for (const passage of placesOf.get(keyIn(snapshot)) ?? [])
          near.set(passage, { passage, nearness });
      }
      return inOrder([...near.values()], { limit: most, also });
    },
  };
}

/** A text filed twice is one document there and two passages here. */
function inOrder(
  near: readonly Near[],
  { limit, also }: { limit: number; also: readonly number[] },
): readonly Near[] {
  const asked = new Set(also);
  const kept = near.slice(0, limit);
  return [...kept, ...near.slice(limit).filter(({ passage }) => asked.has(passage))];
}

async function findNearest(
  place: Place,
  query: Float32Array,
  { most, signal }: { most: number; signal: AbortSignal },
): Promise<readonly DocumentSnapshot[]> {
  const asked = queryOf(place).findNearest({
    vectorField: "whole",
    queryVector: [...query],
    limit: most,
    // All are of length 1, where this is the cosine.
    distanceMeasure: "DOT_PRODUCT",
  });
  return (await within(() => asked.get(), { ms: SEARCH_MS, signal })).docs;
}
