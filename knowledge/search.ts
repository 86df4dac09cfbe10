import { join } from "node:path";
import type { Knowledge } from "../agent/knowledge.ts";
import calibration from "./calibration.json" with { type: "json" };
import { toClauses } from "./clauses.ts";
import { type Embedder, embedQuestions } from "./embedder.ts";
import { fillVectors } from "./fill-vectors.ts";
import { findPassages, toPassages } from "./find-passages.ts";
import { ingest } from "./ingest.ts";
import { locate } from "./located.ts";
import { createRanker, type Scored } from "./ranker.ts";
import type { Calibration, Regression } from "./relevance.ts";
import type { VectorStore } from "./vector-search.ts";
import { createFileVectors } from "./vectors-file.ts";
import { loadWordLore } from "./word-lore.ts";

export type KnowledgeOptions = {
  /** The workspace's folder; its documents are in `docs` below. */
  readonly folder: string;
  readonly name: string;
  /** Where the index is kept between starts, below `knowledge`. */
  readonly dataDir: string;
  /** Without one, words alone decide. */
  readonly embedder?: Embedder;
  /** Where vectors are kept; a file below `dataDir` when there is none. */
  readonly vectors?: VectorStore;
  /** Groups of words of like meaning, as the semantic model has them. */
  readonly synonyms?: readonly (readonly string[])[];
  /** How long opening waits for documents to be embedded that were not before; then search goes by word until they are. Default 20,000. */
  readonly patienceMs?: number;
};

export type OpenKnowledge = Knowledge &
  AsyncDisposable & {
    /** One sentence each: files that were skipped, an embedder that failed. As of now. */
    readonly warnings: readonly string[];
    /** Settles when every passage is embedded, or could not be for now. Never rejects. */
    readonly embedded: Promise<void>;
  };

/** The candidates of a question and of each of its parts, and what weighs their features. */
type Asked = {
  readonly candidates: readonly (readonly Scored[])[];
  readonly regression: Regression;
};

const CALIBRATION: Calibration = calibration;
const DEFAULT_MIN_RELEVANCE = 0.7;
const QUESTIONS_KEPT = 1_000;

/** Reads, cuts and indexes a workspace's documents; what did not change since the last start is not done again. */
export async function openKnowledge(options: KnowledgeOptions): Promise<OpenKnowledge> {
  const base = join(options.dataDir, "knowledge", options.name);
  const [{ documents, warnings: skipped }, lore] = await Promise.all([
    ingest(join(options.folder, "docs"), `${base}.chunks`),
    loadWordLore(),
  ]);
  const chunks = locate(documents);
  const ranker = createRanker(chunks, { synonyms: options.synonyms ?? [], lore });
  const { embedder, vectors: store = createFileVectors(`${base}.vectors`) } = options;
  const questions = embedder && embedQuestions(embedder, QUESTIONS_KEPT);
  const filling = embedder && fillVectors(chunks, { store, embedder, filled: ranker.useVectors });
  const embedded = filling?.tried ?? Promise.resolve();
  let failure: string | undefined;
  await atMost(embedded, options.patienceMs ?? 20_000);

  const byMeaning = async (query: string, signal: AbortSignal): Promise<Asked | undefined> => {
    if (!questions || filling?.lacking() !== undefined) return undefined;
    try {
      const clauses = toClauses(ranker.correct(query));
      const asked = await questions.embed(clauses, signal);
      const found = clauses.map((clause, i) => ranker.candidates(clause, asked[i], signal));
      const candidates = await Promise.all(found);
      failure = undefined;
      return { candidates, regression: regressionOf(questions, chunks.length) };
    } catch (cause) {
      signal.throwIfAborted();
      failure = `Cannot search by meaning: ${reasonOf(cause)}`;
      return undefined;
    }
  };
  const byWord = async (query: string, signal: AbortSignal): Promise<Asked> => {
    const clauses = toClauses(ranker.correct(query));
    const found = clauses.map((clause) => ranker.candidates(clause, undefined, signal));
    return { candidates: await Promise.all(found), regression: CALIBRATION.keyword };
  };

  // Before the patience is over nothing is amiss: it is told by what is lacking.
  const lacking = () => filling?.lacking() ?? failure;
  return {
    get warnings() {
      return [...skipped, ...[lacking()].flatMap((one) => one ?? [])];
    },
    embedded,
    lacking,
    async search(query, { topK, minRelevance = DEFAULT_MIN_RELEVANCE, signal }) {
      signal.throwIfAborted();
      const asked = (await byMeaning(query, signal)) ?? (await byWord(query, signal));
      const found = findPassages(asked.candidates, asked.regression);
      return toPassages(found, chunks, { topK, minRelevance });
    },
    async document(source) {
      const document = documents.find((one) => one.source === source);
      return document && { source, title: document.title, text: document.text };
    },
    sources: () => documents.map((document) => document.source),
    async [Symbol.asyncDispose]() {
      await filling?.[Symbol.asyncDispose]();
    },
  };
}

/** Among fewer passages nothing can stand out, and words weigh alone. */
const FEW_PASSAGES = 10;

/** Cosines of one embedder say little about another's; of one that nobody has calibrated counts what stands out. */
function regressionOf({ id }: Embedder, passages: number): Regression {
  if (passages < FEW_PASSAGES) return CALIBRATION.keyword;
  return CALIBRATION.hybrid[id] ?? CALIBRATION.portable;
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
