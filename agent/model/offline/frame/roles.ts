import type { Filter } from "../../../semantic/metric-query.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { isNumeric } from "./aggregates.ts";
import { countsValue, isCode } from "./counts.ts";
import { datesAsked } from "./dates.ts";
import { doersOf } from "./doers.ts";
import { type Context, corrections, fieldOf, toFilters } from "./filters.ts";
import type { Frame } from "./frame.ts";
import { againstTarget, PLAN } from "./held-target.ts";
import { hoursAsked } from "./hours.ts";
import { countOfDoers, countOfPeople, durationOf, priceOf } from "./implied.ts";
import { averageOf, extremeOf, measureOf, metricFor, piecesOf, ratioFor } from "./measures.ts";
import { membersAsked } from "./members.ts";
import { baseName, isMetricName, metricsOf, sameField, valueMeanings } from "./named.ts";
import { bothOf, pointedAt } from "./references.ts";
import { countOfSet } from "./sets/count-of-set.ts";
import {
  fieldWithId,
  headlineMetric,
  isFact,
  isSnapshot,
  metricNamed,
  type World,
} from "./world.ts";

/** What the names of a sentence do in it. */
export type Roles = {
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly filters: readonly Filter[];
  /** Who a metric counts is asked for, by name. */
  readonly members: boolean;
  /** True when a target is what the metric is held against. */
  readonly target: boolean;
  readonly assumed: readonly string[];
  /** Words that the metric's rows have nothing for. */
  readonly unplaced: readonly string[];
};

/** `before` is what the conversation is about. */
export function assignRoles(reading: Reading, world: World, before?: Frame): Roles {
  const held = againstTarget(reading, world, before);
  const divided = reading.names.flatMap((name) => {
    const ratio = ratioFor(name, reading, world);
    return ratio === undefined ? [] : [{ name, over: reading.names[name.perOf ?? -1], ratio }];
  });
  const free = reading.names.filter(
    (name) => !divided.some((part) => part.name === name || part.over === name),
  );
  const named = unique([
    ...divided.map(({ ratio }) => ratio),
    ...free.flatMap((name) => {
      const metric = isMetric(name, reading, world) ? metricFor(name, world) : undefined;
      return metric ?? measureOf(name, reading, world) ?? [];
    }),
  ]).filter((name) => !held.targets.has(name));
  const members = membersAsked(reading, world, before);
  const plain =
    countOfSet(reading, world) ??
    (members && [members.metric]) ??
    countOfDoers(reading, named, world) ??
    countOfPeople(reading, named, world) ??
    priceOf(reading, named, world) ??
    durationOf(reading, named, world) ??
    named;
  const measured = unique(plain.map((name) => averaged(name, reading, world)));
  const subject = measured[0] ?? before?.metrics[0] ?? headlineMetric(world)?.name ?? "";
  const dated = datesAsked(reading, metricNamed(world, subject), world);
  const metrics =
    dated.metric === undefined ? measured : unique([dated.metric, ...measured.slice(1)]);
  const main = metricNamed(world, metrics[0] ?? subject);
  const context = { world, main };
  const day = hoursAsked(reading, main, world);
  const pointed = pointedAt(reading, before);
  const valued = free.filter(
    (name) =>
      !isMetric(name, reading, world) &&
      (countsValue(name, reading) || !(isMetricName(name) && reading.names.length === 1)),
  );
  const filters = [
    ...toFilters(valued, reading, context),
    ...pointed,
    ...dated.filters,
    ...(reading.sets?.filters ?? []),
    ...day.filters,
    ...(reading.cohort ? [reading.cohort.filter] : []),
    ...bothOf(reading, before),
  ];
  const doers = doersOf(reading, main, { world, before });
  const grouped = free.flatMap((name) => dimensionOf(name, reading, context) ?? []);
  const groups = groupsOf(members?.field, grouped, doers);
  const fixed = new Set(pointed.map(({ field }) => baseName(field)));
  const multi = filters
    .filter((one) => one.op === "in" && one.values.length > 1 && !day.filters.includes(one))
    .map(({ field }) => field);
  return {
    metrics,
    dimensions: unique([...groups, ...multi]).filter((id) => !fixed.has(baseName(id))),
    filters,
    members: members !== undefined && reading.conditions.length === 0,
    target: held.asked,
    assumed: corrections(reading, filters, world),
    unplaced: [...dated.unplaced, ...day.unplaced],
  };
}

/** Who is asked for by name, else what the question groups by, else who acts. */
function groupsOf(
  member: string | undefined,
  grouped: readonly string[],
  doers: readonly string[],
): readonly string[] {
  if (member !== undefined) return [member];
  return grouped.length > 0 ? grouped : doers;
}

/** "Average revenue" is no total: the mean by row, unless a mean over periods is asked for. */
function averaged(name: string, reading: Reading, world: World): string {
  const { cues, grain, ranges } = reading;
  const metric = metricNamed(world, name);
  const countsMembers = reading.names.some(
    (one) => one.counted && valueMeanings(one).length > 0 && metricsOf(one).length === 0,
  );
  const pieces = metric && countsMembers ? piecesOf(metric, world) : undefined;
  if (pieces !== undefined) return pieces;
  const extreme = metric && extremeOf(metric, reading, world);
  if (extreme !== undefined) return extreme;
  if (metric && isSnapshot(world, metric) && ranges.length > 0) return name;
  if (!cues.has("average") || cues.has("moving-average") || grain || !metric?.additive) return name;
  return averageOf(metric, world) ?? name;
}

function isMetric(name: Named, reading: Reading, world: World): boolean {
  if (!isMetricName(name) || countsValue(name, reading) || isAbsent(name)) return false;
  if (name.counted || (name.grouping && reading.cues.has("sort"))) return true;
  if (reading.cues.has("ratio") && !name.grouping && valueMeanings(name).length === 0) return true;
  return standsForMetric(name, reading, world);
}

/** "With no score": what rows lack, not what is measured. */
function isAbsent({ negated, meanings }: Named): boolean {
  return negated && meanings.some(({ kind }) => kind === "field");
}

function standsForMetric(name: Named, reading: Reading, world: World): boolean {
  const elsewhere = reading.names.filter((other) => other !== name);
  const otherMetric = elsewhere.some((other) => isMeasure(other, reading, world));
  const entity = isEntity(name, world);
  // "How many appointments were cancelled": what is counted is said, so the other word is a value.
  if (valueMeanings(name).length > 0 && elsewhere.some(({ counted }) => counted)) return false;
  if (ranksPeriods(reading)) return true;
  if (reading.ranking && isRanked(name, world)) return false;
  if (!name.grouping) {
    const qualifies = entity || (name.afterValue && otherMetric);
    return name.listed || !otherMetric || !qualifies;
  }
  if (!entity) return true;
  const otherGroup = elsewhere.some((other) => other.grouping || isPlainField(other, world));
  return otherGroup && !otherMetric && reading.names.indexOf(name) > 0;
}

/** "Regions", before what they are ranked by. */
function isPlainField({ meanings }: Named, world: World): boolean {
  return (
    meanings.length > 0 && meanings.every((m) => m.kind === "field" && !isNumeric(m.field, world))
  );
}

/** "When was churn highest", "bottom two quarters by loans": of the only thing named, periods are ranked. */
function ranksPeriods({ ranking, grain, asking, names }: Reading): boolean {
  const measures = names.filter((name) => isMetricName(name) && valueMeanings(name).length === 0);
  return (
    ranking !== undefined && (grain !== undefined || asking === "when") && measures.length === 1
  );
}

/** Stands for a metric, or for an amount that can be one. */
function isMeasure(name: Named, reading: Reading, world: World): boolean {
  return !name.grouping && (isMetricName(name) || measureOf(name, reading, world) !== undefined);
}

/** Rows that others refer to, beside a ranking: "the best product", "products with the highest price". */
function isRanked(name: Named, world: World): boolean {
  const counts = metricsOf(name).every((metric) => metricNamed(world, metric)?.unit === "count");
  return counts && name.meanings.some((m) => m.kind === "dataset" && !isFact(world, m.dataset));
}

/** "Enterprise customers": a word for rows beside a metric says whose figures are meant, not what is counted. */
function isEntity({ meanings }: Named, world: World): boolean {
  return meanings.some(
    (m) => m.kind === "dataset" || (m.kind === "field" && !isNumeric(m.field, world)),
  );
}

function dimensionOf(name: Named, reading: Reading, context: Context): string | undefined {
  if (name.against && PLAN.test(name.words)) return undefined;
  const wanted = name.grouping || isLooseDimension(name, reading, context.world);
  if (!wanted || isMetric(name, reading, context.world)) return undefined;
  if (isMeanOver(name, reading, context)) return undefined;
  return fieldOf(name.meanings, context, isCode(name, reading, context.world));
}

/** "Average seats per account": the mean goes over the rows of the accounts, it is not told for each of them. */
function isMeanOver({ perOf, meanings }: Named, { cues }: Reading, { main }: Context): boolean {
  const isMean = cues.has("average") && /^\s*AVG\(/i.test(main?.expression ?? "");
  return isMean && perOf !== undefined && meanings.some(({ kind }) => kind === "dataset");
}

/** "top customers", "revenue region": a field or dataset that groups although no word says so. */
function isLooseDimension(name: Named, reading: Reading, world: World): boolean {
  if (isMetric(name, reading, world) || valueMeanings(name).length > 0 || name.counted)
    return false;
  if (name.negated) return false;
  // In a whole sentence it is what is talked about: "are too many books late?"
  if (reading.asking || reading.cues.has("asks-direction") || reading.cues.has("health"))
    return false;
  const groups = (other: Named) =>
    other.grouping &&
    !isMetric(other, reading, world) &&
    measureOf(other, reading, world) === undefined;
  if (reading.names.some((other) => other !== name && groups(other))) return false;
  const qualifies = reading.names.some((other) =>
    valueMeanings(other).some(({ field }) => sameField(field, name)),
  );
  if (qualifies) return false;
  const isField = name.meanings.some((m) => m.kind === "field" && !isNumeric(m.field, world));
  const isDataset = name.meanings.some(({ kind }) => kind === "dataset");
  return (isField && !isDataset) || (isDataset && reading.ranking !== undefined);
}

export function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

/** The label of a field, for sentences. */
export function fieldLabel(world: World, id: string): string {
  return fieldWithId(world, id)?.label ?? baseName(id);
}
