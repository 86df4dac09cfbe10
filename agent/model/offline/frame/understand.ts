import type { Metric } from "../../../semantic/model.ts";
import { resolveField } from "../../../semantic/reachable.ts";
import { resembling } from "../language/mentions.ts";
import { stemOf } from "../language/tokens.ts";
import { readQuestion } from "../reading/read-question.ts";
import type { Reading } from "../reading/reading.ts";
import { toConditions } from "./conditions.ts";
import type { Frame, Refusal, Understanding } from "./frame.ts";
import type { Given } from "./given.ts";
import { chooseIntent, isElliptical, rowDataset } from "./intent.ts";
import { mergeFilters } from "./merge.ts";
import { withCountedGroups } from "./reshape.ts";
import { assignRoles, type Roles, unique } from "./roles.ts";
import { chooseTime } from "./time.ts";
import {
  clockFor,
  coverageOf,
  entityField,
  headlineMetric,
  metricNamed,
  type World,
} from "./world.ts";

/** What a question means, given the one before it. Never throws. */
export function understand(text: string, world: World, before?: Frame): Understanding {
  const clock = clockFor(
    world,
    metricNamed(world, before?.metrics[0] ?? "") ?? headlineMetric(world),
    before?.range,
  );
  const reading = withCountedGroups(readQuestion(text, world.lexicon, clock), world);
  if (reading.act === "change-data") return refused({ kind: "change-data" });
  if (reading.act !== "ask") return { status: "act", act: reading.act };
  const roles = assignRoles(reading, world, before);
  const elliptical = isElliptical(reading, roles, before);
  const frame = toFrame({ reading, roles, world, ...(elliptical && before && { before }) });
  return check(frame, reading, { world, refersBack: elliptical && reading.cues.has("refers") });
}

function toFrame(given: Given): Frame {
  const { reading, roles, world, before } = given;
  const metrics = metricsOf(given);
  const main = metricNamed(world, metrics[0] ?? "");
  const intent = chooseIntent(given, main);
  const time = chooseTime({ given, intent, main });
  const conditions = toConditions({
    reading,
    world,
    main,
    dimensions: intent === "rows" ? [] : roles.dimensions,
  });
  return {
    intent,
    question: reading.text,
    metrics,
    ...shapeOf(given, { intent, main }),
    filters: [...mergeFilters(before?.filters ?? [], roles.filters), ...conditions.filters],
    having: conditions.having,
    ...time.parts,
    ...targetPart(given, main),
    ...calculationPart(reading),
    ...extremePart(reading),
    ...supposedPart(reading, roles, before),
    ...(reading.countsGroups && { countsGroups: true }),
    ...withinPart(given),
    ...(intent === "rows" && { dataset: rowDataset(reading, world) ?? "" }),
    assumed: unique([...roles.assumed, ...time.assumed, ...conditions.assumed]),
    unplaced: conditions.unplaced,
  };
}

type Chosen = { readonly intent: Frame["intent"]; readonly main: Metric | undefined };

/** Grouping, ranking and share; a follow-up of the same kind keeps those it does not name anew. */
function shapeOf({ reading, roles, world, before }: Given, { intent, main }: Chosen) {
  const kept = before?.intent === intent ? before : undefined;
  const dimensions = roles.dimensions.length > 0 ? roles.dimensions : (kept?.dimensions ?? []);
  const ranking = reading.ranking ?? kept?.ranking;
  return {
    dimensions: dimensions.map((id) => (main && resolveField(world.model, main.name, id)) ?? id),
    ...(ranking && { ranking }),
    share: reading.cues.has("share") || (kept?.share ?? false),
  };
}

/** "Top 3 products in each region": the ranking starts anew in each of the other groups. */
function withinPart({ reading, roles, world }: Given): Pick<Frame, "rankedWithin"> {
  const ranked = reading.names.find((name) => name.ranked);
  if (!reading.ranking || !ranked || roles.dimensions.length < 2) return {};
  const isRanked = (id: string) =>
    ranked.meanings.some((m) =>
      m.kind === "field"
        ? m.field === id
        : m.kind === "dataset" && entityField(world, m.dataset)?.id === id,
    );
  return { rankedWithin: roles.dimensions.filter((id) => !isRanked(id)) };
}

/** Those named, else those the conversation is about, else the headline; a sort key stands before what it sorts. */
function metricsOf({ reading, roles, world, before }: Given): readonly string[] {
  const asked = roles.metrics.length > 0 ? roles.metrics : (before?.metrics ?? headline(world));
  return before && reading.cues.has("sort") ? unique([...asked, ...before.metrics]) : asked;
}

function headline(world: World): string[] {
  const metric = headlineMetric(world);
  return metric ? [metric.name] : [];
}

function targetPart(
  { reading, roles, before }: Given,
  main: Metric | undefined,
): Pick<Frame, "target"> {
  if (!main?.target) return {};
  const asked = roles.target || reading.cues.has("target");
  if (asked && reading.cues.has("below-target")) return { target: "missed" };
  if (asked && reading.cues.has("above-target")) return { target: "met" };
  if (asked || before?.target) return { target: asked ? "show" : (before?.target ?? "show") };
  return {};
}

function calculationPart({ cues, window, compareGrain }: Reading): Pick<Frame, "calculation"> {
  if (cues.has("running-total")) return { calculation: { kind: "running_total" } };
  if (cues.has("moving-average"))
    return { calculation: { kind: "moving_average", periods: window ?? 3 } };
  return cues.has("growth") || compareGrain ? { calculation: { kind: "change" } } : {};
}

function extremePart({ cues }: Reading): Pick<Frame, "extreme"> {
  if (cues.has("worst-period")) return { extreme: "worst" };
  return cues.has("best-period") ? { extreme: "best" } : {};
}

function supposedPart({ cues }: Reading, roles: Roles, before?: Frame): Pick<Frame, "supposed"> {
  if (cues.has("below-target") && (roles.target || cues.has("target")))
    return { supposed: "missed" };
  if (cues.has("down")) return { supposed: "down" };
  if (cues.has("up")) return { supposed: "up" };
  return before?.supposed ? { supposed: before.supposed } : {};
}

type Context = { readonly world: World; readonly refersBack: boolean };

function check(frame: Frame, reading: Reading, context: Context): Understanding {
  const { world } = context;
  const refusal =
    frame.intent === "know"
      ? undefined
      : (unread(frame, reading, context) ??
        outOfTime(frame, reading, world) ??
        indivisible(frame, world));
  return refusal ? refused(refusal) : { status: "frame", frame };
}

function unread(
  frame: Frame,
  reading: Reading,
  { world, refersBack }: Context,
): Refusal | undefined {
  if (reading.unknown.length === 0) {
    if (frame.unplaced.length > 0) return { kind: "unplaced-limit", limits: frame.unplaced, frame };
    return saysNothing(reading, frame) && !refersBack ? { kind: "nothing-read" } : undefined;
  }
  const near = unique(
    reading.unknown.flatMap((word) => resembling(stemOf(word), world.lexicon, 2)),
  );
  return { kind: "unknown-words", words: reading.unknown, near, frame };
}

/** Periods without any data are refused; forecasts are, whatever the period. */
function outOfTime(frame: Frame, reading: Reading, world: World): Refusal | undefined {
  const { range } = frame;
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const known = main && coverageOf(world, main);
  if (!range) return reading.cues.has("forecast") ? { kind: "forecast", frame } : undefined;
  if (!known || (range.start <= known.end && range.end > known.start)) return undefined;
  return range.start > world.workspace.today()
    ? { kind: "forecast", frame }
    : { kind: "no-data", frame, period: range };
}

/** A metric that cannot be grouped or filtered as asked is refused with the reason, never answered without it. */
function indivisible(frame: Frame, world: World): Refusal | undefined {
  for (const metric of frame.metrics) {
    for (const field of [...frame.dimensions, ...frame.filters.map((filter) => filter.field)]) {
      if (!resolveField(world.model, metric, field)) {
        return { kind: "not-divisible", metric, field, frame };
      }
    }
  }
  return undefined;
}

/** Nothing of the model, no time and no cue that stands on its own: there is nothing to answer. */
function saysNothing(reading: Reading, frame: Frame): boolean {
  const leans = (
    [
      "why",
      "health",
      "overview",
      "target",
      "below-target",
      "above-target",
      "share",
      "trend",
      "growth",
    ] as const
  ).some((cue) => reading.cues.has(cue));
  const slots = reading.names.length + reading.ranges.length + reading.conditions.length;
  const moves =
    reading.shift ?? reading.compare ?? reading.against ?? reading.grain ?? reading.ranking;
  return slots === 0 && !leans && moves === undefined && frame.intent !== "define";
}

function refused(refusal: Refusal): Understanding {
  return { status: "refused", refusal };
}
