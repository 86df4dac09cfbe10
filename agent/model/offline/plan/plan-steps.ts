import { addDays, addMonths, periodOf, previous } from "../../../semantic/dates.ts";
import type { MetricQuery } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { coverageOf, metricNamed, type World } from "../frame/world.ts";
import { answerSteps } from "./plan-answer.ts";
import {
  base,
  over,
  resolvable,
  targetFor,
  withComponents,
  yearBeforeWithin,
} from "./plan-parts.ts";
import { planRows } from "./plan-rows.ts";
import { planWhy } from "./plan-why.ts";
import { type Findings, isDone, queryStep, type Step, searchStep } from "./step.ts";
import { thresholds } from "./thresholds.ts";

/** The tool calls that are still to be made for the frame; empty once the answer can be written. */
export function nextSteps(frame: Frame, found: Findings, world: World): Step[] {
  const asks = frame.documents ? answerSteps(frame.question, found, world.workspace) : [];
  const steps = frame.documents === "only" ? asks : [...stepsOf(frame, found, world), ...asks];
  return steps.filter(({ purpose }) => !isDone(found, purpose));
}

function stepsOf(frame: Frame, found: Findings, world: World): Step[] {
  switch (frame.intent) {
    case "value":
      return frame.dimensions.length > 0 ? planBreakdown(frame) : planValue(frame, world);
    case "trend":
      return planTrend(frame, world);
    case "periods":
      return planPeriods(frame, world);
    case "target":
      return planTarget(frame, world);
    case "why":
      return planWhy(frame, found, world);
    case "health":
      return planHealth(frame, world);
    case "define":
      return planDefine(frame, world);
    case "rows":
      return planRows(frame, world);
    case "know":
      return answerSteps(frame.question, found, world.workspace);
  }
}

function planBreakdown(frame: Frame): Step[] {
  const [main = ""] = frame.metrics;
  const { ranking, rankedWithin: within = [] } = frame;
  const order = { by: main, direction: ranking?.direction ?? ("desc" as const) };
  const parts = {
    orderBy: [...within.map((by) => ({ by, direction: "asc" as const })), order],
    ...(ranking && within.length === 0 && { limit: ranking.limit }),
    ...(frame.share && { calculate: [{ kind: "share" as const, metric: main }] }),
  };
  const { having: _groups, ...whole } = { ...base(frame), dimensions: [] };
  if (frame.shareOf !== undefined)
    return [
      queryStep("now", { ...base(frame), orderBy: parts.orderBy }),
      queryStep("whole", { ...base(frame), filters: withoutPart(frame) }),
    ];
  return [queryStep("now", { ...base(frame), ...parts }), queryStep("total", whole)];
}

function planValue(frame: Frame, world: World): Step[] {
  const [main] = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  if (!main) return [];
  const target = targetFor(main, frame, world);
  const query = { ...base(frame), metrics: [...frame.metrics, ...(target ? [target] : [])] };
  const before = frame.range && yearBeforeWithin(frame.range, main, world);
  const whole =
    frame.share && frame.filters.length > 0
      ? [queryStep("total", { ...base(frame), filters: withoutPart(frame) })]
      : [];
  return [
    queryStep("now", query),
    ...whole,
    ...(before ? [queryStep("before", over(base(frame), before))] : []),
    ...(target ? thresholds(main, world) : []),
  ];
}

/** The filters of the whole that a share is of: without that on the part, or without any. */
function withoutPart({ filters, shareOf }: Frame): Frame["filters"] {
  return shareOf === undefined ? [] : filters.filter(({ field }) => !shareOf.includes(field));
}

function planTrend(frame: Frame, world: World): Step[] {
  const [main] = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  const known = main && coverageOf(world, main);
  const span = frame.range ?? (known && { start: known.start, end: addDays(known.end, 1) });
  if (!main || !span) return [];
  const { grain = "month" } = frame;
  const byTime = (start: string, end: string) => ({
    ...base(frame),
    time: { start, end, grain },
    orderBy: [{ by: "time", direction: "asc" as const }],
  });
  const now = byTime(span.start, span.end);
  if (frame.calculation?.kind === "year_change")
    return [
      queryStep("now", now),
      queryStep("before", byTime(addMonths(span.start, -12), addMonths(span.end, -12))),
    ];
  const whole =
    frame.share && frame.filters.length > 0 && frame.dimensions.length === 0
      ? [queryStep("whole", { ...now, filters: withoutPart(frame) })]
      : [];
  return [
    queryStep("now", { ...now, ...alongTime(frame, main) }),
    ...whole,
    ...priorStep(frame, span.start, { byTime, world }),
  ];
}

type Before = {
  readonly byTime: (start: string, end: string) => Omit<MetricQuery, "kind">;
  readonly world: World;
};

/** Periods next to those of the question: what the first one's change is counted from, what stands beside the best. */
function priorStep(
  { ofChange, beside, range, grain }: Frame,
  start: string,
  { byTime, world }: Before,
): Step[] {
  if (!range || !grain || !(ofChange || beside)) return [];
  const fiscal = world.workspace.fiscalYearStartMonth;
  const first = periodOf(grain, start, fiscal);
  if (first.start !== start) return [];
  const prior = previous(first, fiscal);
  if (ofChange) return [queryStep("prior", byTime(prior.start, prior.end))];
  const next = periodOf(grain, range.end, fiscal);
  return [queryStep("around", byTime(prior.start, next.end))];
}

/** More periods than any series has. */
const EVERY_PERIOD = 1000;

/** What the warehouse computes beside the metric. */
function alongTime(
  { calculation, extreme, dimensions, share }: Frame,
  { name: metric, additive }: Metric,
): Pick<MetricQuery, "calculate"> {
  // The mean of each member so far, which at its last period is that of all.
  if (extreme === "mean" && dimensions.length > 0)
    return { calculate: [{ kind: "moving_average", metric, periods: EVERY_PERIOD }] };
  if (calculation === undefined && share && additive && dimensions.length > 0)
    return { calculate: [{ kind: "share", metric }] };
  if (calculation === undefined || calculation.kind === "year_change") return {};
  const { kind, periods } = calculation;
  const growth = kind === "change" ? [{ kind: "change_ratio", metric } as const] : [];
  return { calculate: [{ kind, metric, ...(periods !== undefined && { periods }) }, ...growth] };
}

function planPeriods(frame: Frame, world: World): Step[] {
  const { range, against } = frame;
  if (!range || !against) return [];
  const [main] = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  const isShare = frame.share && frame.dimensions.length > 0 && main?.additive === true;
  const query = {
    ...base(frame),
    metrics: withComponents(frame.metrics, world),
    ...(isShare && { calculate: [{ kind: "share" as const, metric: main.name }] }),
  };
  return [queryStep("now", over(query, range)), queryStep("before", over(query, against))];
}

function planTarget(frame: Frame, world: World): Step[] {
  const [main] = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  const target = main && targetFor(main, frame, world);
  if (main?.target && frame.grain) return planTargetSeries(frame, main, world);
  if (!main || !target)
    return frame.dimensions.length > 0 ? planBreakdown(frame) : planValue(frame, world);
  const order = { orderBy: [{ by: main.name, direction: "desc" as const }] };
  const grouped = frame.dimensions.length > 0 && resolvable(frame.dimensions, target, world);
  return [
    queryStep("now", { ...base(frame), dimensions: [], metrics: [main.name, target] }),
    ...(grouped
      ? [queryStep("groups", { ...base(frame), metrics: [main.name, target], ...order })]
      : []),
    ...beforeStep(frame, main, world),
    ...thresholds(main, world),
  ];
}

/** The metric and its target period by period. */
function planTargetSeries(frame: Frame, main: Metric, world: World): Step[] {
  const known = coverageOf(world, main);
  const span = frame.range ?? (known && { start: known.start, end: addDays(known.end, 1) });
  if (!span || !main.target) return [];
  const { grain = main.target.grain } = frame;
  return [
    queryStep("series", {
      ...base({ ...frame, dimensions: [] }),
      metrics: [main.name, main.target.metric],
      time: { start: span.start, end: span.end, grain },
      orderBy: [{ by: "time", direction: "asc" }],
    }),
    ...thresholds(main, world),
  ];
}

function beforeStep(frame: Frame, main: Metric, world: World): Step[] {
  const before = frame.range && yearBeforeWithin(frame.range, main, world);
  return before ? [queryStep("before", over({ ...base(frame), dimensions: [] }, before))] : [];
}

function planHealth(frame: Frame, world: World): Step[] {
  const [main] = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  if (!main) return [];
  const target = targetFor(main, frame, world);
  return [
    queryStep("now", { ...base(frame), metrics: [main.name, ...(target ? [target] : [])] }),
    ...beforeStep(frame, main, world),
    searchStep("yardstick", `${main.label} target and industry benchmark`, 5),
    searchStep("definition", definitionWords(main), 3),
    ...(target ? thresholds(main, world) : []),
  ];
}

/** By the heading that the model names, else by the metric's own name. */
function definitionWords({ label, definition }: Metric): string {
  return definition ? `${definition.heading}: definition of ${label}` : `${label} definition`;
}

function planDefine(frame: Frame, world: World): Step[] {
  const [main] = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  return [
    searchStep("answer", frame.question, 3),
    ...(main
      ? [searchStep("definition", definitionWords(main), 3), queryStep("now", base(frame))]
      : []),
  ];
}
