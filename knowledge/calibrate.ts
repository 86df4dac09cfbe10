import { glob, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toChunks } from "./chunk.ts";
import type { Embedder } from "./embedder.ts";
import { openLocalEmbedder } from "./embedder-local.ts";
import { type Answer, type Scores, toScores } from "./evaluation.ts";
import {
  type FeatureName,
  NEARNESS_FEATURES,
  PORTABLE_FEATURES,
  WORD_FEATURES,
} from "./features.ts";
import { fitRegression } from "./fit-regression.ts";
import {
  type LabelledCorpus,
  openLabelledCorpus,
  toAnswers,
  toExamples,
} from "./labelled-corpus.ts";
import { KINDS } from "./labels.ts";
import type { Located } from "./located.ts";
import { readDocument } from "./read-document.ts";
import type { Calibration, Regression } from "./relevance.ts";
import { loadTokenCounter } from "./tokens.ts";

/*
 * Fits relevance to the labelled questions, each company's asked of its own documents, and reports how well it holds: `node knowledge/calibrate.ts`. To be run
 * again when the embedder, the features or the chunks change. The report is by cross-validation: each company's
 * questions are scored by a fit that never saw that company.
 */

const here = import.meta.dirname;
const cacheDir = join(here, "..", ".data", "calibration");
const THRESHOLD = 0.7;
const RIDGE = 1;
const ALL = [...WORD_FEATURES, ...NEARNESS_FEATURES];

const COMPANIES = [
  { company: "acme", docs: join(here, "acme", "docs") },
  { company: "halden", docs: join(here, "testdata", "halden", "docs") },
  { company: "tarn", docs: join(here, "testdata", "tarn", "docs") },
];

/**
 * Pages of installed packages, to see what relevance means among hundreds of passages about other things. Nothing is fitted
 * to them: a fit that had seen them was far too timid on 700 documents of one company (measured 2026-11-22 on a public handbook).
 */
async function readDistractors(): Promise<readonly Located[]> {
  const root = join(here, "..", "node_modules");
  const pages: string[] = [];
  for await (const path of glob("{*,@*/*}/README.md", { cwd: root })) pages.push(path);
  const countTokens = await loadTokenCounter();
  const chunks: Located[] = [];
  for (const source of pages.sort().filter((_, i) => i % 24 === 0)) {
    const { title = source, chunks: cut } = toChunks(
      await readDocument(join(root, source)),
      countTokens,
    );
    chunks.push(...cut.map((chunk) => ({ ...chunk, source, title })));
  }
  return chunks;
}

async function openAll(embedder: Embedder | undefined, distractors: readonly Located[]) {
  const corpora: LabelledCorpus[] = [];
  for (const { company, docs } of COMPANIES) {
    const labels = join(here, "testdata", `${company}-labels.yaml`);
    corpora.push(
      await openLabelledCorpus({
        company,
        docs,
        labels,
        cacheDir,
        distractors,
        ...(embedder && { embedder }),
      }),
    );
  }
  return corpora;
}

function fitTo(corpora: readonly LabelledCorpus[], names: readonly FeatureName[]): Regression {
  return fitRegression(corpora.flatMap(toExamples), names, RIDGE);
}

/** Answers to every question of `asked`, each company's by a fit to the others. */
function crossValidate(
  asked: readonly LabelledCorpus[],
  seen: readonly LabelledCorpus[],
  names: readonly FeatureName[],
): readonly Answer[] {
  return asked.flatMap((corpus) =>
    toAnswers(
      corpus,
      fitTo(
        seen.filter((other) => other.company !== corpus.company),
        names,
      ),
    ),
  );
}

function report(name: string, scores: Scores): void {
  const shares = Object.values(scores).map((value) => value.toFixed(3).padStart(9));
  process.stdout.write(`${name.padEnd(34)}${shares.join("")}\n`);
}

async function main(): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  await using embedder = openLocalEmbedder();
  const distractors = await readDistractors();
  const hybrid = [await openAll(embedder, []), await openAll(embedder, distractors)] as const;
  const keyword = [await openAll(undefined, []), await openAll(undefined, distractors)] as const;

  process.stdout.write(
    `${"".padEnd(34)}${["recall@3", "MRR", "precision", "recall", "rejected", "cal.error"].map((head) => head.padStart(9)).join("")}\n`,
  );
  for (const [name, at] of [
    ["alone", 0],
    [`among ${distractors.length} others`, 1],
  ] as const) {
    report(
      `keyword, ${name}`,
      toScores(crossValidate(keyword[at], keyword[0], WORD_FEATURES), THRESHOLD),
    );
    report(
      `embeddings, ${name}`,
      toScores(crossValidate(hybrid[at], hybrid[0], NEARNESS_FEATURES), THRESHOLD),
    );
    report(
      `other embedder, ${name}`,
      toScores(crossValidate(hybrid[at], hybrid[0], PORTABLE_FEATURES), THRESHOLD),
    );
    report(`hybrid, ${name}`, toScores(crossValidate(hybrid[at], hybrid[0], ALL), THRESHOLD));
  }
  const answers = crossValidate(hybrid[0], hybrid[0], ALL);
  for (const { company } of COMPANIES) {
    report(
      `  ${company}`,
      toScores(
        crossValidate(
          hybrid[0].filter((corpus) => corpus.company === company),
          hybrid[0],
          ALL,
        ),
        THRESHOLD,
      ),
    );
  }
  for (const kind of KINDS)
    report(
      `  ${kind}`,
      toScores(
        answers.filter(({ label }) => label.kind === kind),
        THRESHOLD,
      ),
    );

  const calibration: Calibration = {
    hybrid: { [embedder.id]: fitTo(hybrid[0], ALL) },
    portable: fitTo(hybrid[0], PORTABLE_FEATURES),
    keyword: fitTo(keyword[0], WORD_FEATURES),
  };
  await writeFile(join(here, "calibration.json"), `${JSON.stringify(calibration, null, 2)}\n`);
}

await main();
