import type { Metric } from "../../../semantic/model.ts";
import type { Cue, Reading } from "../reading/reading.ts";
import type { Frame, Intent } from "./frame.ts";
import type { Given } from "./given.ts";
import { hasMean } from "./measures.ts";
import { pointsAtLeader } from "./references.ts";
import type { Roles } from "./roles.ts";
import { rowsAsked } from "./rows.ts";
import {
  type AskedFor,
  asksFirstTime,
  GRAINS,
  isBecoming,
  isSeries,
  isStatesOf,
  isTargetSeries,
} from "./series.ts";
import { stretchOf } from "./stretch.ts";
import { isSnapshot } from "./world.ts";

/** "How did it compare": no overview, but what the conversation is about. */
const ABOUT_IT =
  /\bhow (?:is|was|did|does|do|has|have|are|were) (?:it|that|this|they|those|these|he|she)\b/i;

/** True when the sentence says something only together with the one before it. */
export function isElliptical(reading: Reading, roles: Roles, before: Frame | undefined): boolean {
  const isOverview =
    reading.cues.has("overview") && !reading.cues.has("define") && !ABOUT_IT.test(reading.text);
  if (!before || isOverview) return false;
  const pointsBack =
    before.leader !== undefined &&
    (reading.names.some(({ demonstrative }) => demonstrative) || pointsAtLeader(reading, before));
  return (
    (roles.metrics.length === 0 && !reading.sets) ||
    pointsBack ||
    (["continues", "corrects", "sort", "same-rows"] as const).some((cue) => reading.cues.has(cue))
  );
}

/** The first that fits is what is asked for. */
const RULES: readonly (readonly [Intent, (asked: AskedFor) => boolean])[] = [
  ["health", ({ has, main }) => has("benchmark") && has("asks-direction") && main !== undefined],
  ["know", ({ has, reading }) => has("benchmark") && !reading.ranking],
  ["know", ({ has, reading }) => has("know") && !has("why") && !reading.ranking],
  [
    "define",
    ({ has, reading, roles, before }) =>
      has("define") &&
      !selects(reading) &&
      (roles.metrics.length > 0 || (before !== undefined && has("refers"))),
  ],
  ["know", ({ has, reading }) => has("define") && !selects(reading)],
  [
    "health",
    ({ has, main, roles, before }) =>
      before !== undefined &&
      main !== undefined &&
      main.target === undefined &&
      roles.metrics.length === 0 &&
      (roles.target || has("target")),
  ],
  [
    "know",
    ({ has, roles }) =>
      has("what-is") && roles.metrics.length === 0 && roles.dimensions.length === 0,
  ],
  ["why", ({ has }) => has("why")],
  [
    "health",
    ({ has, main, roles }) => has("health") && main !== undefined && roles.dimensions.length === 0,
  ],
  [
    "value",
    ({ has, reading, roles, before }) =>
      has("ahead") &&
      (roles.dimensions.length > 0 || (before?.dimensions.length ?? 0) > 0) &&
      (reading.against ?? reading.compare ?? reading.grain) === undefined,
  ],
  ["rows", ({ reading, world }) => rowsAsked(reading, world) !== undefined],
  [
    "periods",
    ({ has, reading, roles, before }) =>
      has("up", "down") &&
      reading.ranking !== undefined &&
      (roles.dimensions.length > 0 || (before?.dimensions.length ?? 0) > 0) &&
      reading.conditions.length === 0 &&
      reading.grain === undefined,
  ],
  [
    "periods",
    ({ has, reading, roles }) =>
      has("moves") &&
      reading.names.some(({ grouping }) => grouping) &&
      roles.dimensions.length > 0 &&
      reading.conditions.length === 0 &&
      reading.grain === undefined,
  ],
  ["periods", (asked) => movesOfGroups(asked)],
  ["target", (asked) => isTargetSeries(asked)],
  [
    "trend",
    ({ reading, has, roles }) =>
      reading.asking === "when" &&
      has("best-period", "worst-period") &&
      roles.metrics.length > 0 &&
      roles.dimensions.length === 0,
  ],
  ["trend", (asked) => asksFirstTime(asked)],
  ["trend", ({ reading }) => reading.grain !== undefined && reading.compare === "year-before"],
  ["trend", ({ reading }) => isSeries(reading) || stretchOf(reading) !== undefined],
  [
    "periods",
    ({ has, reading, main, world, roles }) =>
      has("growth") &&
      reading.grain === undefined &&
      reading.ranges.length === 1 &&
      roles.dimensions.length === 0 &&
      main !== undefined &&
      (isSnapshot(world, main) || GROWS.test(reading.text)),
  ],
  [
    "trend",
    ({ has, reading, roles }) => isBecoming(reading) && has("trend") && roles.metrics.length > 0,
  ],
  ["trend", (asked) => isStatesOf(asked)],
  [
    "periods",
    ({ has, reading, roles }) =>
      has("asks-direction") &&
      has("up", "down") &&
      reading.grain === undefined &&
      !selects(reading) &&
      roles.dimensions.length === 0,
  ],
  [
    "periods",
    ({ reading }) =>
      (reading.against ?? reading.compare) !== undefined || reading.ranges.length === 2,
  ],
  [
    "trend",
    ({ has, reading }) =>
      reading.grain !== undefined || has("trend", "running-total", "moving-average"),
  ],
  [
    "trend",
    ({ has, roles, main, world }) =>
      has("average") && roles.dimensions.length === 0 && hasMean(main, world),
  ],
  [
    "target",
    ({ has, roles, main }) => main?.target !== undefined && (roles.target || has("target")),
  ],
  [
    "periods",
    ({ has, roles, before }) =>
      has("compare") &&
      roles.dimensions.length === 0 &&
      roles.metrics.length < 2 &&
      before?.intent !== "trend",
  ],
];

/** Growth of a period as a whole, not from part to part of it. */
const GROWS = /\b(?:growth|growth rate|rate of growth) (?:in|for|of|during)\b/i;

/** What is asked for: a cue of the sentence decides; else the question before; else its shape. */
export function chooseIntent(given: Given, main: Metric | undefined): Intent {
  const { reading, before } = given;
  const has = (...cues: readonly Cue[]) => cues.some((cue) => reading.cues.has(cue));
  const rule = RULES.find(([, fits]) => fits({ ...given, main, has }));
  if (rule) return rule[0];
  if (before && !has("overview")) return fromBefore(before, reading, given.roles);
  if (!has("overview")) return "value";
  return main?.target ? "target" : given.roles.metrics.length > 0 ? "health" : "value";
}

/** "Sort by growth", "which is growing faster": the groups of before, by how they moved. */
function movesOfGroups({ has, reading, roles, before }: AskedFor): boolean {
  const isMove = has("moves") || (has("sort") && has("growth", "relative", "up", "down"));
  const isBare = reading.names.length === 0 && reading.grain === undefined;
  const isGrouped = (before?.dimensions.length ?? 0) + roles.dimensions.length > 0;
  return isMove && isBare && before !== undefined && isGrouped;
}

/** A ranking or a limit asks the data, whatever words stand around it. */
function selects({ ranking, conditions }: Reading): boolean {
  return ranking !== undefined || conditions.some(({ op }) => op !== "eq");
}

/** "Add them up", after what was told part by part. */
export const ADD_UP =
  /^(?:and |now |please |can you |ok )*(?:add|sum)(?: (?:it|them|those|these|that|all))+(?: up| together)?\W*$/i;

/** "And in total?": no longer part by part. */
export function asksWhole({ lifted, text }: Reading): boolean {
  const isWhole = lifted === "all" && /\b(?:total|overall|al+ ?together|company)\b/i.test(text);
  return isWhole || ADD_UP.test(text);
}

/** "And the month before?", after a month was picked. */
function isBesidePicked({ shift, grain }: Reading, { leadingPeriod }: Frame): boolean {
  const isShift = shift === "previous" || shift === "next";
  return leadingPeriod !== undefined && isShift && grain === undefined;
}

/** "And in March?", after a series by month: one of its periods, or a part of one. */
function isOnePeriod({ ranges, cues, grain }: Reading, before: Frame): boolean {
  const [range, another] = ranges;
  if (!range || another || grain !== undefined || cues.has("trend")) return false;
  return GRAINS.indexOf(range.grain) <= GRAINS.indexOf(before.grain ?? "day");
}

/** A follow-up keeps what was asked unless it gives it another shape. */
function fromBefore(before: Frame, reading: Reading, roles: Roles): Intent {
  const divides = roles.dimensions.length > 0;
  const divided: readonly Intent[] = ["health", "why"];
  switch (before.intent) {
    case "know":
    case "define":
      return "value";
    case "rows":
      return divides || roles.metrics.length > 0 ? "value" : "rows";
    case "trend":
      return (reading.ranking && divides) ||
        asksWhole(reading) ||
        isOnePeriod(reading, before) ||
        isBesidePicked(reading, before)
        ? "value"
        : "trend";
    case "target":
      return "target";
    default:
      return reading.ranking || (divides && divided.includes(before.intent))
        ? "value"
        : before.intent;
  }
}
