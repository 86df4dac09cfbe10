import { fieldLabel } from "../frame/roles.ts";
import { type Table, textIn } from "../plan/table.ts";
import { escapeText, markdownTable } from "./markdown-table.ts";
import type { Telling } from "./telling.ts";
import { type Point, pointLabel, pointsOf, wholeOf } from "./trend-points.ts";
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
  const sign = main.better === "down" ? -1 : 1;
  const [best] = wholeOf(points).toSorted((a, b) => sign * (b.value - a.value));
  const lead = best
    ? `**${subject(main, frame, world)} by ${frame.grain}: the strongest was ${escapeText(textIn(table, best.row, dimension))} in ${best.label} with ${figure(best.value, main.unit, world)}.**`
    : "";
  const across = members.length <= MAX_ACROSS && frame.dimensions.length === 1;
  return [
    lead,
    across ? acrossTable(telling, table, { members, points }) : longTable(telling, table, points),
  ];
}

type Grouped = { readonly members: readonly string[]; readonly points: readonly Point[] };

function acrossTable(
  { frame, main, world }: Telling,
  table: Table,
  { members, points }: Grouped,
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
      ...members.map((member) => cellFigure(cell(label, member), main.unit, world)),
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
