import type { MetricQuery } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Frame } from "../frame/frame.ts";
import { fieldLabel } from "../frame/roles.ts";
import { metricNamed, type World } from "../frame/world.ts";
import { type Culprit, findCulprit, findWithin } from "./culprit.ts";
import { driverFields } from "./drivers.ts";
import { base, over, withComponents, type Yardstick, yardstickOf } from "./plan-parts.ts";
import { type Findings, queryStep, type Step, searchStep, thresholds } from "./step.ts";

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
    ? [
        searchStep(
          "causes.within",
          causeWords(
            frame,
            [culprit.member, within.member, fieldLabel(world, within.field)],
            world,
          ),
          3,
        ),
      ]
    : [];
  return [...first, ...second, ...third];
}

function firstRound(frame: Frame, yardstick: Yardstick, world: World): Step[] {
  const { main, target } = yardstick;
  const fields = driverFields(yardstick, frame, world);
  const plain = { ...base(frame), dimensions: [] };
  const metrics = parts(main);
  const whole = withComponents([main.name], world);
  const general = searchStep("causes", causeWords(frame, [], world), 3);
  if (target) {
    const both = [main.name, target];
    return [
      queryStep("now", { ...plain, metrics: both }),
      ...beforeStep(frame, { ...plain, metrics: whole }),
      ...fields.map((field) =>
        queryStep(`by.${field}.now`, { ...plain, metrics: both, dimensions: [field] }),
      ),
      thresholds(),
      general,
    ];
  }
  return [
    queryStep("now", { ...plain, metrics: unique([...whole, ...metrics]) }),
    ...beforeStep(frame, { ...plain, metrics: unique([...whole, ...metrics]) }),
    ...fields.flatMap((field) =>
      sides(`by.${field}`, frame, { ...plain, metrics, dimensions: [field] }),
    ),
    general,
  ];
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
    searchStep("causes.member", causeWords(frame, [culprit.member], world), 5),
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

/** Search words for the causes of what the question takes for granted. */
function causeWords(frame: Frame, members: readonly string[], world: World): string {
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const moved = { missed: "below target decline", down: "decline decrease", up: "growth increase" };
  const filters = frame.filters.flatMap(({ values }) => values.map(String));
  const words = [...new Set([...members, ...filters]), frame.range?.label, main?.label];
  return `${words.join(" ")} ${moved[frame.supposed ?? "missed"]} causes`;
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
