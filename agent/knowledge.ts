import type { Passage } from "./events.ts";

/** A whole document, as the client opens it. `text` is Markdown or plain text. */
export type KnowledgeDocument = {
  readonly source: string;
  readonly title: string;
  readonly text: string;
};

/** Company knowledge of one workspace: passages of its documents, found by meaning and by word. */
export type Knowledge = {
  /**
   * Passages that bear on the query, most relevant first, at most `topK`, none below `minRelevance` (0..1, default 0.7).
   *
   * @throws the reason of `signal` when that aborts.
   */
  search(
    query: string,
    options: { topK: number; minRelevance?: number; signal: AbortSignal },
  ): Promise<readonly Passage[]>;
  /** Undefined when there is no such document. */
  document(source: string): Promise<KnowledgeDocument | undefined>;
  /** Names of all documents, sorted. */
  sources(): readonly string[];
  /** One sentence about what search lacks at the moment, for whoever runs the service; undefined when nothing. */
  lacking?(): string | undefined;
};
