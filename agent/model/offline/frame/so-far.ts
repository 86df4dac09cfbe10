import { addDays, daysBetween, describePeriod, yearBefore } from "../../../semantic/dates.ts";
import type { Metric } from "../../../semantic/model.ts";
import { timeFieldOf } from "../../../semantic/reachable.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import { coverageOf, isFact, isRegister, isSnapshot, type World } from "./world.ts";

/**
 * First day that the data have not reached: of the event data of the workspace, so that a table in which little happens is
 * not taken for one that ends early. Undefined without time.
 */
export function dataEnd(main: Metric, world: World): string | undefined {
  const own = coverageOf(world, main);
  if (!own) return undefined;
  const events = world.model.metrics.filter(
    (metric) =>
      isFact(world, metric.dataset) && !isSnapshot(world, metric) && metric.timeField === undefined,
  );
  const ends = events.flatMap(({ name }) => {
    const field = timeFieldOf(world.model, name);
    return world.coverage.get(field?.id ?? "")?.end ?? [];
  });
  const today = world.workspace.today();
  const reached = ends.filter((end) => end <= today && end > own.end).toSorted();
  return addDays(reached.at(-1) ?? own.end, 1);
}

/** The last day that the metric's data tell of; undefined without time. */
export function freshEnd(main: Metric, world: World): string | undefined {
  const own = coverageOf(world, main)?.end;
  if (own === undefined || isSnapshot(world, main) || own > world.workspace.today()) return own;
  const end = isRegister(world, main.dataset) ? dataEnd(main, world) : undefined;
  return end === undefined ? own : addDays(end, -1);
}

/** The part of a period that the data have reached, when that is only a part; else the period itself. */
export function soFar(range: TimeRange, main: Metric, world: World): TimeRange {
  const end = dataEnd(main, world);
  if (end === undefined || end >= range.end || end <= range.start) return range;
  return named({ start: range.start, end }, world);
}

/** The same period a year before; of a period that is not over, the same days of it. */
export function sameYearBefore(range: TimeRange, main: Metric, world: World): TimeRange {
  return yearBefore(soFar(range, main, world), world.workspace.fiscalYearStartMonth);
}

/** As many days of another period as the data have reached of this one. */
export function sameDays(
  other: TimeRange,
  range: TimeRange,
  { main, world }: { readonly main: Metric; readonly world: World },
): TimeRange {
  const reached = soFar(range, main, world);
  if (reached === range) return other;
  const lengths = [range, other].map(({ start, end }) => daysBetween(start, end));
  const isAlike = Math.abs((lengths[0] ?? 0) - (lengths[1] ?? 0)) <= 3;
  const end = addDays(other.start, daysBetween(reached.start, reached.end));
  return isAlike && end < other.end ? named({ start: other.start, end }, world) : other;
}

function named({ start, end }: { start: string; end: string }, { workspace }: World): TimeRange {
  const label = describePeriod(start, end, workspace.fiscalYearStartMonth);
  return { start, end, grain: "day", label };
}
