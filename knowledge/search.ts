import { join } from "node:path";
import type { Knowledge } from "../agent/knowledge.ts";
import calibration from "./calibration.json" with { type: "json" };
import { toClauses } from "./clauses.ts";
import { embedAll, toVectorIndex } from "./embed-passages.ts";
import { type Embedder, withCache } from "./embedder.ts";
import { findPassages, locate, toPassages } from "./find-passages.ts";
import { ingest } from "./ingest.ts";
import { createRanker } from "./ranker.ts";
import type { Calibration, Regression } from "./relevance.ts";
import { openVectors } from "./vectors.ts";
import { loadWordLore } from "./word-lore.ts";

export type KnowledgeOptions = {
  /** The workspace's folder; its documents are in `docs` below. */
  readonly folder: string;
  readonly name: string;
  /** Where the index is kept between starts, below `knowledge`. */
  readonly dataDir: string;
  /** Without one, words alone decide. */
  readonly embedder?: Embedder;
  /** Groups of words of like meaning, as the semantic model has them. */
  readonly synonyms?: readonly (readonly string[])[];
  /** How long opening waits for documents to be embedded that were not before; then search goes by word until they are. Default 20,000. */
  readonly patienceMs?: number;
};

export type OpenKnowledge = Knowledge &
  AsyncDisposable & {
    /** One sentence each: files that were skipped, an embedder that failed. May grow while the knowledge is open. */
    readonly warnings: readonly string[];
    /** Settles when every passage is embedded, or cannot be. Never rejects. */
    readonly embedded: Promise<void>;
  };

/** A question, whole and in its parts, with the vectors of each; without vectors words alone decide. */
type Asked = {
  readonly clauses: readonly string[];
  readonly vectors: readonly Float32Array[] | undefined;
};

const DEFAULT_MIN_RELEVANCE = 0.7;
const QUESTIONS_KEPT = 1_000;

/** Reads, cuts and indexes a workspace's documents; what did not change since the last start is not done again. */
export async function openKnowledge(options: KnowledgeOptions): Promise<OpenKnowledge> {
  const base = join(options.dataDir, "knowledge", options.name);
  const [{ documents, warnings: skipped }, lore] = await Promise.all([
    ingest(join(options.folder, "docs"), `${base}.chunks`),
    loadWordLore(),
  ]);
  const warnings = [...skipped];
  const chunks = locate(documents);
  const ranker = createRanker(chunks, { synonyms: options.synonyms ?? [], lore });
  const closing = new AbortController();
  const embedder = options.embedder && withCache(options.embedder, QUESTIONS_KEPT);
  let isEmbedded = false;

  const fill = async () => {
    if (!embedder) return;
    try {
      const vectors = await openVectors(`${base}.vectors`, embedder);
      await embedAll(chunks, vectors, { embedder, signal: closing.signal });
      ranker.useVectors(toVectorIndex(chunks, vectors, embedder.dimensions));
      isEmbedded = true;
    } catch (cause) {
      if (!closing.signal.aborted) warnings.push(`Cannot search by meaning: ${reasonOf(cause)}`);
    }
  };
  const embedded = fill();
  await atMost(embedded, options.patienceMs ?? 20_000);

  const ask = async (query: string, signal: AbortSignal): Promise<Asked> => {
    const clauses = toClauses(ranker.correct(query));
    if (!embedder || !isEmbedded) return { clauses, vectors: undefined };
    try {
      return { clauses, vectors: await embedder.embed(clauses, signal) };
    } catch (cause) {
      signal.throwIfAborted();
      isEmbedded = false;
      warnings.push(`Cannot search by meaning: ${reasonOf(cause)}`);
      return { clauses, vectors: undefined };
    }
  };

  return {
    warnings,
    embedded,
    async search(query, { topK, minRelevance = DEFAULT_MIN_RELEVANCE, signal }) {
      signal.throwIfAborted();
      const asked = await ask(query, signal);
      const candidates = asked.clauses.map((clause, i) =>
        ranker.candidates(clause, asked.vectors?.[i]),
      );
      const found = findPassages(candidates, regressionOf(asked, embedder));
      return toPassages(found, chunks, { topK, minRelevance });
    },
    async document(source) {
      const document = documents.find((one) => one.source === source);
      return document && { source, title: document.title, text: document.text };
    },
    sources: () => documents.map((document) => document.source),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await embedded;
    },
  };
}

/** A regression fitted to other vectors would mislead, so an embedder that nobody has calibrated only finds candidates. */
function regressionOf(asked: Asked, embedder: Embedder | undefined): Regression {
  const { hybrid, keyword }: Calibration = calibration;
  return (asked.vectors && embedder && hybrid[embedder.id]) || keyword;
}

async function atMost(work: Promise<void>, ms: number): Promise<void> {
  const stop = new AbortController();
  const { setTimeout: wait } = await import("node:timers/promises");
  const pause = wait(ms, undefined, { signal: stop.signal, ref: true }).catch(() => undefined);
  await Promise.race([work, pause]);
  stop.abort();
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
