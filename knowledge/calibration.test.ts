import { tmpdir } from "node:os";
import { join } from "node:path";
import calibration from "./calibration.json" with { type: "json" };
import { openLocalEmbedder } from "./embedder-local.ts";
import { type Answer, toScores } from "./evaluation.ts";
import { openLabelledCorpus, toAnswers } from "./labelled-corpus.ts";
import type { Calibration } from "./relevance.ts";

const THRESHOLD = 0.7;
const { hybrid, keyword }: Calibration = calibration;
// Vectors are kept by content, so only the first run on a machine embeds (some ten seconds).
const cacheDir = join(tmpdir(), "insight-agent-calibration");
const here = import.meta.dirname;
const open = (company: string, docs: string) => ({
  company,
  docs: join(here, docs),
  labels: join(here, "testdata", `${company}-labels.yaml`),
  cacheDir,
});

describe("relevance on the labelled questions about Acme", () => {
  let answers: readonly Answer[];
  beforeAll(async () => {
    await using embedder = openLocalEmbedder();
    const corpus = await openLabelledCorpus({ ...open("acme", "acme/docs"), embedder });
    answers = toAnswers(corpus, hybrid[embedder.id] ?? keyword);
  });

  it("has 120 questions or more, 40 of them without an answer", () => {
    expect(answers.length).toBeGreaterThanOrEqual(120);
    expect(answers.filter(({ label }) => label.kind === "none").length).toBeGreaterThanOrEqual(40);
  });

  it("ranks an answer among the first three, shows little beside the point, and rejects what no document answers", () => {
    const scores = toScores(answers, THRESHOLD);
    expect(scores.recallAt3).toBeGreaterThanOrEqual(0.95);
    expect(scores.precision).toBeGreaterThanOrEqual(0.9);
    expect(scores.rejected).toBeGreaterThanOrEqual(0.93);
    expect(scores.calibrationError).toBeLessThanOrEqual(0.08);
  });

  // Of questions that share no word with their answer the local embeddings show little more than a third at this threshold.
  it("shows the answer to questions that share words with it", () => {
    const worded = answers.filter(({ label }) => label.kind !== "paraphrase");
    expect(toScores(worded, THRESHOLD).recall).toBeGreaterThanOrEqual(0.86);
    expect(toScores(answers, THRESHOLD).recall).toBeGreaterThanOrEqual(0.76);
  });
});

describe("relevance by words alone", () => {
  it.each([
    ["halden", "testdata/halden/docs"],
    ["tarn", "testdata/tarn/docs"],
  ])("holds on %s as well", async (company, docs) => {
    const scores = toScores(
      toAnswers(await openLabelledCorpus(open(company, docs)), keyword),
      THRESHOLD,
    );
    expect(scores.recallAt3).toBeGreaterThanOrEqual(0.88);
    expect(scores.precision).toBeGreaterThanOrEqual(0.85);
    expect(scores.rejected).toBeGreaterThanOrEqual(0.92);
  });
});
