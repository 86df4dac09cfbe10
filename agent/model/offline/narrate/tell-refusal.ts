import type { Metric } from "../../../semantic/model.ts";
import type { Frame, Refusal } from "../frame/frame.ts";
import { fieldLabel } from "../frame/roles.ts";
import { coverageOf, headlineMetric, metricNamed, spanLabel, type World } from "../frame/world.ts";
import { openers } from "./followups.ts";
import { escapeText } from "./markdown-table.ts";
import { type Story, story } from "./story.ts";
import { capital, dayWords, listOf } from "./words.ts";

/** An honest no: what cannot be answered and why, never a figure, and the nearest questions that can. */
export function tellRefusal(refusal: Refusal, world: World): Story {
  switch (refusal.kind) {
    case "forecast":
      return tellForecast(refusal, world);
    case "no-data":
      return story(
        [
          `There are no data for ${refusal.period.label}. ${dataUntil(refusal.frame.metrics[0], world)}`,
        ],
        { followups: offers(refusal.frame.metrics[0], world) },
      );
    case "unknown-words":
      return tellUnknown(refusal.words, refusal.near, { world, metric: refusal.frame?.metrics[0] });
    case "not-divisible":
      return tellNotDivisible(refusal, world);
    case "unplaced-limit":
      return story(
        [
          `I can't tell what ${listOf(refusal.limits.map((limit) => `"${escapeText(limit)}"`))} applies to in the data, so I give no figure.`,
        ],
        { followups: offers(refusal.frame.metrics[0], world) },
      );
    case "change-data":
      return story(["I only read data: I can't change, add or delete anything in the warehouse."], {
        followups: openers(world),
      });
    case "impossible":
      return story([`I can't answer that: ${escapeText(refusal.message.replace(/\.$/, ""))}.`], {
        followups: offers(refusal.frame.metrics[0], world),
      });
    case "undocumented":
      return story([`I found nothing about that in the company's documents. ${knows(world)}`], {
        followups: openers(world),
      });
    case "nothing-read":
      return story([`I'm not sure what you mean: which figure, and for what? ${knows(world)}`], {
        followups: openers(world),
      });
  }
}

/** No figure of the future; what is known of it, a target that has been set, is offered. */
function tellForecast({ frame }: Extract<Refusal, { kind: "forecast" }>, world: World): Story {
  const main = metricNamed(world, frame?.metrics[0] ?? "") ?? headlineMetric(world);
  const target = main && targetAhead(main, frame, world);
  const known = [`the latest ${main?.label ?? "figures"}`, target?.words]
    .filter(Boolean)
    .join(" and ");
  return story(
    [
      `I can't answer that: it is about the future, and I only report what the data show. ${dataUntil(main?.name, world)} What I can give you is ${known}.`,
    ],
    { followups: [...(target ? [target.question] : []), ...offers(main?.name, world)].slice(0, 3) },
  );
}

/** The target for the period that is asked for, where the data hold one. */
function targetAhead(
  main: Metric,
  frame: Frame | undefined,
  world: World,
): { readonly words: string; readonly question: string } | undefined {
  const target = metricNamed(world, main.target?.metric ?? "");
  const known = target && coverageOf(world, target);
  const range = frame?.range;
  if (!target || !known || !range || range.start > known.end) return undefined;
  return {
    words: `the ${target.label} for ${range.label}`,
    question: `What is the ${target.label} for ${range.label}?`,
  };
}

function dataUntil(metric: string | undefined, world: World): string {
  const main = metricNamed(world, metric ?? "") ?? headlineMetric(world);
  const known = main && coverageOf(world, main);
  return known ? `The data cover ${spanLabel(known)}, through ${dayWords(known.end)}.` : "";
}

function offers(metric: string | undefined, world: World): string[] {
  return openers(world, metricNamed(world, metric ?? "") ?? headlineMetric(world));
}

type About = { readonly world: World; readonly metric: string | undefined };

function tellUnknown(words: readonly string[], near: readonly string[], { world }: About): Story {
  const list = listOf(words.map((word) => `"${escapeText(word)}"`));
  const hint =
    near.length > 0
      ? ` Did you mean ${listOf(near.map((word) => `"${escapeText(word)}"`)).replace(" and ", " or ")}?`
      : "";
  return story(
    [
      `I can't answer that: neither the data nor the documents tell me about ${list}.${hint} ${knows(world)}`,
    ],
    { followups: openers(world) },
  );
}

function tellNotDivisible(
  { metric, field }: Extract<Refusal, { kind: "not-divisible" }>,
  world: World,
): Story {
  const main = metricNamed(world, metric);
  const label = main?.label ?? metric;
  return story(
    [
      `${capital(label)} can't be divided by ${fieldLabel(world, field)}: the data don't connect the two.`,
    ],
    { followups: openers(world, main) },
  );
}

function knows({ model }: World): string {
  const metrics = model.metrics.filter(({ implied }) => !implied).slice(0, 6);
  if (metrics.length === 0) return "I know what the company's documents say.";
  return `I know ${listOf(metrics.map(({ label }) => label))}, and what the company's documents say.`;
}
