import type { Frame } from "../frame/frame.ts";
import { sameYearBefore } from "../frame/so-far.ts";
import { metricNamed } from "../frame/world.ts";
import {
  beforeSentence,
  gapWords,
  type Held,
  holdAgainst,
  targetSentence,
  valueFinding,
} from "./against-target.ts";
import { followups } from "./followups.ts";
import { markdownTable } from "./markdown-table.ts";
import { spaced } from "./plain-words.ts";
import { type Story, story } from "./story.ts";
import { type Telling, tableOf, unitOf, valueIn } from "./telling.ts";
import {
  about,
  assumptions,
  capital,
  changeMark,
  changeRatio,
  figure,
  filterWords,
  freshness,
  periodWords,
  signedPercent,
  subject,
  wasOf,
} from "./words.ts";

/** A metric as one value, against its target and the year before where there are such. */
export function tellValue(telling: Telling): Story {
  const { frame, main, world } = telling;
  const now = tableOf(telling, "now");
  const value = valueIn(telling, "now", main.name);
  const asOf = now?.asOf ?? null;
  const when = periodWords(main, frame.range, { world, asOf });
  if (value === undefined) {
    return story(
      [`There are no data for ${spaced(about(main, frame, world), when)}.`, freshness(asOf, frame)],
      {
        followups: followups(telling),
      },
    );
  }
  const held = main.target
    ? holdAgainst(value, valueIn(telling, "now", main.target.metric), telling)
    : undefined;
  const beforeLabel = frame.range && sameYearBefore(frame.range, main, world).label;
  return story(
    [
      partSentence(telling, when) ??
        `**${spaced(subject(main, frame, world), when, wasOf(main))} ${figure(value, main.unit, world)}.**${shareSentence(telling)}`,
      [
        held && targetSentence(held, telling),
        held && reachedSentence(held, telling),
        beforeLabel && beforeSentence(telling, beforeLabel),
      ]
        .filter(Boolean)
        .join(" "),
      comparisonTable(telling, held, beforeLabel),
      otherMetrics(telling),
      assumptions(frame),
      freshness(asOf, frame),
    ],
    { followups: followups(telling, held), keeps: valueFinding(telling, held) },
  );
}

/** Three lines side by side: the value, its target, the year before. Nothing when one of them is missing. */
function comparisonTable(
  telling: Telling,
  held: Held | undefined,
  beforeLabel: string | undefined,
): string | undefined {
  const { frame, main, world } = telling;
  const before = valueIn(telling, "before", main.name);
  if (!held || frame.partial || before === undefined || !frame.range || beforeLabel === undefined)
    return undefined;
  const growth = changeRatio(held.value, before);
  return markdownTable(
    [
      { title: "", numeric: false },
      { title: capital(main.label), numeric: true },
      { title: `${frame.range.label} against it`, numeric: true },
    ],
    [
      [frame.range.label, figure(held.value, main.unit, world), ""],
      [
        "Target",
        figure(held.target, main.unit, world),
        `${gapWords(held, main, world)} ${held.mark}`,
      ],
      [
        beforeLabel,
        figure(before, main.unit, world),
        growth === undefined ? "–" : `${signedPercent(growth)}${changeMark(growth, main.better)}`,
      ],
    ],
  );
}

/** "What percent of the target": how much of it was reached. */
function reachedSentence({ value, target }: Held, { frame, world }: Telling): string | undefined {
  if (!frame.share || target === 0) return undefined;
  return `That is **${figure(value / target, "percent", world)}** of it.`;
}

/** Of a filtered value, its share of the whole, when that was asked for. */
function shareSentence(telling: Telling): string {
  const { frame, main, world } = telling;
  const part = valueIn(telling, "now", main.name);
  const whole = valueIn(telling, "total", main.name);
  if (!frame.share || part === undefined || !whole) return "";
  const share = figure(part / whole, "percent", world);
  return ` That is **${share}** of the total of ${figure(whole, main.unit, world)}.`;
}

/** "What percentage of X are Y": the share first, with the part and the whole that make it up. */
function partSentence(telling: Telling, when: string): string | undefined {
  const { frame, main, world } = telling;
  const part = valueIn(telling, "now", main.name);
  const whole = valueIn(telling, "total", main.name);
  const { shareOf } = frame;
  if (!frame.share || !shareOf || part === undefined || !whole) return undefined;
  const isPart = ({ field }: Frame["filters"][number]) => shareOf.includes(field);
  const words = filterWords({ ...frame, filters: frame.filters.filter(isPart) }, world);
  const all = about(
    main,
    { ...frame, filters: frame.filters.filter((one) => !isPart(one)) },
    world,
  );
  const [share, some, total] = [
    figure(part / whole, "percent", world),
    figure(part, main.unit, world),
    figure(whole, main.unit, world),
  ];
  return `**${share}** of ${spaced(all, when)}: **${some}** ${words}, of **${total}**.`;
}

/** Further metrics that the question names, as a sentence. */
function otherMetrics(telling: Telling): string | undefined {
  const { frame, world } = telling;
  const sentences = frame.metrics.slice(1).flatMap((name) => {
    const metric = metricNamed(world, name);
    const value = valueIn(telling, "now", name);
    return metric && value !== undefined
      ? [`${capital(metric.label)}: **${figure(value, unitOf(world, name), world)}**.`]
      : [];
  });
  const both = quotientSentence(telling);
  return sentences.length > 0 ? [...sentences, ...(both ? [both] : [])].join(" ") : undefined;
}

/** "X as a percentage of Y", "the ratio of X to Y": of two metrics the first over the second. */
function quotientSentence(telling: Telling): string | undefined {
  const { frame, main, world } = telling;
  const [, second = "", another] = frame.metrics;
  const other = metricNamed(world, second);
  const [part, whole] = [valueIn(telling, "now", main.name), valueIn(telling, "now", second)];
  const isAsked = frame.share || frame.ratio;
  if (!isAsked || !other || another || part === undefined || !whole) return undefined;
  return frame.share && main.unit === other.unit
    ? `${capital(main.label)} is **${figure(part / whole, "percent", world)}** of ${other.label}.`
    : `${capital(main.label)} ${wasOf(main)} **${figure(part / whole, undefined, world)} times** ${other.label}.`;
}
