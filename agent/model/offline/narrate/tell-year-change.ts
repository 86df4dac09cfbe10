import { markdownTable } from "./markdown-table.ts";
import { lastOf, SHOWN_PERIODS } from "./shown-rows.ts";
import { type Telling, tableOf } from "./telling.ts";
import { type Point, pointsOf, wholeOf, yearEarlier } from "./trend-points.ts";
import { about, capital, changeMark, figure, signedChange, subject } from "./words.ts";

/** Each period beside the same one a year before. */
export function yearBlocks(telling: Telling, points: readonly Point[]): string[] {
  const { frame, main, world } = telling;
  const past = tableOf(telling, "before");
  const before = past ? pointsOf(telling, past) : [];
  const both = wholeOf(points).flatMap((point) => {
    const was = yearEarlier(point, before);
    return was ? [{ point, was, change: signedChange(point.value, was.value, main.unit) }] : [];
  });
  const last = both.at(-1);
  if (!last) return [`There are no two years of data to compare for ${about(main, frame, world)}.`];
  const show = (value: number) => figure(value, main.unit, world);
  const mark = (point: Point, was: Point) => changeMark(point.value - was.value, main.better);
  const shown = both.slice(-SHOWN_PERIODS);
  const table = markdownTable(
    [
      { title: capital(frame.grain ?? "period"), numeric: false },
      { title: capital(main.label), numeric: true },
      { title: "A year before", numeric: true },
      { title: "Change", numeric: true },
    ],
    shown.map(({ point, was, change }) => [
      point.label,
      show(point.value),
      show(was.value),
      `${change}${mark(point, was)}`,
    ]),
  );
  return [
    `**${subject(main, frame, world)} in ${last.point.label}: ${show(last.point.value)}, ${last.change}${mark(last.point, last.was)} against a year before** (${show(last.was.value)} in ${last.was.label}).`,
    `${table}${lastOf(both, shown)}`,
  ];
}
