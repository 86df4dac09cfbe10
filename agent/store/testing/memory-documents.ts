import { checkWrites } from "../document-fields.ts";
import { encodePath } from "../document-path.ts";
import {
  checkQuery,
  type DocumentPath,
  type DocumentQuery,
  type Documents,
  type Filter,
  type StoredDocument,
  type Value,
} from "../documents.ts";

type Held = { readonly document: StoredDocument; readonly expireAtMs: number };

/** The port in its plainest form, which the stores are compared with. */
export function createMemoryDocuments(now: () => number): Documents {
  const held = new Map<string, Held>();
  let version = 0;
  const isLive = ({ expireAtMs }: Held) => expireAtMs > now();
  const live = (path: DocumentPath) => {
    const found = held.get(keyOf(path));
    return found && isLive(found) ? found.document : undefined;
  };
  return {
    get: async (path) => live(path),
    getMany: async (paths) => paths.map(live),
    query: async (query) => {
      checkQuery(query);
      const all = [...held.values()].filter(isLive).map(({ document }) => document);
      return answer(query, all);
    },
    commit: async (writes) => {
      const checked = checkWrites(writes);
      const holds = checked.every(({ path, when }) => {
        if (when === "absent") return !live(path);
        return !when || held.get(keyOf(path))?.document.version === when.version;
      });
      if (!holds) return false;
      version += 1;
      for (const write of checked) {
        const { path } = write;
        if (write.kind === "delete") held.delete(keyOf(path));
        else {
          const document = { path, fields: structuredClone(write.fields), version: `${version}` };
          const { expireAtMs = Number.POSITIVE_INFINITY } = write;
          held.set(keyOf(path), { document, expireAtMs });
        }
      }
      return true;
    },
    deleteTree: async (path) => {
      const key = keyOf(path);
      for (const other of held.keys()) {
        if (other === key || other.startsWith(`${key}\t`)) held.delete(other);
      }
    },
    purge: async () => {
      const expired = [...held].filter(([, found]) => !isLive(found));
      for (const [key] of expired) held.delete(key);
      return expired.length;
    },
    [Symbol.asyncDispose]: async () => held.clear(),
  };
}

function answer(query: DocumentQuery, all: readonly StoredDocument[]): StoredDocument[] {
  const { from, where = [], orderBy, after, limit } = query;
  const inScope = ({ path }: StoredDocument) =>
    "everyCollection" in from
      ? path.at(-2) === from.everyCollection
      : keyOf(path.slice(0, -1)) === keyOf(from);
  const sign = orderBy?.direction === "descending" ? -1 : 1;
  const compare = (a: StoredDocument, b: StoredDocument) =>
    sign *
    ((orderBy ? compareValues(a.fields[orderBy.field], b.fields[orderBy.field]) : 0) ||
      compareText(keyOf(a.path), keyOf(b.path)));
  return all
    .filter(inScope)
    .filter(({ fields }) => where.every((filter) => matches(filter, fields[filter.field])))
    .filter(({ fields }) => !orderBy || fields[orderBy.field] !== undefined)
    .sort(compare)
    .filter((document) => !after || compare(document, after) > 0)
    .slice(0, limit);
}

function matches({ is, value }: Filter, found: Value | undefined): boolean {
  if (typeof found !== typeof value) return false;
  const order = compareValues(found, value);
  if (is === "=") return order === 0;
  if (is === "<") return order < 0;
  if (is === "<=") return order <= 0;
  return is === ">" ? order > 0 : order >= 0;
}

function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  return Number(a) - Number(b);
}

function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function keyOf(path: readonly string[]): string {
  return encodePath(path).join("\t");
}
