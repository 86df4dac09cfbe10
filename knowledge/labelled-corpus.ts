import { join } from "node:path";
import { toClauses } from "./clauses.ts";
import type { Embedder } from "./embedder.ts";
import { type Answer, bears } from "./evaluation.ts";
import { findPassages } from "./find-passages.ts";
import type { Example } from "./fit-regression.ts";
import { ingest } from "./ingest.ts";
import { type Label, placeOf, readLabels } from "./labels.ts";
import { type Located, locate } from "./located.ts";
import { createRanker, type Scored } from "./ranker.ts";
import type { Regression } from "./relevance.ts";
import { createFileVectors } from "./vectors-file.ts";
import { loadWordLore } from "./word-lore.ts";

/** Documents with questions whose answers a person has marked. */
export type LabelledCorpus = { readonly company: string; readonly rows: readonly Row[] };

/** A question with the candidates of each of its clauses. */
type Row = {
  readonly label: Label;
  readonly clauses: readonly (readonly (Scored & { readonly place: string })[])[];
};

export type CorpusOptions = {
  readonly company: string;
  readonly docs: string;
  readonly labels: string;
  readonly cacheDir: string;
  /** Without one, words alone decide. */
  readonly embedder?: Embedder;
  /** Passages of other documents, to search among. */
  readonly distractors?: readonly Located[];
};

const never = new AbortController().signal;

/** Asks every question of a company's labels. @throws {Error} when labels name passages that are not there. */
export async function openLabelledCorpus(options: CorpusOptions): Promise<LabelledCorpus> {
  const { company, cacheDir, embedder } = options;
  const { documents } = await ingest(options.docs, join(cacheDir, `${company}.chunks`));
  const own = locate(documents);
  const labels = await readLabels(options.labels, new Set(own.map(placeOf)));
  const chunks = [...own, ...(options.distractors ?? [])];
  const ranker = createRanker(chunks, { synonyms: [], lore: await loadWordLore() });
  if (embedder) {
    // One file for all, so that the distractors are embedded once.
    const store = createFileVectors(join(cacheDir, "all.vectors"), { keepsAll: true });
    ranker.useVectors(await store.fill(chunks, { embedder, signal: never }));
  }
  const rows: Row[] = [];
  for (const label of labels) {
    const clauses = toClauses(ranker.correct(label.question));
    const vectors = await embedder?.embed(clauses, never);
    const found = await Promise.all(
      clauses.map((clause, i) => ranker.candidates(clause, vectors?.[i], never)),
    );
    rows.push({
      label,
      clauses: found.map((list) =>
        list.map((one) => ({ ...one, place: placeAt(chunks, one.passage) })),
      ),
    });
  }
  return { company, rows };
}

function placeAt(chunks: readonly Located[], passage: number): string {
  const chunk = chunks[passage];
  return chunk ? placeOf(chunk) : "";
}

/** What a search with this regression answers to every question. */
export function toAnswers({ rows }: LabelledCorpus, regression: Regression): readonly Answer[] {
  return rows.map(({ label, clauses }) => {
    const places = new Map(clauses.flat().map(({ passage, place }) => [passage, place]));
    const found = findPassages(clauses, regression).map(({ passage, relevance }) => ({
      place: places.get(passage) ?? "",
      relevance,
    }));
    return { label, found };
  });
}

/** Examples to fit by. Questions in parts are left out: their candidates answer one part each. */
export function toExamples({ rows }: LabelledCorpus): readonly Example[] {
  return rows
    .filter(({ clauses }) => clauses.length === 1)
    .flatMap(({ label, clauses }) =>
      clauses.flat().map(({ place, features }) => ({ features, answers: bears(label, place) })),
    );
}
