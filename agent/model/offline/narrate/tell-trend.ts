import { describePeriod, endOf } from "../../../semantic/dates.ts";
import { numberIn, type Table, type TableRow, textIn } from "../plan/table.ts";
import { followups } from "./followups.ts";
import { markdownTable } from "./markdown-table.ts";
import { type Story, story } from "./story.ts";
import { type Telling, tableOf } from "./telling.ts";
import {
  about,
  assumptions,
  capital,
  cellFigure,
  changeMark,
  changeRatio,
  figure,
  findingKey,
  freshness,
  signedPercent,
  subject,
} from "./words.ts";

/** Periods of a table in the text; the evidence has them all. */
const SHOWN_PERIODS = 24;

/** A metric period by period. */
export function tellTrend(telling: Telling): Story {
  const { frame, main, world } = telling;
  const table = tableOf(telling, "now");
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

type Point = { readonly label: string; readonly value: number; readonly row: TableRow };

function pointsOf({ frame, main, world }: Telling, table: Table): Point[] {
  const fiscal = world.workspace.fiscalYearStartMonth;
  return table.rows.flatMap((row) => {
    const start = textIn(table, row, "period");
    const value = numberIn(table, row, main.name);
    const label = describePeriod(start, endOf(frame.grain ?? "month", start, fiscal), fiscal);
    return value === undefined ? [] : [{ label, value, row }];
  });
}

function singleBlocks(telling: Telling, table: Table): string[] {
  const points = pointsOf(telling, table);
  const [best, worst] = extremes(points, telling);
  return [
    headline(telling, points, { best, worst }),
    trendTable(telling, table, points),
    extremesSentence(telling, best, worst),
  ];
}

/** Best and worst by what the metric wants; without that, highest and lowest. */
function extremes(
  points: readonly Point[],
  { main }: Telling,
): [Point | undefined, Point | undefined] {
  const sorted = points.toSorted((a, b) =>
    main.better === "down" ? a.value - b.value : b.value - a.value,
  );
  return [sorted[0], sorted.at(-1)];
}

type Extremes = { readonly best: Point | undefined; readonly worst: Point | undefined };

function headline(telling: Telling, points: readonly Point[], { best, worst }: Extremes): string {
  const { frame, main, world } = telling;
  const asked = frame.extreme === "worst" ? worst : frame.extreme === "best" ? best : undefined;
  if (asked) {
    const kind = frame.extreme === "best" ? "strongest" : "weakest";
    const value = figure(asked.value, main.unit, world);
    return `**The ${kind} ${frame.grain} for ${about(main, frame, world)} was ${asked.label} with ${value}.**`;
  }
  const [first] = points;
  const last = points.at(-1);
  return first && last ? course(telling, first, last) : "";
}

/** From the first period to the last. */
function course({ frame, main, world }: Telling, first: Point, last: Point): string {
  const show = ({ label, value }: Point) => `${figure(value, main.unit, world)} in ${label}`;
  if (first === last) return `**${subject(main, frame, world)}: ${show(first)}.**`;
  const ratio = changeRatio(last.value, first.value) ?? 0;
  const way = ratio > 0 ? "rose" : ratio < 0 ? "fell" : "stayed level";
  const change = ratio === 0 ? "" : ` (${signedPercent(ratio)}${changeMark(ratio, main.better)})`;
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
    shown.map(({ label, row }) => [
      label,
      ...metrics.map(({ id, unit }) =>
        cellFigure(numberIn(table, row, id), unit ?? main.unit, world),
      ),
    ]),
  );
  const note =
    points.length > shown.length ? `\n\n_The last ${shown.length} of ${points.length}._` : "";
  return `${markdown}${note}`;
}

/** Periods down, members across, when there are few; else one row a period and member. */
function groupedBlocks(telling: Telling, table: Table): string[] {
  const { frame, main, world } = telling;
  const [dimension = ""] = frame.dimensions;
  const members = [...new Set(table.rows.map((row) => textIn(table, row, dimension)))].toSorted();
  const points = pointsOf(telling, table);
  const labels = [...new Set(points.map(({ label }) => label))];
  const [best] = extremes(points, telling);
  const lead = best
    ? `**${subject(main, frame, world)} by ${frame.grain}: the strongest was ${textIn(table, best.row, dimension)} in ${best.label} with ${figure(best.value, main.unit, world)}.**`
    : "";
  const cell = (label: string, member: string) =>
    points.find((point) => point.label === label && textIn(table, point.row, dimension) === member)
      ?.value;
  const shown = labels.slice(-SHOWN_PERIODS);
  const markdown =
    members.length <= 8 && frame.dimensions.length === 1
      ? markdownTable(
          [
            { title: capital(frame.grain ?? "period"), numeric: false },
            ...members.map((title) => ({ title, numeric: true })),
          ],
          shown.map((label) => [
            label,
            ...members.map((member) => cellFigure(cell(label, member), main.unit, world)),
          ]),
        )
      : markdownTable(
          [
            { title: capital(frame.grain ?? "period"), numeric: false },
            ...frame.dimensions.map((id) => ({
              title: capital(id.split(".").at(-1) ?? id),
              numeric: false,
            })),
            { title: capital(main.label), numeric: true },
          ],
          points
            .slice(-SHOWN_PERIODS)
            .map(({ label, row, value }) => [
              label,
              ...frame.dimensions.map((id) => textIn(table, row, id)),
              figure(value, main.unit, world),
            ]),
        );
  return [lead, markdown];
}

function extremeFinding(telling: Telling, table: Table): Story["keeps"] {
  const { frame, main, world } = telling;
  const [best, worst] = extremes(pointsOf(telling, table), telling);
  const asked = frame.extreme === "worst" ? worst : best;
  if (!frame.extreme || !asked || frame.dimensions.length > 0) return [];
  const kind = frame.extreme === "best" ? "strongest" : "weakest";
  const value = `The ${kind} ${frame.grain} for ${main.label} was ${asked.label} with ${figure(asked.value, main.unit, world)}`;
  return [{ kind: "finding", key: findingKey(frame, kind, frame.grain ?? ""), value }];
}
