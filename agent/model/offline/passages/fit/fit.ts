import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { answerPassages } from "../../plan/plan-answer.ts";
import { LEAD_FEATURES } from "../lead-features.ts";
import { weighStatements } from "../rank-statements.ts";
import { COMPANIES, type LabelledQuestion, openLabels } from "./labels.ts";
import { type Choice, fitChoices } from "./softmax.ts";

/*
 * Fits which statement leads an answer to the labelled questions of the fitted companies, and reports how often the right one does
 * on each: `node agent/model/offline/passages/fit/fit.ts`. Other companies are only measured. `--all` fits to all of them,
 * and reports each company by a fit to the others.
 */

const RIDGE = 0.5;

function toChoice({ question, answers, found }: LabelledQuestion): Choice {
  const weighed = weighStatements(question, answerPassages(found));
  const isRight = (text: string) =>
    answers.some((answer) => text.toLowerCase().includes(answer.toLowerCase()));
  return {
    rows: weighed.map(({ features }) => LEAD_FEATURES.map((name) => features[name])),
    right: weighed.map(({ statement }) => isRight(statement.text)),
  };
}

type Corpus = {
  readonly company: string;
  readonly fitted: boolean;
  readonly choices: readonly Choice[];
};

const corpora: readonly Corpus[] = COMPANIES.map(({ company, fitted }) => ({
  company,
  fitted,
  choices: openLabels(company)
    .filter(({ answers }) => answers.length > 0)
    .map(toChoice)
    .filter(({ right }) => right.includes(true)),
}));

function fitTo(seen: readonly Corpus[]): number[] {
  return fitChoices(
    seen.flatMap(({ choices }) => choices),
    LEAD_FEATURES.length,
    RIDGE,
  );
}

/** Shares of the questions whose first, and one of whose first three, statements answers. */
function measure(choices: readonly Choice[], weights: readonly number[]) {
  let [lead, top3] = [0, 0];
  for (const { rows, right } of choices) {
    const order = rows
      .map((row, r) => ({ r, score: row.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0) }))
      .toSorted((a, b) => b.score - a.score);
    if (right[order[0]?.r ?? -1]) lead++;
    if (order.slice(0, 3).some(({ r }) => right[r])) top3++;
  }
  return { questions: choices.length, lead: lead / choices.length, top3: top3 / choices.length };
}

const isAll = process.argv.includes("--all");
const fitted = fitTo(corpora.filter((corpus) => isAll || corpus.fitted));
for (const corpus of corpora) {
  const weights = isAll ? fitTo(corpora.filter((other) => other !== corpus)) : fitted;
  const { questions, lead, top3 } = measure(corpus.choices, weights);
  process.stdout.write(
    `${corpus.company.padEnd(15)}${isAll || !corpus.fitted ? "not seen" : "fitted  "} ${questions} found, lead ${lead.toFixed(3)}, top 3 ${top3.toFixed(3)}\n`,
  );
}
const weights = Object.fromEntries(
  LEAD_FEATURES.map((name, i) => [name, Math.round((fitted[i] ?? 0) * 1000) / 1000]),
);
const seen = corpora.filter((corpus) => isAll || corpus.fitted).map(({ company }) => company);
const made = `fit/fit.ts${isAll ? " --all" : ""}, ridge ${RIDGE}, fitted to ${seen.join(", ")}`;
writeFileSync(
  join(import.meta.dirname, "..", "lead-weights.json"),
  `${JSON.stringify({ made, weights }, null, 2)}\n`,
);
