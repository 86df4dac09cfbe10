import { fail, ok, type Result } from "../failure.ts";
import { calculationName } from "./columns.ts";
import { quoteName } from "./expression.ts";
import { metricPlan } from "./metric-plan.ts";
import type { Calculation, MetricQuery } from "./metric-query.ts";
import type { Metric, SemanticModel } from "./model.ts";
import { capital } from "./passes.ts";
import { periodNumberSql } from "./periods-sql.ts";
import { datasetNamed } from "./reachable.ts";
import type { SelectColumn } from "./select.ts";
import type { Grain } from "./time-range.ts";

export type Groups = { readonly dimensions: readonly string[]; readonly grain: Grain | undefined };

/** What must hold for a calculation to mean something; the failure says in words why it does not. */
export function checkCalculation(
  model: SemanticModel,
  query: MetricQuery,
  calculation: Calculation,
): Result<Metric> {
  const words = wordsFor(calculation.kind);
  const metric = model.metrics.find(({ name }) => name === calculation.metric);
  if (!metric || !query.metrics.includes(metric.name)) {
    return refuse(`A ${words} needs its metric "${calculation.metric}" in the query`);
  }
  const name = calculationName(calculation);
  const same = (query.calculate ?? []).filter((other) => calculationName(other) === name);
  if (same.length > 1) return refuse(`The ${words} of ${metric.label} is asked for twice`);
  const problem =
    formProblem(query, calculation) ?? sumProblem(model, query, { calculation, metric });
  return problem === undefined ? ok(metric) : refuse(problem);
}

function formProblem(query: MetricQuery, { kind, periods }: Calculation): string | undefined {
  if (kind !== "share" && !query.time?.grain) {
    return `A ${wordsFor(kind)} needs a period to go along, such as a month`;
  }
  const whole = periods === undefined || (Number.isInteger(periods) && periods >= 2);
  return whole ? undefined : "A moving average needs at least 2 periods";
}

/** Shares and running totals add groups up, which not every metric bears. */
function sumProblem(
  model: SemanticModel,
  query: MetricQuery,
  { calculation: { kind }, metric }: { calculation: Calculation; metric: Metric },
): string | undefined {
  if (kind !== "share" && kind !== "running_total") return undefined;
  const label = capital(metric.label);
  if (!metric.additive && !needsWhole(model, { kind, metric: metric.name }))
    return `${label} has no ${wordsFor(kind)}: its parts do not add up to a total`;
  const alongTime =
    query.time?.grain && (kind === "running_total" || query.dimensions.length === 0);
  return alongTime && isState(model, metric)
    ? `${label} is a state at a date and is not added up over time`
    : undefined;
}

/** True for a share of a distinct count: the same thing may count in several groups, so their sum is not the whole. */
export function needsWhole(model: SemanticModel, { kind, metric: name }: Calculation): boolean {
  const metric = model.metrics.find((candidate) => candidate.name === name);
  if (kind !== "share" || !metric || metric.additive) return false;
  const { expression, parts } = metricPlan(model, metric);
  return parts.length === 1 && parts[0]?.kind === "distinct" && parts[0].node === expression;
}

/** The named query that holds a metric over all groups. */
export function wholeName(metric: string): string {
  return `whole_${metric}`;
}

/** Shares are of their period's total where there are groups in each period. */
export function isPerPeriod(query: Pick<MetricQuery, "dimensions" | "time">): boolean {
  return query.time?.grain !== undefined && query.dimensions.length > 0;
}

/** The calculation over a table of totals, one row a group and period. */
export function calculationSql(
  model: SemanticModel,
  calculation: Calculation,
  groups: Groups,
): SelectColumn {
  const { metric } = calculation;
  const name = quoteName(metric);
  const sql = needsWhole(model, calculation)
    ? `SAFE_DIVIDE(totals.${name}, ${wholeName(metric)}.${name})`
    : windowSql(calculation, groups);
  return { sql, as: calculationName(calculation) };
}

function windowSql(
  { kind, metric, periods = 3 }: Calculation,
  { dimensions, grain }: Groups,
): string {
  const value = `totals.${quoteName(metric)}`;
  const partition = dimensions.map((name) => `totals.${quoteName(name)}`).join(", ");
  const along = `ORDER BY ${grain ? periodNumberSql("totals.period", grain) : "1"}`;
  const over = (frame: string) =>
    `OVER (${partition && `PARTITION BY ${partition} `}${along} ${frame})`;
  const before = `MAX(${value}) ${over("RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING")}`;
  switch (kind) {
    case "share": {
      const perPeriod = grain && dimensions.length > 0 ? "PARTITION BY totals.period" : "";
      return `SAFE_DIVIDE(${value}, SUM(${value}) OVER (${perPeriod}))`;
    }
    case "running_total":
      return `SUM(${value}) ${over("RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW")}`;
    case "moving_average":
      return `AVG(${value}) ${over(`RANGE BETWEEN ${periods - 1} PRECEDING AND CURRENT ROW`)}`;
    case "change":
      return `${value} - ${before}`;
    case "change_ratio":
      return `SAFE_DIVIDE(${value} - ${before}, ABS(${before}))`;
  }
}

function isState(model: SemanticModel, metric: Metric): boolean {
  return metricPlan(model, metric).bases.some((base) => datasetNamed(model, base)?.snapshot);
}

function wordsFor(kind: Calculation["kind"]): string {
  return kind === "change_ratio" ? "relative change" : kind.replace("_", " ");
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
