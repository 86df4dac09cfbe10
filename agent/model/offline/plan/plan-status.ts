import { addDays, periodOf, previous } from "../../../semantic/dates.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Frame } from "../frame/frame.ts";
import { sameDays } from "../frame/so-far.ts";
import { coverageOf, isSnapshot, metricNamed, type World } from "../frame/world.ts";
import { base, over, targetFor, yearBeforeWithin } from "./plan-parts.ts";
import { queryStep, type Step } from "./step.ts";

/** What a brief needs beside the figure: the period before, where the answer does not hold it against something already. */
export function statusSteps(frame: Frame, world: World): Step[] {
  const prior = priorOf(frame, world);
  if (!prior) return [];
  const { having: _, ...whole } = base(frame);
  return [queryStep("prior", over({ ...whole, dimensions: [] }, prior))];
}

/** The period that a brief's figure is held against; undefined where there is none. */
export function priorOf(frame: Frame, world: World): TimeRange | undefined {
  const [main, another] = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  if (world.answers !== "brief" || frame.intent !== "value" || !main || another) return undefined;
  const known = coverageOf(world, main);
  const prior = known && before(frame, main, world);
  const isTold =
    targetFor(main, frame, world) !== undefined ||
    (frame.range !== undefined && yearBeforeWithin(frame.range, main, world) !== undefined);
  return prior && !isTold && known.start <= prior.start ? prior : undefined;
}

function before({ range }: Frame, main: Metric, world: World): TimeRange | undefined {
  const { fiscalYearStartMonth } = world.workspace;
  const ofState = (grain: TimeRange["grain"], day: string) =>
    previous(periodOf(grain, day, fiscalYearStartMonth), fiscalYearStartMonth);
  const isState = isSnapshot(world, main);
  if (range && isState) return ofState(range.grain, addDays(range.end, -1));
  if (range) return sameDays(previous(range, fiscalYearStartMonth), range, { main, world });
  const known = coverageOf(world, main);
  return known && isState ? ofState("month", known.end) : undefined;
}
