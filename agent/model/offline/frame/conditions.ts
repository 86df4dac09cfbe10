import type { Filter, MetricFilter } from "../../../semantic/metric-query.ts";
import type { Field, Metric } from "../../../semantic/model.ts";
import { measureFactor, measureOfField } from "../language/measures.ts";
import { stemsOf } from "../language/tokens.ts";
import type { Condition, Named, Reading } from "../reading/reading.ts";
import { computing } from "./aggregates.ts";
import { fieldWithId, headlineMetric, metricNamed, type World } from "./world.ts";

export type Conditions = {
  readonly filters: readonly Filter[];
  readonly having: readonly MetricFilter[];
  readonly assumed: readonly string[];
  /** Limits that no field or metric could be found for. */
  readonly unplaced: readonly string[];
};

type Asked = {
  readonly reading: Reading;
  readonly world: World;
  readonly main: Metric | undefined;
  readonly dimensions: readonly string[];
  /** The question goes period by period, so that a limit picks periods. */
  readonly byPeriod: boolean;
};

/** Comparisons with numbers: on a group's metric where the question groups, else on the rows. */
export function toConditions(asked: Asked): Conditions {
  const placed = asked.reading.conditions.map((condition) => place(condition, asked));
  return {
    filters: placed.flatMap(({ filter }) => filter ?? []),
    having: placed.flatMap(({ having }) => having ?? []),
    assumed: placed.flatMap(({ assumed }) => assumed ?? []),
    unplaced: placed.flatMap(({ unplaced }) => unplaced ?? []),
  };
}

/** What one limit comes to. */
type Placed = {
  readonly filter?: Filter;
  readonly having?: MetricFilter;
  readonly assumed?: string;
  readonly unplaced?: string;
};

function place(
  condition: Condition,
  { reading, world, main, dimensions, byPeriod }: Asked,
): Placed {
  const { op, values } = condition;
  const own = condition.field === undefined ? undefined : fieldWithId(world, condition.field);
  if (own) return { filter: { field: own.id, op, values: inUnitOf(own, condition) } };
  const different = differentOf(condition, reading, { world, main });
  if (different && op !== "eq" && dimensions.length > 0)
    return { having: { metric: different.name, op, values } };
  const names = different?.label ?? namesCounted(condition, reading, world);
  if (names !== undefined) return { unplaced: `the number of ${names}` };
  const { metric, field } = subjectOf(condition, reading, { world, main });
  const groups = dimensions.length > 0 || byPeriod;
  if (op !== "eq" && groups && metric && suits(condition, metric))
    return { having: { metric: metric.name, op, values: inUnitOf(metric, condition) } };
  if (!field || !suits(condition, field) || isOfCount(condition, metric, field))
    return { unplaced: values.join(" and ") };
  const filter = { field: field.id, op, values: inUnitOf(field, condition) };
  if (op === "eq") return { filter };
  return { filter, assumed: `The limit is applied to the ${field.label} of each row` };
}

/** "More than 50 times": a plain number beside a count is no amount of money. */
function isOfCount({ unit }: Condition, metric: Metric | undefined, field: Field): boolean {
  return unit === undefined && metric?.unit === "count" && isCurrency(field.unit ?? "");
}

/** "More than one campaign": how many of a register the rows refer to, where that is no figure by its own name. */
function differentOf(
  { named, unit, op, values }: Condition,
  { names }: Reading,
  { world, main }: Context,
): Metric | undefined {
  const name = names[named ?? -1];
  if (!name || name.grouping || unit !== undefined || op === "eq" || values.length !== 1)
    return undefined;
  if (name.meanings.some(({ kind }) => kind === "metric")) return undefined;
  const datasets = name.meanings.flatMap((m) => (m.kind === "dataset" ? [m.dataset] : []));
  const links = world.model.relationships.filter(
    ({ from, to, fromColumns }) =>
      from === main?.dataset && datasets.includes(to) && fromColumns.length === 1,
  );
  return links.flatMap(
    ({ from, fromColumns }) => computing(`COUNT(DISTINCT ${from}.${fromColumns[0]})`, world) ?? [],
  )[0];
}

/** "In more than one region": how many names there are, which is no limit on an amount. */
function namesCounted({ named }: Condition, { names }: Reading, world: World): string | undefined {
  const name = names[named ?? -1];
  const isName =
    name?.meanings[0] &&
    name.meanings.every((m) => m.kind === "field" && numericField(world, m.field) === undefined);
  return isName ? name?.words : undefined;
}

type Subject = { readonly metric?: Metric | undefined; readonly field?: Field | undefined };
type Context = { readonly world: World; readonly main: Metric | undefined };

function subjectOf(condition: Condition, reading: Reading, { world, main }: Context): Subject {
  const beside = condition.named === undefined ? undefined : reading.names[condition.named];
  const groups = beside?.grouping === true && !beside.counted;
  const name =
    groups && beside.meanings.some(({ kind }) => kind === "dataset") ? undefined : beside;
  const fields = name?.meanings.flatMap((m) => (m.kind === "field" ? [m.field] : [])) ?? [];
  const [field] = fields.flatMap((id) => numericField(world, id) ?? []);
  const named = name?.meanings.find((m) => m.kind === "metric");
  if (field && (!named || condition.op === "eq") && suits(condition, field))
    return { metric: main, field };
  const metric =
    named?.kind === "metric"
      ? metricNamed(world, named.metric)
      : unlessRate(main, condition, world);
  return {
    metric: metric?.unit === "count" && isMoney(condition) ? moneyMetric(world, metric) : metric,
    field: suitable(condition, [
      aggregatedBy(metric, world),
      ...measured(condition, metric, world),
      rowField(metric, world),
      field,
      ...kin(name, metric, world),
    ]),
  };
}

/** "Bought for at least 10k but had a discount under 3%": an amount limits no percentage, but what the model is about. */
function unlessRate(
  main: Metric | undefined,
  { unit, values }: Condition,
  world: World,
): Metric | undefined {
  const isAmount = unit !== "percent" && values.some((value) => Math.abs(value) > 100);
  const headline = headlineMetric(world);
  return main?.unit === "percent" && isAmount && headline?.additive ? headline : main;
}

/** The first field that the limit's unit suits. */
function suitable(condition: Condition, fields: readonly (Field | undefined)[]): Field | undefined {
  return fields.find((field) => field !== undefined && suits(condition, field));
}

/** A percentage limits percentages, money money, minutes what is measured in time; a bare number anything but a percentage. */
function suits({ unit }: Condition, thing: Field | Metric): boolean {
  const isPercent = thing.unit === "percent";
  if (unit === undefined) return !isPercent || "additive" in thing;
  if (unit === "percent" || isPercent) return unit === "percent" && isPercent;
  if (isCurrency(unit)) return true;
  const measure = measureIn(thing);
  return measure !== undefined && measureFactor(unit, measure) !== undefined;
}

function isCurrency(unit: string): boolean {
  return /^(?:usd|[A-Z]{3})$/.test(unit);
}

function measureIn({ name, unit }: Field | Metric): string | undefined {
  return measureOfField({ name, ...(unit !== undefined && { unit }) });
}

/** Numeric fields of the metric's rows that share a word with the name: "discount" for a discount rate. */
function kin(name: Named | undefined, metric: Metric | undefined, { model }: World): Field[] {
  const words = new Set(stemsOf(name?.words ?? ""));
  const fields = model.datasets.find((dataset) => dataset.name === metric?.dataset)?.fields ?? [];
  return fields.filter(
    (field) =>
      ["Integer", "Decimal", "Float"].includes(field.type) &&
      [field.label, ...field.synonyms].flatMap(stemsOf).some((stem) => words.has(stem)),
  );
}

/** Numeric fields of the metric's rows that are measured in what the limit is written in. */
function measured({ unit }: Condition, metric: Metric | undefined, { model }: World): Field[] {
  if (unit === undefined || unit === "percent" || isCurrency(unit)) return [];
  const fields = model.datasets.find(({ name }) => name === metric?.dataset)?.fields ?? [];
  return fields.filter((field) => {
    if (!["Integer", "Decimal", "Float"].includes(field.type)) return false;
    const measure = measureOfField(field);
    return measure !== undefined && measureFactor(unit, measure) !== undefined;
  });
}

/** "$500k" is about money even where a count stands beside it. */
function isMoney({ unit }: Condition): boolean {
  return unit !== undefined && isCurrency(unit);
}

function moneyMetric({ model }: World, near: Metric): Metric {
  const money = model.metrics.find(
    (m) => m.dataset === near.dataset && m.additive && m.unit !== "count",
  );
  return money ?? near;
}

function numericField({ model }: World, id: string): Field | undefined {
  return model.datasets
    .flatMap(({ fields }) => fields)
    .find((field) => field.id === id && ["Integer", "Decimal", "Float"].includes(field.type));
}

/** The one field whose values the metric sums, averages or takes an extreme of. */
function aggregatedBy(metric: Metric | undefined, world: World): Field | undefined {
  const id = /^\s*(?:SUM|AVG|MIN|MAX)\(\s*(\w+\.\w+)\s*\)/i.exec(metric?.expression ?? "")?.[1];
  return id === undefined ? undefined : numericField(world, id);
}

/** The field that a sum of the same rows adds up: what a limit on single rows applies to where nothing else is said. */
function rowField(metric: Metric | undefined, world: World): Field | undefined {
  if (!metric) return undefined;
  const summed = world.model.metrics.find(
    (m) =>
      m.dataset === metric.dataset &&
      (m.name === metric.name || m.unit !== "count") &&
      SUM.test(m.expression),
  );
  const id = SUM.exec(summed?.expression ?? "")?.[1];
  return id === undefined ? undefined : numericField(world, id);
}

const SUM = /^\s*SUM\(\s*([\w]+\.[\w]+)\s*\)\s*$/i;

/** Percent cells are stored 0..1: "above 20%" has been read as 0.2, "above 20" on a percentage means the same. "An hour" is 60 minutes. */
function inUnitOf(thing: Field | Metric, { values, unit }: Condition): number[] {
  const measure = measureIn(thing);
  const factor =
    unit !== undefined && measure !== undefined ? (measureFactor(unit, measure) ?? 1) : 1;
  return values.map((value) =>
    thing.unit === "percent" && Math.abs(value) > 1 ? value / 100 : value * factor,
  );
}
