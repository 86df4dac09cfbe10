import {
  addMonths,
  endOf,
  periodOf,
  previous,
  startOf,
  yearBefore,
} from "../../../semantic/dates.ts";
import type { Grain, TimeRange } from "../../../semantic/time-range.ts";
import type { Given } from "./given.ts";

/** July of that year, where a month is held against a year. */
export function moved(other: TimeRange, range: TimeRange, fiscal: number): TimeRange {
  const isPart = other.grain === "year" && ["quarter", "month", "week"].includes(range.grain);
  const years = Number(other.start.slice(0, 4)) - Number(range.start.slice(0, 4));
  return isPart ? periodOf(range.grain, addMonths(range.start, 12 * years), fiscal) : other;
}

/** "no, I meant 2023" after a question about Q4 2024 means Q4 2023. */
export function intoYear(range: TimeRange, { reading, before, world }: Given): TimeRange {
  const was = before?.range;
  const moves = was && range.grain === "year" && ["quarter", "month"].includes(was.grain);
  if (!moves || !(reading.cues.has("corrects") || reading.cues.has("continues"))) return range;
  const years = Number(range.start.slice(0, 4)) - Number(was.start.slice(0, 4));
  return periodOf(
    was.grain,
    addMonths(was.start, 12 * years),
    world.workspace.fiscalYearStartMonth,
  );
}

/** The period that a word like "the year before" moves to. */
export function shifted(
  range: TimeRange,
  shift: "previous" | "next" | "year-before" | undefined,
  fiscal: number,
): TimeRange {
  switch (shift) {
    case "previous":
      return previous(range, fiscal);
    case "year-before":
      return yearBefore(range, fiscal);
    case "next":
      return periodOf(range.grain, range.end, fiscal);
    case undefined:
      return range;
  }
}

/** True when the period is made of whole ones of the grain, so that a target of that grain applies. */
export function isWhole(range: TimeRange, grain: Grain, fiscal: number): boolean {
  const last = endOf(grain, previousDay(range.end), fiscal);
  return startOf(grain, range.start, fiscal) === range.start && last === range.end;
}

function previousDay(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}
