import type { MetricQuery } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { metricNamed, type World } from "../frame/world.ts";
import { causeSearches, memberSearches, partSearches } from "./cause-searches.ts";
import { type Culprit, findCulprit, findWithin } from "./culprit.ts";
import { driverFields } from "./drivers.ts";
import { base, over, withComponents } from "./plan-parts.ts";
import { type Findings, queryStep, type Step } from "./step.ts";
import { thresholds } from "./thresholds.ts";
import { type Yardstick, yardstickOf } from "./yardstick.ts";

/** Dimensions looked at inside the member that carries the difference. */
const MAX_WITHIN = 4;

/** Three rounds: the difference by every sensible dimension; inside the member that carries it; what is known of exactly that. */
export function planWhy(frame: Frame, found: Findings, world: World): Step[] {
  const yardstick = yardstickOf(frame, found, world);
  if (!yardstick || !frame.range) return [];
  const first = firstRound(frame, yardstick, world);
  const culprit = findCulprit(frame, found, world);
  if (!culprit) return first;
  const second = insideSteps(frame, culprit, world);
  const within = findWithin(frame, found, world);
  const third = within
    ? partSearches(
        frame,
        { member: culprit.member, within: within.member, field: within.field },
        world,
      )
    : [];
  return [...first, ...second, ...third];
}

function firstRound(frame: Frame, yardstick: Yardstick, world: World): Step[] {
  const { main, target, parts: beside } = yardstick;
  const plain = { ...base(frame), dimensions: [] };
  const whole = unique([...withComponents([main.name], world), ...parts(main)]);
  const goal = target === undefined ? [] : [target];
  return [
    queryStep("now", { ...plain, metrics: [...(goal.length > 0 ? [main.name] : whole), ...goal] }),
    ...beforeStep(frame, { ...plain, metrics: whole }),
    ...(beside === "target"
      ? againstTarget(frame, yardstick, world)
      : againstBefore(frame, main, world)),
    ...(goal.length > 0 ? thresholds(main, world) : []),
    ...causeSearches(frame, world),
  ];
}

/** Each dimension that the target is set by. */
function againstTarget(frame: Frame, { main, target = "" }: Yardstick, world: World): Step[] {
  const plain = { ...base(frame), metrics: [main.name, target] };
  return driverFields({ main, target }, frame, world).map((field) =>
    queryStep(`by.${field}.now`, { ...plain, dimensions: [field] }),
  );
}

function againstBefore(frame: Frame, main: Metric, world: World): Step[] {
  const plain = { ...base(frame), metrics: parts(main) };
  return driverFields({ main }, frame, world).flatMap((field) =>
    sides(`by.${field}`, frame, { ...plain, dimensions: [field] }),
  );
}

function insideSteps(frame: Frame, culprit: Culprit, world: World): Step[] {
  const [main] = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  if (!main) return [];
  const inside: Frame = {
    ...frame,
    filters: [...frame.filters, { field: culprit.field, op: "in", values: [culprit.member] }],
  };
  const plain = { ...base(inside), dimensions: [] };
  const fields = driverFields({ main }, inside, world).slice(0, MAX_WITHIN);
  return [
    ...sides("member", frame, { ...plain, metrics: withComponents([main.name], world) }),
    ...fields.flatMap((field) =>
      sides(`within.${field}`, frame, { ...plain, metrics: parts(main), dimensions: [field] }),
    ),
    ...memberSearches(frame, culprit.member),
  ];
}

function sides(purpose: string, frame: Frame, query: Omit<MetricQuery, "kind">): Step[] {
  const { range, against } = frame;
  if (!range || !against) return [];
  return [
    queryStep(`${purpose}.now`, over(query, range)),
    queryStep(`${purpose}.before`, over(query, against)),
  ];
}

function beforeStep(frame: Frame, query: Omit<MetricQuery, "kind">): Step[] {
  return frame.against ? [queryStep("before", over(query, frame.against))] : [];
}

/** The metric with what its members' parts are computed from: of a ratio its two sides too. */
export function parts(main: Metric): string[] {
  return main.ratio ? [main.name, main.ratio.numerator, main.ratio.denominator] : [main.name];
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
