import fc from "fast-check";
import type {
  CollectionPath,
  DocumentPath,
  DocumentQuery,
  Documents,
  Fields,
  StoredDocument,
  Value,
  Write,
} from "../documents.ts";
import type { Clock } from "./clock.ts";

type RandomWrite = {
  readonly path: DocumentPath;
  /** Undefined deletes. */
  readonly fields: Fields | undefined;
  readonly liveMs: number | undefined;
  readonly when: "anyhow" | "absent" | "unchanged" | "as first seen";
};

/** One step of a random history. */
export type Operation =
  | { readonly kind: "commit"; readonly writes: readonly RandomWrite[] }
  | { readonly kind: "getMany"; readonly paths: readonly DocumentPath[] }
  | { readonly kind: "query"; readonly query: DocumentQuery; readonly pageSize: number }
  | { readonly kind: "deleteTree"; readonly path: DocumentPath | CollectionPath }
  | { readonly kind: "advance"; readonly ms: number };

const ids = ["x", "a/b", ".", "..", "__x__", "", "ä@b.c", "🦊", "\uffee", "100%", "a\tb"];
const words = ["", "a", "B", "é", "🦊", "\uffee", "a\u0000b", "'; --"];

const id = fc.constantFrom(...ids);
const documentPath: fc.Arbitrary<DocumentPath> = fc.oneof(
  fc.tuple(fc.constant("top"), id),
  fc.tuple(fc.constant("top"), id, fc.constant("under"), fc.constantFrom("x", "/")),
);
const collectionPath: fc.Arbitrary<CollectionPath> = fc.oneof(
  fc.constant(["top"]),
  id.map((parent) => ["top", parent, "under"]),
);

const json: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom("", "$bytes", "$json", "__x__", "a.b"), fc.string({ maxLength: 4 })),
      tie("value"),
      { maxKeys: 3 },
    ),
  ),
})).value;

const fields: fc.Arbitrary<Fields> = fc.record(
  {
    number: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(0.5, 1e15)),
    word: fc.constantFrom(...words),
    truth: fc.boolean(),
    mixed: fc.constantFrom<Value>(1, "1", true, null),
    any: json,
  },
  { requiredKeys: [] },
);

const write: fc.Arbitrary<RandomWrite> = fc.record({
  path: documentPath,
  fields: fc.option(fields, { nil: undefined, freq: 4 }),
  liveMs: fc.option(fc.constantFrom(10, 100), { nil: undefined }),
  when: fc.constantFrom("anyhow", "anyhow", "absent", "unchanged", "as first seen"),
});

const order = fc.record({
  field: fc.constantFrom("number", "word"),
  direction: fc.constantFrom("ascending" as const, "descending" as const),
});
const range = fc.constantFrom("<" as const, "<=" as const, ">" as const, ">=" as const);
const equality = fc.constantFrom(
  ...[1, "1", true].map((value) => ({ field: "mixed", is: "=" as const, value })),
  { field: "truth", is: "=" as const, value: false },
  ...words.slice(0, 3).map((value) => ({ field: "word", is: "=" as const, value })),
);

const query: fc.Arbitrary<DocumentQuery> = fc
  .record({
    from: fc.oneof(collectionPath, fc.constant({ everyCollection: "under" })),
    where: fc.array(equality, { maxLength: 1 }),
    ordered: fc.option(
      fc.record({ orderBy: order, is: fc.option(range), word: fc.constantFrom(...words) }),
    ),
  })
  .map(({ from, where, ordered }) => {
    if (!ordered) return { from, where };
    const { orderBy, is, word } = ordered;
    const value = orderBy.field === "word" ? word : word.length;
    const filters = is ? [...where, { field: orderBy.field, is, value }] : where;
    return { from, where: filters, orderBy };
  });

export const operations: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant("commit" as const),
        writes: fc.uniqueArray(write, { minLength: 1, maxLength: 3, selector: keyOf }),
      }),
    },
    fc.record({
      kind: fc.constant("getMany" as const),
      paths: fc.array(documentPath, { maxLength: 4 }),
    }),
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("query" as const),
        query,
        pageSize: fc.integer({ min: 1, max: 3 }),
      }),
    },
    fc.record({
      kind: fc.constant("deleteTree" as const),
      path: fc.oneof(documentPath, collectionPath),
    }),
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("advance" as const),
        ms: fc.constantFrom(1, 10, 100),
      }),
    },
  ),
  { minLength: 5, maxLength: 25 },
);

/** Runs a history against one store; what it answered, step by step, in a form that compares across stores. */
export async function replay(
  documents: Documents,
  history: readonly Operation[],
  clock: Clock,
): Promise<readonly unknown[]> {
  const seen = new Map<string, string[]>();
  const answers: unknown[] = [];
  for (const operation of history) answers.push(await run(documents, operation, { clock, seen }));
  return answers;
}

type Run = { readonly clock: Clock; readonly seen: Map<string, string[]> };

async function run(documents: Documents, operation: Operation, { clock, seen }: Run) {
  switch (operation.kind) {
    case "commit": {
      const writes = operation.writes.map((w, index) => toWrite(w, { clock, seen, index }));
      const committed = await documents.commit(writes);
      const after = await documents.getMany(writes.map(({ path }) => path));
      for (const found of after) if (found) remember(found, seen);
      return { committed, after: after.map(toComparable) };
    }
    case "getMany":
      return (await documents.getMany(operation.paths)).map(toComparable);
    case "query":
      return allPages(documents, operation.query, operation.pageSize);
    case "deleteTree":
      return documents.deleteTree(operation.path);
    case "advance":
      return clock.advance(operation.ms);
  }
}

async function allPages(documents: Documents, asked: DocumentQuery, limit: number) {
  const whole = (await documents.query(asked)).map(toComparable);
  const pages: unknown[] = [];
  let page = await documents.query({ ...asked, limit });
  for (let after = page.at(-1); after; after = page.at(-1)) {
    pages.push(...page.map(toComparable));
    page = await documents.query({ ...asked, limit, after });
  }
  expect(pages).toEqual(whole);
  return whole;
}

function toWrite(
  { path, fields: given, liveMs, when }: RandomWrite,
  { clock, seen, index }: Run & { readonly index: number },
): Write {
  const versions = seen.get(JSON.stringify(path)) ?? [];
  const version = when === "unchanged" ? versions.at(-1) : versions[0];
  const wanted = when === "anyhow" ? undefined : when === "absent" ? when : version && { version };
  const condition = wanted ? { when: wanted } : {};
  if (!given) return { kind: "delete", path, ...condition };
  // Every put differs from the one before, so that every version does.
  const unique = { ...given, write: `${[...seen.values()].flat().length}.${index}` };
  const expiry = liveMs === undefined ? {} : { expireAtMs: clock.now() + liveMs };
  return { kind: "put", path, fields: unique, ...expiry, ...condition };
}

function remember({ path, version }: StoredDocument, seen: Run["seen"]): void {
  const key = JSON.stringify(path);
  const versions = seen.get(key) ?? [];
  if (versions.at(-1) !== version) seen.set(key, [...versions, version]);
}

function toComparable(found: StoredDocument | undefined): unknown {
  return found && { path: found.path, fields: found.fields };
}

function keyOf({ path }: RandomWrite): string {
  return JSON.stringify(path);
}
