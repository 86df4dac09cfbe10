import type { Metric } from "../../../semantic/model.ts";
import { sameYearBefore } from "../frame/so-far.ts";
import { isSnapshot } from "../frame/world.ts";
import { bandsIn } from "../passages/bands.ts";
import { definitionIn } from "../passages/definition.ts";
import { asSentence, cite } from "../passages/statements.ts";
import { beforeSentence, holdAgainst, targetSentence } from "./against-target.ts";
import { followups } from "./followups.ts";
import { type Keep, type Story, story } from "./story.ts";
import { tellValue } from "./tell-value.ts";
import { passagesOf, type Telling, tableOf, valueIn } from "./telling.ts";
import {
  assumptions,
  figure,
  findingKey,
  freshness,
  periodWords,
  subject,
  wasOf,
} from "./words.ts";
import { isAbout, type Yardstick, yardsticksFor } from "./yardsticks.ts";

/** Whether a metric is as it should be, by the company's own target, benchmark and definition. */
export function tellHealth(telling: Telling): Story {
  const { frame, main, world } = telling;
  const value = valueIn(telling, "now", main.name);
  if (value === undefined) return tellValue(telling);
  const asOf = tableOf(telling, "now")?.asOf ?? null;
  const when = periodWords(main, frame.range, { world, asOf });
  const held = main.target
    ? holdAgainst(value, valueIn(telling, "now", main.target.metric), telling)
    : undefined;
  const yardsticks = yardsticksFor(
    main,
    passagesOf(telling, "yardstick", "definition", "answer"),
    membersAsked(telling),
  );
  const before =
    frame.range && beforeSentence(telling, sameYearBefore(frame.range, main, world).label);
  const verdict = held
    ? undefined
    : (verdictOf(value, yardsticks, telling) ?? verdictByBands(value, telling));
  const good = held?.good ?? verdict?.good;
  const shown = figure(value, main.unit, world);
  const lead =
    good === undefined
      ? `**${subject(main, frame, world)}: ${shown} ${when}.**`
      : `**${subject(main, frame, world)} ${verdictWords(good, main)}**: ${shown} ${when}.`;
  return story(
    [
      [lead, held ? targetSentence(held, telling) : verdict?.sentence].filter(Boolean).join(" "),
      before,
      definitionOf(telling),
      (held ?? verdict)
        ? undefined
        : `Neither the model nor the documents give a target or benchmark for ${main.label}, so I cannot say whether that is good.`,
      assumptions(frame),
      freshness(asOf, frame),
    ],
    {
      followups: followups(telling, held),
      keeps: finding(
        telling,
        `${subject(main, frame, world)} ${when} was ${figure(value, main.unit, world)}${yardstickWords(yardsticks, telling)}`,
      ),
    },
  );
}

/** The members that the question is about, and all others that it could have been about. */
export function membersAsked({ frame, world }: Telling) {
  const members = frame.filters.flatMap(({ op, values }) =>
    op === "in" ? values.map(String) : [],
  );
  const small = [...world.values.values()].filter((values) => values.length <= MANY);
  return { members, others: new Set(small.flat().filter((value) => !members.includes(value))) };
}

/** Fields with more values than this have none that a policy would name. */
const MANY = 50;

function verdictWords(good: boolean, main: Metric): string {
  const [is, it] = wasOf(main) === "were" ? ["are", "they"] : ["is", "it"];
  return good ? `${is} healthy ✅` : `${is} not where ${it} should be ⚠️`;
}

type Verdict = { readonly good: boolean; readonly sentence: string };

/** By the documents: the target decides; the benchmark says how others stand. */
function verdictOf(
  value: number,
  yardsticks: readonly Yardstick[],
  telling: Telling,
): Verdict | undefined {
  const { main, world } = telling;
  if (yardsticks.length === 0 || !main.better) return undefined;
  const judged = yardsticks.map((yardstick) => ({
    ...yardstick,
    ...judge(value, yardstick.value, main.better),
  }));
  const [first] = judged;
  const anyGood = judged.some(({ good }) => good);
  const parts = judged.map(({ kind, value: limit, good, words, said }) => {
    const mark = good ? "✅" : anyGood ? "⚠️" : "🔴";
    const name = kind === "target" ? "the target" : "the benchmark";
    return `${words} ${name} of ${figure(limit, main.unit, world)} ${mark} ${cite(said.passage)}`;
  });
  return {
    good: first?.good ?? false,
    sentence: `That is ${parts.join(parts.length > 1 && anyGood && !judged.every(({ good }) => good) ? ", but " : " and ")}.`,
  };
}

/** By the ranges that the company names, in its own words. */
function verdictByBands(value: number, telling: Telling): Verdict | undefined {
  const { main } = telling;
  const passages = passagesOf(telling, "definition", "yardstick", "answer");
  const found = bandsIn(passages, main.unit, (said) => isAbout(said, main));
  if (!found) return undefined;
  const { bands, said } = found;
  const held = bands.find(({ holds }) => holds(value));
  const quoted = `${asSentence(said).slice(0, -1)} ${cite(said.passage)}.`;
  if (held) {
    const mark = { good: "✅", watch: "⚠️", bad: "🔴" }[held.judgement];
    const name = SAID_OF.test(held.word)
      ? "as it should be"
      : `"${held.word}" by the company's own words`;
    return { good: held.judgement === "good", sentence: `That is ${name} ${mark}: ${quoted}` };
  }
  const good = bands.every(({ judgement }) => judgement !== "good");
  return {
    good,
    sentence: `That is ${good ? "not called so ✅" : "not what is asked for 🔴"}: ${quoted}`,
  };
}

/** Words that ask for a range and do not name it. */
const SAID_OF = /^(?:wants?|asks?|aims?|should|must|expect|requir|promis)/;

function judge(
  value: number,
  limit: number,
  better: "up" | "down" | undefined,
): { good: boolean; words: string } {
  const good = better === "down" ? value <= limit : value >= limit;
  const words = value === limit ? "exactly at" : value > limit ? "above" : "below";
  return { good, words };
}

/** The company's own definition, in its words. */
export function definitionOf(telling: Telling): string | undefined {
  return definitionIn(passagesOf(telling, "definition", "answer", "yardstick"), telling.main);
}

function yardstickWords(yardsticks: readonly Yardstick[], { main, world }: Telling): string {
  return yardsticks
    .map(({ kind, value }) => `, ${kind} ${figure(value, main.unit, world)}`)
    .join("");
}

function finding({ frame, main, world }: Telling, value: string): Keep[] {
  return [
    {
      kind: "finding",
      key: findingKey(frame, isSnapshot(world, main) ? "state" : "health"),
      value,
    },
  ];
}
