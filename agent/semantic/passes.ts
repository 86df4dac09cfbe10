import { fail, ok, type Result } from "../failure.ts";
import type { Expression } from "../sql/ast.ts";
import { safeDivisions } from "./aggregates.ts";
import { call, mapNodes, path, toSql } from "./expression.ts";
import { type MetricPlan, metricPlan } from "./metric-plan.ts";
import type { MetricQuery } from "./metric-query.ts";
import type { Field, Metric, SemanticModel } from "./model.ts";
import { timeFieldFor } from "./reachable.ts";

/** One sweep over one dataset's rows, by one date. `measures` are aggregates over fields. */
export type Pass = {
  readonly base: string;
  readonly time: Field | undefined;
  readonly measures: readonly Measure[];
};

export type Measure = { readonly column: string; readonly node: Expression };

/** The sweeps that the metrics need. Metrics over several datasets are taken apart: each dataset is aggregated on its own. */
export function planPasses(
  model: SemanticModel,
  metrics: readonly Metric[],
  time: MetricQuery["time"],
): Result<readonly Pass[]> {
  const passes = new Map<string, { base: string; time: Field | undefined; measures: Measure[] }>();
  for (const metric of metrics) {
    const plan = metricPlan(model, metric);
    for (const [index, base] of plan.bases.entries()) {
      const field = timeFieldFor(model, metric, base);
      const undated = time && !field && (index === 0 || time.grain);
      if (undated) return refuse(undatedWords(metric, time));
      const key = JSON.stringify([base, time && field?.id]);
      const pass = passes.get(key) ?? { base, time: field, measures: [] };
      passes.set(key, pass);
      pass.measures.push(...measuresOf(metric, plan, base));
    }
  }
  return ok([...passes.values()]);
}

function undatedWords(metric: Metric, time: NonNullable<MetricQuery["time"]>): string {
  const wish = time.grain ? `shown by ${time.grain}` : "limited to a period";
  return `${capital(metric.label)} carries no date, so it cannot be ${wish}`;
}

function measuresOf(metric: Metric, plan: MetricPlan, base: string): readonly Measure[] {
  if (plan.bases.length === 1) {
    return [{ column: metric.name, node: safeDivisions(plan.expression) }];
  }
  return plan.parts.flatMap(({ dataset, node }, index) =>
    dataset === base ? [{ column: partName(metric, index), node: safeDivisions(node) }] : [],
  );
}

/** The metric over columns of `table`, into which the passes were put: one row a group and pass. */
export function combinedSql(model: SemanticModel, metric: Metric, table: string): string {
  const plan = metricPlan(model, metric);
  const column = (name: string) => call("MAX", path(table, name));
  if (plan.bases.length === 1) {
    const [only] = plan.parts;
    const counts = only?.kind === "count" && only.node === plan.expression;
    return toSql(counts ? orZero(column(metric.name)) : column(metric.name));
  }
  const values = plan.parts.map((_, index) => column(partName(metric, index)));
  const whole = mapNodes(plan.expression, (inner) => {
    const index = plan.parts.findIndex((candidate) => candidate.node === inner);
    const value = values[index];
    if (!value) return undefined;
    return ADDS.has(plan.parts[index]?.kind) ? orZero(value) : value;
  });
  // What only one side has counts as nothing on the other; where neither has anything, nothing is known.
  const unknown = values.map((value) => `${toSql(value)} IS NULL`).join(" AND ");
  return `IF(${unknown}, NULL, ${toSql(safeDivisions(whole))})`;
}

const ADDS = new Set<string | undefined>(["sum", "count"]);

function partName(metric: Metric, index: number): string {
  return `${metric.name}_part_${index + 1}`;
}

function orZero(value: Expression): Expression {
  return call("COALESCE", value, { kind: "number", text: "0" });
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
