/**
 * The one port to storage: documents in collections, as Firestore has them, so that everything that
 * lasts is written once and runs on either store.
 */

/** Segments taken in turn as collection and id: `["users", "ada@example.com", "notes", "1"]`. Ids are any text, see `encodeSegment`. */
export type DocumentPath = readonly string[];

/** As `DocumentPath`, ending with a collection. */
export type CollectionPath = readonly string[];

/** What a field can hold. Numbers are finite doubles; dates are text. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

/** A document's content, see `checkFields` for the rules. */
export type Fields = { readonly [name: string]: Value | undefined };

/** `version` changes with every write that changes the document and never comes back. */
export type StoredDocument = {
  readonly path: DocumentPath;
  readonly fields: Readonly<Record<string, Value>>;
  readonly version: string;
};

/** What must be true of a document for the whole commit to happen. An expired document is absent, yet keeps its version until it is purged. */
export type Precondition = "absent" | { readonly version: string };

/** `put` replaces the whole document. `expireAtMs` is Unix time; from then on no read returns the document. */
export type Write =
  | {
      readonly kind: "put";
      readonly path: DocumentPath;
      readonly fields: Fields;
      readonly expireAtMs?: number;
      readonly when?: Precondition;
    }
  | { readonly kind: "delete"; readonly path: DocumentPath; readonly when?: Precondition };

/** Matches documents whose field holds a value of the same type (text, number or truth) that compares so; text by code point. */
export type Filter = {
  readonly field: string;
  readonly is: "=" | "<" | "<=" | ">" | ">=";
  readonly value: string | number | boolean;
};

export type DocumentQuery = {
  /** One collection, or every collection of that name wherever it stands. */
  readonly from: CollectionPath | { readonly everyCollection: string };
  /** A filter other than `=` needs an order by its field (so does Firestore). */
  readonly where?: readonly Filter[];
  /** The field should hold text everywhere or numbers everywhere; documents without it are left out. Ties, and queries without an order, go by path in the same direction. */
  readonly orderBy?: { readonly field: string; readonly direction: "ascending" | "descending" };
  /** Goes on after this document of an earlier answer to the same query. */
  readonly after?: StoredDocument;
  readonly limit?: number;
};

/** Every call throws `TurnError`: `upstream`, service `store`, when the store is down, full or locked, `bad-request` for a path or value it cannot keep. */
export type Documents = AsyncDisposable & {
  get(path: DocumentPath): Promise<StoredDocument | undefined>;
  /** In the order asked for, undefined for the absent. */
  getMany(paths: readonly DocumentPath[]): Promise<readonly (StoredDocument | undefined)[]>;
  query(query: DocumentQuery): Promise<readonly StoredDocument[]>;
  /** All writes or none, each document at most once; false, with nothing written, when a precondition does not hold. */
  commit(writes: readonly Write[]): Promise<boolean>;
  /** Removes the document, or collection, and everything beneath it. Not atomic beside writes to the same tree. */
  deleteTree(path: DocumentPath | CollectionPath): Promise<void>;
  /** Removes expired documents from storage where the store does not do so itself; how many. */
  purge(): Promise<number>;
};

/** A document holds at most this much (Firestore: 1 MiB with names and overhead). */
export const MAX_DOCUMENT_BYTES = 1_000_000;

/** A commit carries at most this much (Firestore: 10 MiB a request; its emulator hangs at 9 MB, measured 2026-11). */
export const MAX_COMMIT_BYTES = 4_000_000;

/** @throws {Error} when the query is one that only one of the stores could answer. */
export function checkQuery({ where = [], orderBy }: DocumentQuery): void {
  const odd = where.find(({ field, is }) => is !== "=" && field !== orderBy?.field);
  if (odd) throw new Error(`Cannot filter by ${odd.is} on "${odd.field}": must be ordered by it`);
}
