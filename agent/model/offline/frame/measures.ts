import { aggregateSql } from "../../../semantic/implied-metrics.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { computing, isNumeric, rowCountOf } from "./aggregates.ts";
import { countOf, countOfValue, countsValue, isCode, isCounted, isGiven } from "./counts.ts";
import { metricsOf } from "./named.ts";
import { entityField, fieldWithId, isSnapshot, metricNamed, type World } from "./world.ts";

/** The metric that a name stands for: of several a number of things where things are counted. */
export function metricFor(name: Named, world: World): string | undefined {
  const metrics = metricsOf(name).flatMap((metric) => metricNamed(world, metric) ?? []);
  const count = name.counted
    ? (metrics.find(({ unit }) => unit === "count") ?? rowsNamed(name, world))
    : undefined;
  const [first] = metrics;
  return (count ?? (name.counted && first ? countIn(first, world) : undefined) ?? first)?.name;
}

/** "How many grants" where a sum goes by that name too: the rows. */
function rowsNamed({ meanings }: Named, world: World): Metric | undefined {
  return meanings.flatMap((m) =>
    m.kind === "dataset" ? (rowCountOf(m.dataset, world) ?? []) : [],
  )[0];
}

/** "How many no-shows": what the rate counts. */
function countIn({ unit, ratio }: Metric, world: World): Metric | undefined {
  return unit === "percent" && ratio ? metricNamed(world, ratio.numerator) : undefined;
}

/** Aggregates by the words that ask for them; the first that fits. */
const ASKED = [
  ["average", "AVG"],
  ["median", "MEDIAN"],
  ["maximum", "MAX"],
  ["minimum", "MIN"],
  ["best-period", "MAX"],
  ["worst-period", "MIN"],
] as const;

/** Amounts of one thing: their sum says nothing. */
const INTENSIVE =
  /(?:price|rate|ratio|score|age|rating|percent|share|temperature|duration|length|level)s?$/;

/** A numeric field that stands for no metric by name, or a dataset that is counted: the metric that sums, averages or counts it. */
export function measureOf(name: Named, reading: Reading, world: World): string | undefined {
  const { cues } = reading;
  if (countsValue(name, reading)) return countOfValue(name, reading, world)?.name;
  if (metricsOf(name).length > 0 || isGiven(name, reading) || isCode(name, reading, world))
    return undefined;
  const [field] = name.meanings.flatMap((m) =>
    m.kind === "field" && isNumeric(m.field, world) ? (fieldWithId(world, m.field) ?? []) : [],
  );
  const [counted] = name.meanings.flatMap((m) =>
    m.kind === "dataset" && isCounted(name, reading, world)
      ? (countOf(m.dataset, reading, world) ?? [])
      : [],
  );
  if (counted) return counted.name;
  if (!field) return undefined;
  const asked = ASKED.find(([cue]) => cues.has(cue))?.[1];
  const intensive = field.unit === "percent" || INTENSIVE.test(field.name);
  const own = asked === undefined ? aggregating(field.id, world) : undefined;
  return (
    own ?? computing(aggregateSql(asked ?? (intensive ? "AVG" : "SUM"), field.id), world)?.name
  );
}

/** The one metric of the model itself that aggregates the field and nothing else. */
function aggregating(field: string, { model }: World): string | undefined {
  const [only, another] = model.metrics.filter(
    ({ implied, expression }) => !implied && aggregatedField(expression) === field,
  );
  return another ? undefined : only?.name;
}

/** The field that an expression sums, averages or takes an extreme of, when it does nothing else. */
function aggregatedField(expression: string): string | undefined {
  return /^\s*(?:SUM|AVG|MIN|MAX)\(\s*([\w]+\.[\w]+)\s*\)\s*$/i.exec(expression)?.[1];
}

/**
 * "Fines per loan", "average tickets per account": the metric divided by the number of what stands behind "per".
 * Undefined where that has names of its own, unless an average is asked for: "revenue per product" is a table.
 */
export function ratioFor(name: Named, reading: Reading, world: World): string | undefined {
  const over = name.perOf === undefined ? undefined : reading.names[name.perOf];
  const numerator = over && metricFor(over, world);
  if (numerator === undefined) return undefined;
  const units = new Set(unitsOf(name, numerator, world));
  const ratio = world.model.metrics.find(
    (metric) =>
      metric.ratio?.numerator === numerator &&
      units.has(metric.ratio.denominator) &&
      (!metric.implied || !isReadable(name, world) || reading.cues.has("average")),
  );
  return ratio?.name;
}

/** Metrics that count what the name stands for: by that name, row by row, or as what rows of the numerator refer to. */
function unitsOf(name: Named, numerator: string, world: World): string[] {
  const rows = metricNamed(world, numerator)?.dataset ?? "";
  const datasets = name.meanings.flatMap((m) => {
    if (m.kind === "dataset") return [m.dataset];
    return m.kind === "field" ? identified(m.field, world) : [];
  });
  const referred = datasets.flatMap((dataset) =>
    world.model.relationships
      .filter(({ from, to }) => from === rows && to === dataset)
      .flatMap(({ fromColumns }) =>
        fromColumns.length === 1
          ? (computing(`COUNT(DISTINCT ${rows}.${fromColumns[0]})`, world)?.name ?? [])
          : [],
      ),
  );
  const counted = datasets.flatMap((dataset) => rowCountOf(dataset, world)?.name ?? []);
  return [...metricsOf(name), ...counted, ...referred];
}

/** The dataset whose rows the field names, by key or by name. */
function identified(fieldId: string, world: World): string[] {
  const dataset = world.model.datasets.find(({ fields }) =>
    fields.some(({ id }) => id === fieldId),
  );
  const isKey = dataset?.primaryKey.join() === fieldId.slice(fieldId.indexOf(".") + 1);
  const names = dataset && (isKey || entityField(world, dataset.name)?.id === fieldId);
  return names ? [dataset.name] : [];
}

/** True for names whose members people know by name. */
function isReadable({ meanings }: Named, world: World): boolean {
  return meanings.some((m) => {
    const field = m.kind === "dataset" ? entityField(world, m.dataset)?.id : undefined;
    return world.values.has(m.kind === "field" ? m.field : (field ?? ""));
  });
}

/** "Average revenue": of a sum its mean by row; undefined for what is no plain sum, or has no rows to divide by. */
export function averageOf(metric: Metric, world: World): string | undefined {
  const rows = rowCountOf(metric.dataset, world)?.name;
  const own = world.model.metrics.find(
    ({ ratio, implied }) =>
      !implied && ratio?.numerator === metric.name && ratio.denominator === rows,
  );
  const summed = /^\s*SUM\(\s*([\w]+\.[\w]+)\s*\)\s*$/i.exec(metric.expression)?.[1];
  return own?.name ?? (summed && computing(`AVG(${summed})`, world)?.name);
}

const EXTREMES = [
  ["maximum", "MAX"],
  ["minimum", "MIN"],
  ["median", "MEDIAN"],
] as const;

/** "Maximum wait", "median wait": the extreme or the middle of what a metric sums or averages; undefined where the question asks for none. */
export function extremeOf(
  { expression, ratio, dataset }: Metric,
  { cues }: Reading,
  world: World,
): string | undefined {
  const [, call] = EXTREMES.find(([cue]) => cues.has(cue)) ?? [];
  // "Median deal": a mean of the rows as a sum over their number.
  const isMean = ratio && ratio.denominator === rowCountOf(dataset, world)?.name;
  const summed = isMean ? metricNamed(world, ratio.numerator)?.expression : undefined;
  const field = aggregatedField(summed ?? expression);
  return call && field !== undefined
    ? computing(aggregateSql(call, field), world)?.name
    : undefined;
}

/** "How many tents did we sell": of an amount of money, how many pieces it is made of, where the model sums those. */
export function piecesOf({ dataset, unit }: Metric, world: World): string | undefined {
  if (unit === undefined || !/^(?:usd|[A-Z]{3})$/.test(unit)) return undefined;
  return world.model.metrics.find(
    (metric) =>
      !metric.implied &&
      metric.dataset === dataset &&
      metric.unit === "count" &&
      /^\s*SUM\(/i.test(metric.expression),
  )?.name;
}

/** "Too many lost customers" is judged by the rate that counts them, where the model has one; else by the metric itself. */
export function judgedBy(name: string, { model }: World): string {
  const metric = model.metrics.find((one) => one.name === name);
  if (metric?.unit !== "count" || metric.target) return name;
  const rate = model.metrics.find(
    ({ ratio, unit, implied }) => !implied && unit === "percent" && ratio?.numerator === name,
  );
  return rate?.name ?? name;
}

/** True for a sum over time, or a state, whose mean over periods is meant by "average". */
export function hasMean(main: Metric | undefined, world: World): boolean {
  return main !== undefined && (main.additive || isSnapshot(world, main)) && !main.ratio;
}
