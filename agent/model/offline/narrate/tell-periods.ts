import { coverageOf, metricNamed, spanLabel } from "../frame/world.ts";
import { numberIn } from "../plan/table.ts";
import { earlierFinding } from "./earlier.ts";
import { followups } from "./followups.ts";
import { markdownTable } from "./markdown-table.ts";
import { type Story, story } from "./story.ts";
import { tellGroups } from "./tell-period-groups.ts";
import { type Telling, tableOf, valueIn } from "./telling.ts";
import {
  about,
  assumptions,
  capital,
  cellFigure,
  changeMark,
  changeRatio,
  changeSize,
  dayWords,
  figure,
  filterWords,
  findingKey,
  freshness,
  signedChange,
  signedFigure,
  signedPercent,
  subject,
  wasOf,
} from "./words.ts";

/** Two periods side by side. */
export function tellPeriods(telling: Telling): Story {
  const { frame, main, world } = telling;
  const now = tableOf(telling, "now");
  const before = tableOf(telling, "before");
  const { range, against } = frame;
  if (!now || !before || !range || !against || now.rows.length + before.rows.length === 0) {
    return story(
      [
        `There are no data to compare for ${about(main, frame, world)}.`,
        freshness(now?.asOf, frame),
      ],
      { followups: followups(telling) },
    );
  }
  const gap = outsideData(telling);
  if (gap !== undefined)
    return story([gap, assumptions(frame), freshness(now.asOf, frame)], {
      followups: followups(telling),
    });
  const blocks =
    frame.dimensions.length > 0 ? tellGroups(telling, { now, before }) : wholeBlocks(telling);
  return story(
    [...blocks, earlierFinding(telling), assumptions(frame), freshness(now.asOf, frame)],
    {
      followups: followups(telling),
      keeps: changeFinding(telling),
    },
  );
}

/** One of the two lies where there are no data: nothing rose from nothing. */
function outsideData(telling: Telling): string | undefined {
  const { frame, main, world } = telling;
  const known = coverageOf(world, main);
  const [early, late] = [frame.against, frame.range].toSorted((a, b) =>
    (a?.start ?? "") < (b?.start ?? "") ? -1 : 1,
  );
  if (!known || !early || !late) return undefined;
  const span = `the data cover ${spanLabel(known)}, from ${dayWords(known.start)} through ${dayWords(known.end)}`;
  const missing = early.end <= known.start ? early : late.start > known.end ? late : undefined;
  if (!missing) return undefined;
  const other = missing === frame.range ? "before" : "now";
  const value = frame.dimensions.length > 0 ? undefined : valueIn(telling, other, main.name);
  const there = missing === early ? late : early;
  const told =
    value === undefined
      ? ""
      : ` In ${there.label} it ${wasOf(main)} ${figure(value, main.unit, world)}.`;
  return `**${subject(main, frame, world)} in ${late.label} can't be compared with ${early.label}**: there are no data for ${missing.label}, ${span}.${told}`;
}

function wholeBlocks(telling: Telling): (string | undefined)[] {
  return [headline(telling), metricsTable(telling), componentsSentence(telling)];
}

function headline(telling: Telling): string {
  const { frame, main, world } = telling;
  const change = changeOf(telling, main.name);
  const [now, was] = [frame.range?.label ?? "", frame.against?.label ?? ""];
  if (!change)
    return `${subject(main, frame, world)} cannot be compared: one of the periods has no data.`;
  const show = (value: number) => figure(value, main.unit, world);
  if (change.ratio === 0)
    return `**${subject(main, frame, world)} was ${show(change.now)} in both ${was} and ${now}.**`;
  const way = change.now > change.before ? "rose" : "fell";
  const size = changeSize(change.now, change.before, main.unit);
  const amount = signedFigure(change.now - change.before, main.unit, world);
  const by =
    size === undefined || main.unit === "percent"
      ? ` by ${size ?? amount.slice(1)}`
      : ` by ${size} (${amount})`;
  return `**${subject(main, frame, world)} ${way}${by}**${changeMark(change.now - change.before, main.better)}: from ${show(change.before)} in ${was} to ${show(change.now)} in ${now}.`;
}

type Change = { readonly now: number; readonly before: number; readonly ratio: number | undefined };

function changeOf(telling: Telling, id: string): Change | undefined {
  const now = valueIn(telling, "now", id);
  const before = valueIn(telling, "before", id);
  if (now === undefined || before === undefined) return undefined;
  return { now, before, ratio: changeRatio(now, before) };
}

/** One line a metric: the metric itself and what it is made of. */
export function metricsTable(telling: Telling, prefix = ""): string | undefined {
  const { frame, world } = telling;
  const now = tableOf(telling, `${prefix}now`);
  const before = tableOf(telling, `${prefix}before`);
  if (!now || !before) return undefined;
  const rows = now.columns
    .filter(({ role }) => role === "metric")
    .map(({ id, label, unit }) => {
      const [a, b] = [numberIn(before, before.rows[0], id), numberIn(now, now.rows[0], id)];
      const ratio = a === undefined || b === undefined ? undefined : changeRatio(b, a);
      const mark = ratio === undefined ? "" : changeMark(ratio, metricNamed(world, id)?.better);
      return [
        capital(label),
        cellFigure(a, unit, world),
        cellFigure(b, unit, world),
        a === undefined || b === undefined ? "–" : `${signedChange(b, a, unit)}${mark}`,
      ];
    });
  return markdownTable(
    [
      { title: filterWords(frame, world).replace(/^for /, "") || "Metric", numeric: false },
      { title: frame.against?.label ?? "", numeric: true },
      { title: frame.range?.label ?? "", numeric: true },
      { title: "Change", numeric: true },
    ],
    rows,
  );
}

/** Which part of a product moved the metric: the count or what each is worth. */
export function componentsSentence(telling: Telling, prefix = ""): string | undefined {
  const { world, main } = telling;
  const made = world.model.metrics.find(
    ({ ratio, implied }) => !implied && ratio?.numerator === main.name,
  );
  const count = made?.ratio && metricNamed(world, made.ratio.denominator);
  if (!made || !count) return undefined;
  const change = (id: string) => {
    const [now, before] = [
      valueIn(telling, `${prefix}now`, id),
      valueIn(telling, `${prefix}before`, id),
    ];
    return now === undefined || before === undefined ? undefined : changeRatio(now, before);
  };
  const [whole, number, worth] = [change(main.name), change(count.name), change(made.name)];
  if (whole === undefined || number === undefined || worth === undefined || whole === 0)
    return undefined;
  const [numberPart, worthPart] = [
    `${capital(count.label)} ${moved(number)}`,
    `the ${made.label} ${moved(worth)}`,
  ];
  if (Math.sign(number) === Math.sign(whole) && Math.sign(worth) !== Math.sign(whole)) {
    return `${numberPart} while ${worthPart}: the change comes from the number of ${count.label.toLowerCase()}, not from their size.`;
  }
  if (Math.sign(worth) === Math.sign(whole) && Math.sign(number) !== Math.sign(whole)) {
    return `${numberPart} while ${worthPart}: the change comes from the ${made.label}.`;
  }
  return `${numberPart} and ${worthPart}: both pull the same way.`;
}

function moved(ratio: number): string {
  if (ratio === 0) return "stayed level";
  return `${ratio > 0 ? "rose" : "fell"} ${signedPercent(ratio).slice(1)}`;
}

function changeFinding(telling: Telling): Story["keeps"] {
  const { frame, main, world } = telling;
  const change = frame.dimensions.length === 0 ? changeOf(telling, main.name) : undefined;
  if (change?.ratio === undefined) return [];
  const show = (value: number) => figure(value, main.unit, world);
  const text = `${subject(main, frame, world)} went from ${show(change.before)} in ${frame.against?.label} to ${show(change.now)} in ${frame.range?.label} (${signedPercent(change.ratio)})`;
  return [
    { kind: "finding", key: findingKey(frame, "against", frame.against?.label ?? ""), value: text },
  ];
}
