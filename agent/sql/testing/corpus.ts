import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Cell } from "../../events.ts";

/** A statement with its rows on the embedded warehouse, or with words of its refusal there. */
export type CorpusCase = { readonly topic: string; readonly sql: string } & (
  | { readonly rows: readonly (readonly Cell[])[] }
  | { readonly refused: string }
);

type Written = Readonly<Record<string, readonly Omit<CorpusCase, "topic">[]>>;

/** Every statement of testdata/corpus.yaml, in its order. */
export function readCorpus(): readonly CorpusCase[] {
  const file = new URL("../testdata/corpus.yaml", import.meta.url);
  const topics = parse(readFileSync(file, "utf8")) as Written;
  return Object.entries(topics).flatMap(([topic, cases]) =>
    cases.map((written) => ({ topic, ...written }) as CorpusCase),
  );
}
