import type { Expression } from "../sql/ast.ts";
import { isAdditive } from "./additive.ts";
import { aggregateKind, isAggregate, quotient, unwrap, valueColumns } from "./aggregates.ts";
import { chooseExpression, isDate } from "./build-datasets.ts";
import { messageOf } from "./check-fields.ts";
import { toSql } from "./expression.ts";
import { readExtension } from "./extensions.ts";
import { createResolver } from "./metric-expressions.ts";
import { type MetricPlan, planExpression } from "./metric-plan.ts";
import type { DataType, Field, Metric, SemanticModel } from "./model.ts";
import { toNames } from "./naming.ts";
import { mend } from "./nearest.ts";
import type { OssieMetric } from "./ossie.ts";
import type { Path, Problem } from "./problems.ts";
import { fieldsFrom, fieldWithId } from "./reachable.ts";

type Planned = { readonly written: OssieMetric; readonly path: Path; readonly plan: MetricPlan };

/** The metrics that can be read; what is wrong with the others goes to `problems`. */
export function buildMetrics(
  model: SemanticModel,
  written: readonly OssieMetric[],
  problems: Problem[],
): readonly Metric[] {
  const places = written.map((metric, index) => ({ metric, path: ["metrics", index] as Path }));
  const texts = places.map(({ metric, path }): [string, string] => [
    metric.name,
    chooseExpression(metric.expression, { path: [...path, "expression"], problems }),
  ]);
  const resolve = createResolver(model.datasets, new Map(texts));
  const planned = places.flatMap(({ metric, path }): readonly Planned[] => {
    const resolved = resolve(metric.name);
    const plan = resolved.ok ? planExpression(model, resolved.node) : undefined;
    const messages = resolved.ok ? [] : resolved.messages;
    const refused = plan && !plan.ok ? [messageOf(plan.failure)] : [];
    problems.push(
      ...[...messages, ...refused].map((message) => ({ path: [...path, "expression"], message })),
    );
    return plan?.ok ? [{ written: metric, path, plan: plan.value }] : [];
  });
  return planned.map((metric) =>
    toMetric(model, metric, { all: planned, names: texts.map(([name]) => name), problems }),
  );
}

function toMetric(
  model: SemanticModel,
  { written, path, plan }: Planned,
  {
    all,
    names,
    problems,
  }: { all: readonly Planned[]; names: readonly string[]; problems: Problem[] },
): Metric {
  const extension = readExtension("metric", written, { path, problems });
  const place = [...path, "custom_extensions"];
  const dataset = plan.bases[0] ?? "";
  const { target, time_field: timeField } = extension;
  const ratio = findRatio(written.name, plan, all);
  const others = names.filter((name) => name !== written.name);
  if (target && !others.includes(target.metric)) {
    const message = `target "${target.metric}" is no other metric${mend(target.metric, others)}`;
    problems.push({ path: place, message });
  }
  if (timeField) problems.push(...checkTimeField(model, { dataset, timeField, path: place }));
  return {
    ...toNames(written, extension.label),
    expression: toSql(plan.expression),
    dataset,
    type: written.datatype ?? inferType(model, plan.expression),
    ...unitOf(model, plan.expression, extension.unit),
    ...(extension.better && { better: extension.better }),
    ...(target && { target }),
    ...(extension.definition && { definition: extension.definition }),
    ...(timeField && { timeField: timeField.replace(`${dataset}.`, "") }),
    ...(ratio && { ratio }),
    additive: isAdditive(model, plan),
    ...(extension.kpi && { kpi: extension.kpi }),
  };
}

function checkTimeField(
  model: SemanticModel,
  { dataset, timeField, path }: { dataset: string; timeField: string; path: Path },
): readonly Problem[] {
  const id = timeField.includes(".") ? timeField : `${dataset}.${timeField}`;
  const reachable = fieldsFrom(model, dataset);
  const field = reachable.find((candidate) => candidate.id === id);
  if (field && isDate(field)) return [];
  const dates = reachable.filter(isDate).map((candidate) => candidate.id);
  const message = field
    ? `time_field "${timeField}" holds ${field.type}; it must be Date, DateTime or DateTimeTz`
    : `time_field "${timeField}" is no field that ${dataset} reaches${mend(id, dates)}`;
  return [{ path, message }];
}

/** Two other metrics whose values, divided, are the metric's: both sides are theirs, computed over the same rows. */
function findRatio(name: string, plan: MetricPlan, all: readonly Planned[]): Metric["ratio"] {
  const sides = (quotient(plan.expression) ?? []).map((side) => {
    const wanted = toSql(side);
    return all.find(
      (other) => other.written.name !== name && toSql(unwrap(other.plan.expression)) === wanted,
    );
  });
  const [numerator, denominator] = sides;
  if (!numerator || !denominator) return undefined;
  const bases = new Set([...numerator.plan.bases, ...denominator.plan.bases]);
  const sameRows = bases.size === plan.bases.length && plan.bases.every((base) => bases.has(base));
  return sameRows
    ? { numerator: numerator.written.name, denominator: denominator.written.name }
    : undefined;
}

function unitOf(
  model: SemanticModel,
  expression: Expression,
  declared: string | undefined,
): Pick<Metric, "unit"> {
  const unit = declared ?? (isCount(expression) ? "count" : commonUnit(model, expression));
  return unit === undefined ? {} : { unit };
}

/** The unit that all values of a lone aggregate share. */
function commonUnit(model: SemanticModel, expression: Expression): string | undefined {
  const bare = unwrap(expression);
  const keeps =
    isAggregate(bare) && (bare.name === "AVG" || ["sum", "extreme"].includes(aggregateKind(bare)));
  const units = keeps ? valueFields(model, bare).map(({ unit }) => unit) : [];
  return units.every((unit) => unit === units[0]) ? units[0] : undefined;
}

function isCount(expression: Expression): boolean {
  const bare = unwrap(expression);
  return isAggregate(bare) && ["count", "distinct"].includes(aggregateKind(bare));
}

function inferType(model: SemanticModel, expression: Expression): DataType {
  const bare = unwrap(expression);
  if (isCount(bare)) return "Integer";
  if (quotient(bare)) return "Float";
  const kind = isAggregate(bare) ? aggregateKind(bare) : "other";
  const types = valueFields(model, bare).map(({ type }) => type);
  const [type] = types;
  const alike = type !== undefined && types.every((other) => other === type);
  if (kind === "extreme" && alike && type !== "Opaque") return type;
  return kind === "sum" && alike && type === "Integer" ? "Integer" : "Decimal";
}

function valueFields(model: SemanticModel, aggregate: Expression): readonly Field[] {
  return valueColumns(aggregate).flatMap(
    ([dataset, name]) => fieldWithId(model, `${dataset}.${name}`) ?? [],
  );
}
