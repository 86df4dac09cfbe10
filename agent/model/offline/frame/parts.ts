import type { Metric } from "../../../semantic/model.ts";
import { resolveField } from "../../../semantic/reachable.ts";
import type { Reading } from "../reading/reading.ts";
import { isDuration } from "./documents.ts";
import type { Frame, Intent } from "./frame.ts";
import type { Given } from "./given.ts";
import { asksWhole } from "./intent.ts";
import { mergeFilters } from "./merge.ts";
import { baseName, isOnlyMetric } from "./named.ts";
import type { Roles } from "./roles.ts";
import { rowsAsked } from "./rows.ts";
import { entityField } from "./world.ts";

/** What has been decided of a frame when the rest of it is filled in. */
export type Chosen = { readonly intent: Intent; readonly main: Metric | undefined };

/** Grouping, ranking and share; a follow-up of the same kind keeps those it does not name anew. */
export function shapePart(
  { reading, roles, world, before }: Given,
  { intent, main }: Chosen,
): Pick<Frame, "dimensions" | "ranking" | "relative" | "share"> {
  const kept = asksWhole(reading) ? undefined : keptOf(before, intent);
  const ranking = rankingOf(reading, { intent, main }) ?? kept?.ranking;
  const share = reading.cues.has("share") || (kept?.share ?? false);
  if (intent === "rows") return { dimensions: [], ...(ranking && { ranking }), share };
  const [named, old] = [
    roles.dimensions,
    kept?.dimensions ?? groupsBefore({ reading, before }, intent),
  ];
  const dimensions = named.length > 0 ? named : withoutFixed(old, given(before, roles));
  return {
    dimensions: dimensions.map((id) => (main && resolveField(world.model, main.name, id)) ?? id),
    ...(ranking && { ranking }),
    ...(reading.cues.has("relative") && { relative: true as const }),
    share,
  };
}

/** Whom a question of another kind still asks about: who led, "those", the members that were held side by side. */
function groupsBefore(
  { reading, before }: Pick<Given, "reading"> & { readonly before: Frame | undefined },
  intent: Intent,
): readonly string[] {
  if (!before) return [];
  if (reading.ranking) return before.leader ? [before.leader.field] : [];
  if (intent === "trend") return before.dimensions.filter((id) => isHeldAgainst(before, id));
  const isOfGroups = GROUPED.has(intent) && GROUPED.has(before.intent);
  // "By region", then "compared with a year ago": each of them.
  if (isOfGroups && intent === "periods" && reading.compare !== undefined) return before.dimensions;
  return isOfGroups && OF_GROUPS.test(reading.text) ? before.dimensions : [];
}

/** Intents whose answers may stand group by group. */
const GROUPED: ReadonlySet<Intent> = new Set(["value", "periods", "target"]);
const OF_GROUPS =
  /\b(?:which|who|those|these|them|they|ones?|sort(?:ed)?|rank(?:ed)?|order(?:ed)?)\b/i;

/** "West against East": both are named. */
function isHeldAgainst({ filters }: Frame, id: string): boolean {
  return filters.some(({ field, op, values }) => field === id && op === "in" && values.length > 1);
}

/** What a follow-up of the same kind keeps; one on a single period of a series keeps how it was divided. */
function keptOf(before: Frame | undefined, intent: Intent): Partial<Frame> | undefined {
  if (before?.intent === intent) return before;
  const isPeriod = before?.intent === "trend" && intent === "value";
  return isPeriod ? { dimensions: before.dimensions, share: before.share } : undefined;
}

/** Both ends of a table of members need all of them; the best of what is better low comes first from below. */
function rankingOf({ ranking }: Reading, { intent, main }: Chosen): Frame["ranking"] {
  if (intent === "trend" || !ranking) return ranking;
  if (ranking.both) return undefined;
  const isFast = ranking.speed === true && intent === "value" && isDuration(main);
  const isTurned = isFast || (ranking.judged === true && main?.better === "down");
  return isTurned
    ? { ...ranking, direction: ranking.direction === "asc" ? "desc" : "asc" }
    : ranking;
}

function given(before: Frame | undefined, roles: Roles): Frame["filters"] {
  return mergeFilters(before?.filters ?? [], roles.filters);
}

/** A dimension of before that is now filtered to one member divides nothing. */
function withoutFixed(dimensions: readonly string[], filters: Frame["filters"]): readonly string[] {
  const fixed = filters.filter(({ op, values }) => op === "in" && values.length === 1);
  return dimensions.filter((id) => !fixed.some(({ field }) => baseName(field) === baseName(id)));
}

/** "Top 3 products in each region": the ranking starts anew in each of the other groups. */
export function withinPart({ reading, roles, world }: Given): Pick<Frame, "rankedWithin"> {
  const ranked = reading.names.find((name) => name.ranked && !isOnlyMetric(name));
  if (!reading.ranking || !ranked || roles.dimensions.length < 2) return {};
  const isRanked = (id: string) =>
    ranked.meanings.some((m) =>
      m.kind === "field"
        ? m.field === id
        : m.kind === "dataset" && entityField(world, m.dataset)?.id === id,
    );
  return { rankedWithin: roles.dimensions.filter((id) => !isRanked(id)) };
}

/** What the metric is held against, when it has a target. */
export function targetPart(
  { reading, roles, before }: Given,
  main: Metric | undefined,
): Pick<Frame, "target"> {
  if (!main?.target) return {};
  const asked = roles.target || reading.cues.has("target");
  const kept = asked ? "show" : before?.target;
  return kept === undefined ? {} : { target: sideOf(reading) ?? kept };
}

/** Those that missed the target, or those that met it, where only they are asked for. */
function sideOf({ cues }: Reading): Frame["target"] {
  if (cues.has("below-target")) return "missed";
  return cues.has("above-target") ? "met" : undefined;
}

/** What is computed along time. */
export function calculationPart(reading: Reading): Pick<Frame, "calculation"> {
  const { cues, window, compareGrain, compare, grain } = reading;
  if (cues.has("running-total")) return { calculation: { kind: "running_total" } };
  if (cues.has("moving-average"))
    return { calculation: { kind: "moving_average", periods: window ?? 3 } };
  if (compare === "year-before" && grain !== undefined)
    return { calculation: { kind: "year_change" } };
  return cues.has("growth") || compareGrain ? { calculation: { kind: "change" } } : {};
}

/** What a question takes for granted. */
export function supposedPart(
  { cues }: Reading,
  roles: Roles,
  before?: Frame,
): Pick<Frame, "supposed"> {
  if (cues.has("below-target") && (roles.target || cues.has("target")))
    return { supposed: "missed" };
  if (cues.has("down")) return { supposed: "down" };
  if (cues.has("up")) return { supposed: "up" };
  return before?.supposed ? { supposed: before.supposed } : {};
}

/** What is listed row by row. */
export function rowsPart({ reading, world, before }: Given): Pick<Frame, "dataset" | "rankedBy"> {
  const rows = rowsAsked(reading, world);
  const dataset = rows?.dataset ?? before?.dataset ?? "";
  const rankedBy = rows ? rows.by : before?.rankedBy;
  return { dataset, ...(rankedBy !== undefined && { rankedBy }) };
}

/** Those that a metric counts are the groups in which it counts any. */
export function memberPart({ members, metrics }: Roles): Frame["having"] {
  const [metric = ""] = metrics;
  return members ? [{ metric, op: "gte", values: [1] }] : [];
}

/** "What are our categories", "list the regions": the names of the groups are the answer. */
export function namesPart(
  { reading, roles }: Given,
  { dimensions }: Pick<Frame, "dimensions">,
): Pick<Frame, "names"> {
  const isListed = reading.cues.has("list") || reading.cues.has("what-is");
  const isPlain = roles.metrics.length === 0 && dimensions.length > 0 && !reading.ranking;
  return roles.members || (isListed && isPlain) ? { names: true } : {};
}
