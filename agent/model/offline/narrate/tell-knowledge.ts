import type { Briefing } from "../../../briefing.ts";
import type { Frame } from "../frame/frame.ts";
import { headlineMetric, metricNamed, type World } from "../frame/world.ts";
import type { Findings, FoundPassage } from "../plan/step.ts";
import { followups } from "./followups.ts";
import { bestStatements, cite, contentStems, type Statement } from "./passages.ts";
import { type Story, story } from "./story.ts";
import { definitionOf } from "./tell-health.ts";
import { type Telling, tableOf, valueIn } from "./telling.ts";
import { capital, figure, freshness, periodWords } from "./words.ts";

/** Statements of an answer from documents. */
const MAX_STATEMENTS = 3;
/** A statement must score at least this share of the best to stand beside it. */
const NEAR_BEST = 3;

/** An answer from documents alone: the statement that answers first, with its source. Undefined when no passage bears on it. */
export function tellFromPassages(
  question: string,
  passages: readonly FoundPassage[],
): string[] | undefined {
  const [first, ...others] = bestStatements(question, passages);
  if (!first) return undefined;
  const more = others
    .slice(0, NEAR_BEST - 1)
    .filter(({ passage }) => passage.source === first.passage.source || passages.length > 1);
  return [
    `**${sentence(first)}** ${cite(first.passage)}`,
    ...grouped(more.slice(0, MAX_STATEMENTS - 1)),
  ];
}

/** As `tellFromPassages`, for a question that was not understood: the best statement must carry most of its words. */
export function tellIfCovered(
  question: string,
  passages: readonly FoundPassage[],
): string[] | undefined {
  const asked = new Set([...contentStems(question)].filter((stem) => !/\d/.test(stem)));
  const [first] = bestStatements(question, passages);
  if (!first || (asked.size < 2 && COUNTS.test(question))) return undefined;
  const said = contentStems(`${first.text} ${first.passage.heading}`);
  const covered = [...asked].filter((stem) => said.has(stem)).length;
  return covered >= 2 && covered / asked.size >= MIN_COVERED
    ? tellFromPassages(question, passages)
    : undefined;
}

/** A number of something is a matter of data; a passage that mentions the thing does not answer it. */
const COUNTS = /\b(?:how many|number of|how much)\b/i;
/** Share of a question's content words that a statement must carry to answer it. */
const MIN_COVERED = 0.5;

function grouped(statements: readonly Statement[]): string[] {
  return statements.length === 0
    ? []
    : [statements.map((said) => `- ${sentence(said)} ${cite(said.passage)}`).join("\n")];
}

function sentence({ text }: Statement): string {
  return `${capital(text.replace(/[.;:]?$/, ""))}.`;
}

/** What a word means, by the company's documents, and what the metric is now. */
export function tellDefinition(telling: Telling): Story {
  const { frame, main, world, found } = telling;
  const definition = definitionOf(telling);
  const passages = [...found.passages.values()].flat();
  const more = definition ? [] : (tellFromPassages(frame.question, passages) ?? []);
  const value = valueIn(telling, "now", main.name);
  const asOf = tableOf(telling, "now")?.asOf ?? null;
  const now =
    value === undefined
      ? undefined
      : `${capital(main.label)} ${periodWords(main, frame.range, { world, asOf })}: **${figure(value, main.unit, world)}**.`;
  const modelled = `In the data, ${main.label} is ${main.description === "" ? `computed as \`${main.expression}\`` : lower(main.description)}`;
  return story(
    [definition, ...more, `${modelled.replace(/\.$/, "")}.`, now, freshness(asOf, frame)],
    { followups: followups(telling) },
  );
}

function lower(text: string): string {
  return /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

type Asked = {
  readonly frame: Frame;
  readonly found: Findings;
  readonly world: World;
  readonly briefing: Briefing;
};

/** A question that only documents can answer. Undefined when they do not. */
export function tellKnowledge({ frame, found, world, briefing }: Asked): Story | undefined {
  const passages = found.passages.get("answer") ?? [];
  const blocks = tellFromPassages(frame.question, passages);
  const main = metricNamed(world, frame.metrics[0] ?? "") ?? headlineMetric(world);
  if (!blocks || !main) return undefined;
  return story(blocks, { followups: followups({ frame, found, world, briefing, main }) });
}
