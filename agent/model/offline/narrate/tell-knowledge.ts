import type { Briefing } from "../../../briefing.ts";
import type { Frame } from "../frame/frame.ts";
import { headlineMetric, metricNamed, type World } from "../frame/world.ts";
import { answerFrom, isNear, toldAnswer } from "../passages/answer-from.ts";
import { type Reply, replyFrom } from "../passages/reply.ts";
import { answerPassages } from "../plan/plan-answer.ts";
import type { Findings, FoundPassage } from "../plan/step.ts";
import { followups, openers } from "./followups.ts";
import { type Story, story } from "./story.ts";
import { definitionOf } from "./tell-health.ts";
import { type Telling, tableOf, valueIn } from "./telling.ts";
import { capital, figure, freshness, periodWords } from "./words.ts";

/** What a word means, by the company's documents, and what the metric is now. */
export function tellDefinition(telling: Telling): Story {
  const { frame, main, world, found } = telling;
  const definition = definitionOf(telling);
  const passages = [...found.passages.values()].flat();
  const more = definition ? [] : toldOf(frame.question, passages);
  const value = valueIn(telling, "now", main.name);
  const asOf = tableOf(telling, "now")?.asOf ?? null;
  const now =
    value === undefined
      ? undefined
      : `${capital(main.label)} ${periodWords(main, frame.range, { world, asOf })}: **${figure(value, main.unit, world)}**.`;
  return story([definition, ...more, modelled(telling, passages), now, freshness(asOf, frame)], {
    followups: followups(telling),
  });
}

/** What the metric is in the data; without figures that no document gives. */
function modelled({ main }: Telling, passages: readonly FoundPassage[]): string | undefined {
  const said =
    main.description === "" ? `computed as \`${main.expression}\`` : lower(main.description);
  const known = passages.map(({ content }) => content).join(" ");
  const isKnown = (said.match(/\d+/g) ?? []).every((digits) => known.includes(digits));
  return isKnown ? `In the data, ${main.label} is ${said.replace(/\.$/, "")}.` : undefined;
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

/** A question that only documents can answer: their answer, or what comes nearest. Undefined when they have neither. */
export function tellKnowledge({ frame, found, world, briefing }: Asked): Story | undefined {
  const reply = replyFrom(frame.question, answerPassages(found));
  const main = metricNamed(world, frame.metrics[0] ?? "") ?? headlineMetric(world);
  if (!reply) return undefined;
  return story(toldReply(reply), {
    // A folder of documents alone is a workspace as well.
    followups: main ? followups({ frame, found, world, briefing, main }) : openers(world),
  });
}

/** What documents say, and that it is not quite what was asked where it is not. */
export function toldReply({ quality, blocks }: Reply): readonly string[] {
  if (quality !== "near") return blocks;
  return ["The documents don't say that in so many words. What comes nearest:", ...blocks];
}

function toldOf(question: string, passages: readonly FoundPassage[]): string[] {
  const found = answerFrom(question, passages);
  return isNear(found) ? toldAnswer(found) : [];
}
