import { addDays, addMonths, describePeriod, endOf } from "../../../semantic/dates.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { dataEnd } from "../frame/so-far.ts";
import { isSnapshot } from "../frame/world.ts";
import { numberIn, type Table, type TableRow, textIn } from "../plan/table.ts";
import type { Telling } from "./telling.ts";

/** One period of a trend. `part` when only some of its days are in the question or in the data. */
export type Point = {
  readonly label: string;
  readonly value: number;
  readonly row: TableRow;
  readonly start: string;
  readonly part: boolean;
};

/** Periods that have a value, in order of the table. */
export function pointsOf(telling: Telling, table: Table): Point[] {
  const { frame, main, world } = telling;
  const reached =
    dataEnd(main, world) ?? (table.asOf === null ? undefined : addDays(table.asOf, 1));
  const fiscal = world.workspace.fiscalYearStartMonth;
  return table.rows.flatMap((row) => {
    const start = textIn(table, row, "period");
    const value = numberIn(table, row, main.name);
    const end = endOf(frame.grain ?? "month", start, fiscal);
    const label = describePeriod(start, end, fiscal);
    const part = !isSnapshot(world, main) && isPart({ start, end }, frame, reached);
    return value === undefined ? [] : [{ label, value, row, start, part }];
  });
}

function isPart(
  { start, end }: { readonly start: string; readonly end: string },
  { range }: Frame,
  reached: string | undefined,
): boolean {
  const isCut = range !== undefined && (start < range.start || end > range.end);
  return isCut || (reached !== undefined && end > reached);
}

/** Those that are whole, as long as there are two; a part of a week says nothing beside a week. */
export function wholeOf(points: readonly Point[]): readonly Point[] {
  const whole = points.filter(({ part }) => !part);
  return whole.length >= 2 ? whole : points;
}

/** "week of October 28, 2024 (in part)". */
export function pointLabel({ label, part }: Point): string {
  return part ? `${label} (in part)` : label;
}

/** The point a year before, of a table that begins a year earlier. */
export function yearEarlier({ start }: Point, before: readonly Point[]): Point | undefined {
  const date = addMonths(start, -12);
  return before.find((point) => point.start === date);
}

/** What the best or the worst period is called: of what is better low, the best is the lowest. */
export function placeOf(extreme: Frame["extreme"], { better }: Metric): string {
  if (better === "down") return extreme === "worst" ? "highest" : "lowest";
  return extreme === "worst" ? "weakest" : "strongest";
}
