import { fieldLabel } from "../frame/roles.ts";
import { numberIn, type Table, textIn } from "../plan/table.ts";
import { escapeText, markdownTable } from "./markdown-table.ts";
import type { Telling } from "./telling.ts";
import { type Point, placeOf, pointLabel, pointsOf, wholeOf } from "./trend-points.ts";
import { capital, cellFigure, figure, subject } from "./words.ts";

/** Periods of a table in the text; the evidence has them all. */
const SHOWN_PERIODS = 24;
/** More members than this do not stand side by side. */
const MAX_ACROSS = 8;

/** Periods down, members across, when there are few; else one row a period and member. */
export function groupedBlocks(telling: Telling, table: Table): string[] {
  const { frame, main, world } = telling;
  const [dimension = ""] = frame.dimensions;
  const points = pointsOf(telling, table);
  const members = [...new Set(table.rows.map((row) => textIn(table, row, dimension)))].toSorted();
  if (frame.extreme === "mean") return meanBlocks(telling, table, points);
  const [extreme] = extremeFirst(telling, points);
  const lead = extreme
    ? `**${subject(main, frame, world)} by ${frame.grain}: the ${placeOf(frame.extreme, main)} was ${escapeText(textIn(table, extreme.row, dimension))} in ${extreme.label} with ${figure(extreme.value, main.unit, world)}.**`
    : "";
  if (frame.extreme === "best" || frame.extreme === "worst")
    return [lead, extremesTable(telling, table, points)];
  const across = members.length <= MAX_ACROSS && frame.dimensions.length === 1;
  if (frame.share && across && main.additive) {
    const shares = sharesOf(table, points);
    return [
      shareLead(telling, table, shares),
      acrossTable(telling, table, { members, points: shares, unit: "percent" }),
    ];
  }
  return [
    lead,
    across ? acrossTable(telling, table, { members, points }) : longTable(telling, table, points),
  ];
}

/** Whole periods, the one that is asked for first: the best, unless the worst is. */
function extremeFirst({ frame, main }: Telling, points: readonly Point[]): Point[] {
  const isHigh = (frame.extreme === "worst") === (main.better === "down");
  const sign = isHigh ? 1 : -1;
  return wholeOf(points).toSorted((a, b) => sign * (b.value - a.value));
}

/** The period that is asked for of each member. */
function extremesTable(telling: Telling, table: Table, points: readonly Point[]): string {
  const { frame, main, world } = telling;
  const seen = new Set<string>();
  const firsts = extremeFirst(telling, points).filter(({ row }) => {
    const key = JSON.stringify(frame.dimensions.map((id) => textIn(table, row, id)));
    return seen.size < seen.add(key).size;
  });
  return markdownTable(
    [
      ...frame.dimensions.map((id) => ({ title: capital(fieldLabel(world, id)), numeric: false })),
      { title: `${capital(placeOf(frame.extreme, main))} ${frame.grain}`, numeric: false },
      { title: capital(main.label), numeric: true },
    ],
    firsts
      .slice(0, SHOWN_PERIODS)
      .map((point) => [
        ...frame.dimensions.map((id) => textIn(table, point.row, id)),
        pointLabel(point),
        figure(point.value, main.unit, world),
      ]),
  );
}

/** Each member's mean of its periods, in the order of size. */
function meanBlocks(telling: Telling, table: Table, points: readonly Point[]): string[] {
  const { frame, main, world } = telling;
  const mean = table.columns.find(({ role }) => role === "calculation")?.id ?? "";
  const lasts = new Map(
    wholeOf(points).map(({ row }) => [
      frame.dimensions.map((id) => textIn(table, row, id)).join(", "),
      numberIn(table, row, mean),
    ]),
  );
  const means = [...lasts]
    .flatMap(([member, value]) => (value === undefined ? [] : [{ member, mean: value }]))
    .toSorted((a, b) => b.mean - a.mean);
  const [first] = means;
  if (!first) return [];
  const show = (value: number) => figure(value, main.unit, world);
  const by = capital(frame.dimensions.map((id) => fieldLabel(world, id)).join(", "));
  return [
    `**${subject(main, frame, world)} averaged per ${frame.grain}: ${escapeText(first.member)} is highest with ${show(first.mean)}.**`,
    markdownTable(
      [
        { title: by, numeric: false },
        { title: `Average per ${frame.grain}`, numeric: true },
      ],
      means.slice(0, SHOWN_PERIODS).map(({ member, mean }) => [member, show(mean)]),
    ),
  ];
}

/** Each member's part of its period, as the warehouse computed it. */
function sharesOf(table: Table, points: readonly Point[]): Point[] {
  const share = table.columns.find(({ role }) => role === "calculation")?.id ?? "";
  return points.flatMap((point) => {
    const value = numberIn(table, point.row, share);
    return value === undefined ? [] : [{ ...point, value }];
  });
}

/** How the shares went: of the member that has the largest in the last period. */
function shareLead(
  { frame, main, world }: Telling,
  table: Table,
  shares: readonly Point[],
): string {
  const [dimension = ""] = frame.dimensions;
  const whole = wholeOf(shares);
  const last = whole.filter(({ start }) => start === whole.at(-1)?.start);
  const [largest] = last.toSorted((a, b) => b.value - a.value);
  if (!largest) return "";
  const member = textIn(table, largest.row, dimension);
  const first = whole.find(({ row }) => textIn(table, row, dimension) === member) ?? largest;
  const show = ({ value, label }: Point) => `${figure(value, "percent", world)} in ${label}`;
  return `**Share of ${main.label} by ${frame.grain}: ${escapeText(member)} is largest with ${show(largest)}**, after ${show(first)}.`;
}

type Grouped = {
  readonly members: readonly string[];
  readonly points: readonly Point[];
  /** The metric's, unless told otherwise. */
  readonly unit?: string;
};

function acrossTable(
  { frame, main, world }: Telling,
  table: Table,
  { members, points, unit = main.unit }: Grouped,
): string {
  const [dimension = ""] = frame.dimensions;
  const labels = [...new Set(points.map(pointLabel))].slice(-SHOWN_PERIODS);
  const cell = (label: string, member: string) =>
    points.find(
      (point) => pointLabel(point) === label && textIn(table, point.row, dimension) === member,
    )?.value;
  return markdownTable(
    [
      { title: capital(frame.grain ?? "period"), numeric: false },
      ...members.map((title) => ({ title, numeric: true })),
    ],
    labels.map((label) => [
      label,
      ...members.map((member) => cellFigure(cell(label, member), unit, world)),
    ]),
  );
}

function longTable(
  { frame, main, world }: Telling,
  table: Table,
  points: readonly Point[],
): string {
  return markdownTable(
    [
      { title: capital(frame.grain ?? "period"), numeric: false },
      ...frame.dimensions.map((id) => ({ title: capital(fieldLabel(world, id)), numeric: false })),
      { title: capital(main.label), numeric: true },
    ],
    points
      .slice(-SHOWN_PERIODS)
      .map((point) => [
        pointLabel(point),
        ...frame.dimensions.map((id) => textIn(table, point.row, id)),
        figure(point.value, main.unit, world),
      ]),
  );
}
