import { quotient, unwrap } from "./aggregates.ts";
import { datedMetrics } from "./dated-metrics.ts";
import { toSql } from "./expression.ts";
import { references, registerCount, rowCount } from "./implied-counts.ts";
import { metricPlan } from "./metric-plan.ts";
import type { Dataset, Field, Metric, SemanticModel } from "./model.ts";

/**
 * The model with the metrics that its data imply, after its own: totals, averages and extremes of numeric fields, how many rows
 * there are, and how many of one dataset another refers to. What the model's own metrics compute is not implied again.
 */
export function withImplied(model: SemanticModel): SemanticModel {
  const known = new Set(model.metrics.map(({ expression }) => expression.replaceAll(/\s+/g, "")));
  const isNew = (metric: Metric) =>
    !known.has(metric.expression.replaceAll(/\s+/g, "")) && canPlan(model, metric);
  const fresh = [
    ...model.datasets.flatMap((dataset) => [
      ...rowCount(dataset, model),
      ...measures(dataset, model),
    ]),
    ...references(model),
  ].filter(isNew);
  const perUnit = perUnits([...model.metrics, ...fresh]).filter(isNew);
  const sides = model.metrics.flatMap((metric) => ratioSides(model, metric));
  const own = model.metrics.map((metric) => {
    const [numerator, denominator] = sides.filter(({ of }) => of === metric.name);
    if (!numerator || !denominator) return metric;
    return {
      ...metric,
      ratio: { numerator: numerator.metric.name, denominator: denominator.metric.name },
    };
  });
  const made = [...own, ...fresh, ...perUnit, ...sides.map(({ metric }) => metric)];
  // Last: the model's own metric stands first, whatever it calls what it counts.
  const all = [...made, ...model.datasets.flatMap((dataset) => registerCount(dataset, model))];
  const counted = [...own, ...fresh.filter(({ unit }) => unit === "count")];
  return { ...model, metrics: [...all, ...datedMetrics({ ...model, metrics: counted })] };
}

/** The model as it was written: without what `withImplied` added. */
export function withoutImplied(model: SemanticModel): SemanticModel {
  const own = model.metrics.filter(({ implied }) => !implied);
  const names = new Set(own.map(({ name }) => name));
  const metrics = own.map((metric) => {
    const { ratio, ...rest } = metric;
    const isOwn = ratio && names.has(ratio.numerator) && names.has(ratio.denominator);
    return isOwn ? metric : rest;
  });
  return { ...model, metrics };
}

const SUMMED = /^\s*(?:SUM|COUNT)\(\s*[\w.]+\s*\)\s*$/i;
const COUNTED = /^\s*(?:SUM\(|COUNT\((?:\s*DISTINCT\s)?)\s*[\w.]+\s*\)\s*$/i;

/** Hosting cost per ticket, renewals per loan: each sum of the model over each count of the same rows that no ratio of it divides already. */
function perUnits(metrics: readonly Metric[]): Metric[] {
  const ratios = new Set(
    metrics.flatMap(({ ratio }) => (ratio ? [`${ratio.numerator}/${ratio.denominator}`] : [])),
  );
  return metrics.flatMap((whole) =>
    metrics
      .filter(
        (unit) =>
          unit !== whole &&
          !whole.implied &&
          unit.dataset === whole.dataset &&
          unit.unit === "count" &&
          SUMMED.test(whole.expression) &&
          COUNTED.test(unit.expression) &&
          !ratios.has(`${whole.name}/${unit.name}`),
      )
      .map((unit) => quotientOf(whole, unit)),
  );
}

function quotientOf(whole: Metric, unit: Metric): Metric {
  return {
    name: `${whole.name}_per_${unit.name}`,
    label: `${whole.label} per ${singular(unit.label)}`,
    description: `${whole.label} divided by ${unit.label}`,
    synonyms: [],
    expression: `SAFE_DIVIDE(${whole.expression}, ${unit.expression})`,
    dataset: whole.dataset,
    type: "Decimal",
    ...(whole.unit !== undefined && { unit: whole.unit }),
    ...(whole.better && { better: whole.better }),
    ...(whole.timeField !== undefined && { timeField: whole.timeField }),
    ratio: { numerator: whole.name, denominator: unit.name },
    additive: false,
    implied: true,
  };
}

/** "loans" → "loan", "branches with copies" → "branch". */
function singular(label: string): string {
  const [noun = ""] = label.split(" with ");
  if (noun.endsWith("ies")) return `${noun.slice(0, -3)}y`;
  if (/(?:ch|sh|ss|x)es$/.test(noun)) return noun.slice(0, -2);
  return noun.replace(/([^s])s$/, "$1");
}

type Side = { readonly of: string; readonly metric: Metric };

/** Both sides of a quotient that the model does not name itself, so that its parts can be weighed. Empty for any other metric. */
function ratioSides(model: SemanticModel, metric: Metric): Side[] {
  if (metric.ratio) return [];
  const { expression, bases } = metricPlan(model, metric);
  const quotients = quotient(expression);
  if (!quotients || bases.length !== 1) return [];
  const sides = (["numerator", "denominator"] as const).map((side, i) => ({
    of: metric.name,
    metric: sideOf(metric, side, toSql(unwrap(quotients[i] ?? expression))),
  }));
  // On its own a side may go over other rows than in the quotient; then the two do not make it up.
  const sameRows = sides.every(
    (side) =>
      canPlan(model, side.metric) && metricPlan(model, side.metric).bases.join() === bases.join(),
  );
  return sameRows ? sides : [];
}

/** The sides of a percentage are counts. */
function sideOf(metric: Metric, side: "numerator" | "denominator", expression: string): Metric {
  return {
    name: `${side}_of_${metric.name}`,
    label: side === "numerator" ? `${metric.label}, counted` : `${metric.label}, out of`,
    description: `${side} of ${metric.label}`,
    synonyms: [],
    expression,
    dataset: metric.dataset,
    type: "Decimal",
    ...(metric.unit === "percent" && { unit: "count" }),
    additive: true,
    implied: true,
  };
}

function canPlan(model: SemanticModel, metric: Metric): boolean {
  try {
    metricPlan(model, metric);
    return true;
  } catch {
    // A field whose expression cannot stand in an aggregate implies no metric.
    return false;
  }
}

const AGGREGATES = [
  { call: "SUM", word: "total", additive: true },
  { call: "AVG", word: "average", additive: false },
  { call: "MAX", word: "highest", additive: false },
  { call: "MIN", word: "lowest", additive: false },
  { call: "MEDIAN", word: "median", additive: false },
] as const;

/** An aggregate of a field as BigQuery writes it; the median is the approximate one, which works on groups of any size. */
export function aggregateSql(call: string, field: string): string {
  return call === "MEDIAN" ? `APPROX_QUANTILES(${field}, 2)[OFFSET(1)]` : `${call}(${field})`;
}

function measures(dataset: Dataset, model: SemanticModel): Metric[] {
  const fields = dataset.fields.filter((field) => isMeasure(field, dataset, model));
  return fields.flatMap((field) =>
    AGGREGATES.map(({ call, word, additive }) => ({
      name: `${word}_of_${dataset.name}_${field.name}`,
      label: `${word} ${field.label}`,
      description: `${word} of ${field.description || field.label}`,
      synonyms: [],
      expression: aggregateSql(call, field.id),
      dataset: dataset.name,
      type: field.type,
      ...(field.unit !== undefined && { unit: field.unit }),
      additive: additive && !dataset.snapshot,
      implied: true,
    })),
  );
}

/** Numbers that measure: no keys, no parts of a date, nothing confidential. */
function isMeasure(field: Field, dataset: Dataset, { relationships }: SemanticModel): boolean {
  const keys = [
    ...dataset.primaryKey,
    ...dataset.uniqueKeys.flat(),
    ...relationships.flatMap(({ from, fromColumns }) => (from === dataset.name ? fromColumns : [])),
  ];
  const isNumber = ["Integer", "Decimal", "Float"].includes(field.type);
  const isOpen = field.sensitivity === "none" || field.sensitivity === "internal";
  return isNumber && isOpen && !field.isTime && !keys.includes(field.name) && !isDatePart(field);
}

function isDatePart({ name }: Field): boolean {
  return /^(?:fiscal_)?(?:year|quarter|month|week|day)(?:_(?:number|no|of_\w+))?$/.test(name);
}
