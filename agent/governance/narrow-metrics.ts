import { aggregateKind, aggregatesIn } from "../semantic/aggregates.ts";
import { columnsIn, parseExpression, toSql } from "../semantic/expression.ts";
import { overColumns } from "../semantic/field-sql.ts";
import { metricPlan } from "../semantic/metric-plan.ts";
import type { Metric, SemanticModel } from "../semantic/model.ts";
import { fieldWithId } from "../semantic/reachable.ts";
import type { Bounds } from "./bounds.ts";
import { subjectsOf } from "./subjects.ts";

/** The metrics that a role has: those of which everything that they need may be counted. */
export function narrowMetrics(
  bare: SemanticModel,
  bounds: Bounds,
  hidden: ReadonlySet<string>,
): readonly Metric[] {
  const { whole, role } = bounds;
  const possible = whole.metrics.filter(
    (metric) => !hidden.has(metric.name) && isCounted(metric, bounds) && isSafe(metric, bounds),
  );
  const kept = possible.filter((metric) => isListed(metric, role.metrics, possible));
  const names = new Set(kept.map(({ name }) => name));
  return kept
    .filter((metric) => metric.timeField === undefined || isTimed(metric, bounds))
    .map((metric) => withoutLost(metric, names))
    .filter(({ dataset }) => bare.datasets.some(({ name }) => name === dataset));
}

/** A list of metrics brings the sides of their ratios and their targets with it. */
function isListed(
  metric: Metric,
  listed: readonly string[] | undefined,
  possible: readonly Metric[],
): boolean {
  if (!listed || listed.includes(metric.name)) return true;
  return possible.some(
    ({ name, ratio, target }) =>
      listed.includes(name) &&
      (target?.metric === metric.name ||
        (metric.implied &&
          (ratio?.numerator === metric.name || ratio?.denominator === metric.name))),
  );
}

function isCounted({ expression }: Metric, { whole, datasets, counted }: Bounds): boolean {
  const parsed = parseExpression(expression);
  return (
    parsed.ok &&
    columnsIn(parsed.value).every(([dataset = "", name]) => {
      const field = fieldWithId(whole, `${dataset}.${name}`);
      return datasets.has(dataset) && (field === undefined ? false : counted.has(field.id));
    })
  );
}

function isTimed({ timeField, dataset }: Metric, { shown }: Bounds): boolean {
  return shown.has(timeField?.includes(".") ? timeField : `${dataset}.${timeField}`);
}

/** Where only aggregates may be shown: sums, counts and averages over rows of which it is known whose they are. */
function isSafe(metric: Metric, { whole, role, access }: Bounds): boolean {
  if (role.detail === "rows") return true;
  const { parts, expression, bases } = metricPlan(whole, metric);
  const isPlain = aggregatesIn(expression).every((node) => {
    if (node.having || node.limit || node.orderBy.length > 0) return false;
    const kind = aggregateKind(node);
    return kind === "other" ? node.name === "AVG" : kind !== "extreme";
  });
  const isKnown = (base: string) =>
    access.safe.includes(base) || subjectsOf(base, whole, access).length > 0;
  return isPlain && parts.length > 0 && bases.every(isKnown);
}

function withoutLost(metric: Metric, kept: ReadonlySet<string>): Metric {
  const { target, ratio, ...rest } = metric;
  return {
    ...rest,
    ...(target && kept.has(target.metric) && { target }),
    ...(ratio && kept.has(ratio.numerator) && kept.has(ratio.denominator) && { ratio }),
  };
}

/**
 * Metrics with the fields that may only be counted written out as columns, so that they need no name in the model. One
 * whose columns the model would read as other fields is left out.
 */
export function inlineTotals(
  bare: SemanticModel,
  whole: SemanticModel,
  metrics: readonly Metric[],
): readonly Metric[] {
  return metrics.flatMap((metric) => {
    const parsed = parseExpression(metric.expression);
    if (!parsed.ok) return [];
    const isShown = columnsIn(parsed.value).every(([d, f]) => fieldWithId(bare, `${d}.${f}`));
    if (isShown) return [metric];
    const inlined = overColumns(whole, parsed.value);
    const isClear = columnsIn(inlined).every(([dataset, column]) => {
      const other = fieldWithId(bare, `${dataset}.${column}`);
      return other === undefined || other.expression === column;
    });
    return isClear ? [{ ...metric, expression: toSql(inlined) }] : [];
  });
}
