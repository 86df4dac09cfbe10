import type { Frame } from "../frame/frame.ts";
import { numberIn, type Table } from "../plan/table.ts";
import { limitsOf } from "./count-groups.ts";
import { followups } from "./followups.ts";
import { markdownTable } from "./markdown-table.ts";
import { firstMet, pickedHeadline, placeWords } from "./period-headline.ts";
import { type Ranked, rankPeriods } from "./ranked-periods.ts";
import { lastOf, SHOWN_PERIODS } from "./shown-rows.ts";
import { type Story, story } from "./story.ts";
import { shareBlocks } from "./tell-share-trend.ts";
import { groupedBlocks } from "./tell-trend-groups.ts";
import { yearBlocks } from "./tell-year-change.ts";
import { type Telling, tableOf } from "./telling.ts";
import { type Point, pointLabel, pointsOf, wholeOf } from "./trend-points.ts";
import {
  about,
  assumptions,
  capital,
  cellFigure,
  changeMark,
  figure,
  findingKey,
  freshness,
  listOf,
  signedChange,
  subject,
} from "./words.ts";

/** A metric period by period. */
export function tellTrend(telling: Telling): Story {
  const { frame, main, world } = telling;
  const table = tableOf(telling, "now");
  if (table?.rows.length === 0 && frame.having.length > 0) return tellNoneMet(telling, table);
  if (!table || table.rows.length === 0) {
    return story(
      [
        `There are no data for ${about(main, frame, world)}${frame.range ? ` in ${frame.range.label}` : ""}.`,
        freshness(table?.asOf, frame),
      ],
      { followups: followups(telling) },
    );
  }
  const blocks =
    frame.dimensions.length > 0 ? groupedBlocks(telling, table) : singleBlocks(telling, table);
  return story([...blocks, assumptions(frame), freshness(table.asOf, frame)], {
    followups: followups(telling),
    keeps: extremeFinding(telling, table),
  });
}

function singleBlocks(telling: Telling, table: Table): string[] {
  const points = pointsOf(telling, table);
  const whole = wholeOf(points);
  const ranked = rankPeriods(telling, points);
  if (telling.frame.calculation?.kind === "year_change") return yearBlocks(telling, points);
  const all = telling.frame.share ? tableOf(telling, "whole") : undefined;
  if (all) return shareBlocks(telling, points, pointsOf(telling, all));
  if (telling.frame.extreme && asksPick(telling.frame.extreme))
    return [
      pickedHeadline(telling, ranked, points),
      trendTable(telling, table, shownOf(telling, ranked, points)),
    ];
  return [
    headline(telling, table, whole),
    trendTable(telling, table, points),
    telling.frame.calculation?.kind === "running_total"
      ? ""
      : extremesSentence(telling, ...extremes(whole, telling)),
  ];
}

/** Best and worst by what the metric wants; without that, highest and lowest. */
export function extremes(
  points: readonly Point[],
  { main }: Telling,
): [Point | undefined, Point | undefined] {
  const sorted = points.toSorted((a, b) =>
    main.better === "down" ? a.value - b.value : b.value - a.value,
  );
  return [sorted[0], sorted.at(-1)];
}

function asksPick(extreme: NonNullable<Frame["extreme"]>): boolean {
  return ["best", "worst", "both"].includes(extreme);
}

/** All periods in time order as long as they fit; of more, or where several are picked, those that come first. */
function shownOf(
  { frame }: Telling,
  ranked: readonly Ranked[],
  points: readonly Point[],
): readonly Point[] {
  const { limit = 1, place } = frame.ranking ?? {};
  const isSeveral = place === undefined && limit > 1 && frame.beside === undefined;
  if (!isSeveral && points.length <= SHOWN_PERIODS) return points;
  const many = isSeveral ? limit : Math.max(FIRST_SHOWN, place ?? 0);
  return ranked.slice(0, many).map(({ point }) => point);
}

/** Periods shown of a ranking of more than fit. */
const FIRST_SHOWN = 5;

function headline(telling: Telling, table: Table, points: readonly Point[]): string {
  const { frame } = telling;
  if (frame.extreme === "mean") return meanHeadline(telling, points);
  if (frame.having.length > 0) return metHeadline(telling, points);
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return "";
  return (
    alongHeadline(telling, table, points) ??
    `${everyPeriod(telling, points)}${course(telling, first, last)}`
  );
}

/** What a running total came to, or a moving average: the last of them. */
function alongHeadline(
  { frame, main, world }: Telling,
  table: Table,
  points: readonly Point[],
): string | undefined {
  const { kind } = frame.calculation ?? {};
  if (kind !== "running_total" && kind !== "moving_average") return undefined;
  const column = table.columns.find(({ role }) => role === "calculation");
  const last = points.at(-1);
  const value = column && last && numberIn(table, last.row, column.id);
  if (!column || !last || value === undefined) return undefined;
  const shown = figure(value, main.unit, world);
  return kind === "running_total"
    ? `**${subject(main, frame, world)} added up to ${shown} by the end of ${last.label}.**`
    : `**The ${column.label} was ${shown} in ${last.label}.**`;
}

/** "On average 222 loans a month". */
function meanHeadline({ frame, main, world }: Telling, points: readonly Point[]): string {
  const mean = points.reduce((sum, { value }) => sum + value, 0) / points.length;
  const when = frame.range ? ` in ${frame.range.label}` : "";
  return `**${subject(main, frame, world)} averaged ${figure(mean, main.unit, world)} per ${frame.grain}${when}.**`;
}

/** "5 months with revenue above $4M": the periods that meet a limit. */
function metHeadline(telling: Telling, points: readonly Point[]): string {
  const { grain } = telling.frame;
  const [only, another] = points;
  const met = metWords(telling);
  if (telling.frame.extreme === "first" || telling.frame.extreme === "last")
    return firstMet(telling, points, met);
  if (only && !another) return `**${capital(pointLabel(only))}** is the only ${grain} with ${met}.`;
  const named = points.length <= 6 ? `: ${listOf(points.map(pointLabel))}` : "";
  return `**${points.length} ${grain}s** with ${met}${named}.`;
}

function metWords(telling: Telling): string {
  const { frame, main, world } = telling;
  const when = frame.range ? ` in ${frame.range.label}` : "";
  return `${about(main, frame, world)} ${limitsOf(telling)}${when}`;
}

function tellNoneMet(telling: Telling, table: Table): Story {
  const { frame } = telling;
  return story([`**No ${frame.grain}** had ${metWords(telling)}.`, freshness(table.asOf, frame)], {
    followups: followups(telling),
  });
}

/** "Did it go up every quarter?": the periods in which it did not. Empty where that is not asked. */
function everyPeriod({ frame }: Telling, points: readonly Point[]): string {
  const { supposed, question, grain } = frame;
  const isAsked =
    (supposed === "up" || supposed === "down") &&
    /^(?:and |so )?(?:did|has|have|is|are|was|were|do|does)\b.*\b(?:every|each|all)\b/i.test(
      question,
    );
  if (!isAsked || points.length < 2) return "";
  const against = points.slice(1).filter((point, i) => {
    const delta = point.value - (points[i]?.value ?? point.value);
    return supposed === "up" ? delta <= 0 : delta >= 0;
  });
  const verb = supposed === "up" ? "rise" : "fall";
  if (against.length === 0) return `**Yes, it did ${verb} every ${grain}.** `;
  return `**No, it did not ${verb} in ${listOf(against.slice(0, 6).map(({ label }) => label))}.** `;
}

/** From the first period to the last. */
function course({ frame, main, world }: Telling, first: Point, last: Point): string {
  const show = ({ label, value }: Point) => `${figure(value, main.unit, world)} in ${label}`;
  if (first === last) return `**${subject(main, frame, world)}: ${show(first)}.**`;
  const delta = last.value - first.value;
  const way = delta > 0 ? "rose" : delta < 0 ? "fell" : "stayed level";
  const size = first.value === 0 ? "–" : signedChange(last.value, first.value, main.unit);
  const change = delta === 0 || size === "–" ? "" : ` (${size}${changeMark(delta, main.better)})`;
  return `**${subject(main, frame, world)} by ${frame.grain} ${way} from ${show(first)} to ${show(last)}**${change}.`;
}

function extremesSentence(
  { frame, main, world }: Telling,
  best: Point | undefined,
  worst: Point | undefined,
): string {
  if (!best || !worst || best === worst) return "";
  const show = ({ label, value }: Point) => `${label} (${figure(value, main.unit, world)})`;
  return `Strongest ${frame.grain}: ${show(best)}; weakest: ${show(worst)}.`;
}

function trendTable(
  { frame, main, world }: Telling,
  table: Table,
  points: readonly Point[],
): string {
  const shown = points.slice(-SHOWN_PERIODS);
  if (shown.length < 3) return "";
  const metrics = table.columns.filter(({ role }) => role === "metric" || role === "calculation");
  const markdown = markdownTable(
    [
      { title: capital(frame.grain ?? "period"), numeric: false },
      ...metrics.map(({ label }) => ({ title: capital(label), numeric: true })),
    ],
    shown.map((point) => [
      pointLabel(point),
      ...metrics.map(({ id, unit }) =>
        cellFigure(numberIn(table, point.row, id), unit ?? main.unit, world),
      ),
    ]),
  );
  return `${markdown}${lastOf(points, shown)}`;
}

function extremeFinding(telling: Telling, table: Table): Story["keeps"] {
  const { frame, main, world } = telling;
  const [first] = rankPeriods(telling, pointsOf(telling, table));
  const isPlain = !frame.ofChange && !frame.beside && frame.ranking?.place === undefined;
  if (!first || !isPlain || frame.dimensions.length > 0) return [];
  const kind = placeWords(telling, frame.extreme === "both" ? "best" : frame.extreme);
  const { label, value } = first.point;
  const text = `The ${kind} ${frame.grain} for ${main.label} was ${label} with ${figure(value, main.unit, world)}`;
  return [{ kind: "finding", key: findingKey(frame, kind, frame.grain ?? ""), value: text }];
}
