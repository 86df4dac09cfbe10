import type { Chunk } from "./chunk.ts";
import type { IngestedDocument } from "./ingest.ts";

/** A chunk with its document's name. */
export type Located = Chunk & { readonly source: string; readonly title: string };

/** Passages of all documents, in order. */
export function locate(documents: readonly IngestedDocument[]): readonly Located[] {
  return documents.flatMap(({ chunks, source, title }) =>
    chunks.map((chunk) => ({ ...chunk, source, title })),
  );
}

/** Headings that say what stands below them; the number of a page does not. */
export function tellingHeadings({ headings }: Pick<Located, "headings">): readonly string[] {
  return headings.filter((heading) => !/^page \d+$/i.test(heading));
}
