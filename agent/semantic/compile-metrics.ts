import { fail, ok, type Result } from "../failure.ts";
import { calculationSql, checkCalculation } from "./calculations.ts";
import {
  calculationColumn,
  columnNames,
  fieldColumn,
  metricColumn,
  periodColumn,
} from "./columns.ts";
import { metricFilterSql } from "./conditions.ts";
import { describeMetricQuery } from "./describe-query.ts";
import { quoteName } from "./expression.ts";
import type { CompiledColumn, CompiledQuery, MetricQuery } from "./metric-query.ts";
import type { Field, Metric } from "./model.ts";
import { mend } from "./nearest.ts";
import { orderSql } from "./order.ts";
import type { Context } from "./pass-sql.ts";
import { fieldWithId } from "./reachable.ts";
import { type Cte, type Select, selectSql, toStatement } from "./select.ts";
import { type Swept, sweep } from "./sweep.ts";

/** Metrics by groups and periods as one SELECT. */
export function compileMetrics(context: Context, query: MetricQuery): Result<CompiledQuery> {
  const chosen = chooseMetrics(context, query);
  if (!chosen.ok) return chosen;
  const metrics = chosen.value;
  const asked = askedFields(context, query);
  if (!asked.ok) return asked;
  const calculated = calculatedColumns(context, query);
  if (!calculated.ok) return calculated;
  const taken = [
    ...query.metrics,
    ...calculated.value.map(({ name }) => name),
    ...(query.time?.grain ? ["period"] : []),
  ];
  const names = columnNames(asked.value, taken);
  const swept = sweep(context, query, { metrics, names });
  if (!swept.ok) return swept;
  const grain = query.time?.grain;
  const columns = [
    ...(grain ? [periodColumn(grain)] : []),
    ...asked.value.map((field, index) =>
      fieldColumn(names[index] ?? field.name, field, query.dimensions[index] ?? field.id),
    ),
    ...metrics.map(metricColumn),
    ...calculated.value,
  ];
  const sql = layOut(context, query, { columns, swept: swept.value });
  if (!sql.ok) return sql;
  const { tables, filters } = swept.value;
  const title = describeMetricQuery(query, {
    metrics,
    dimensions: asked.value,
    filters,
    fiscalStart: context.options.fiscalYearStartMonth,
  });
  return ok({ sql: sql.value, columns, title, tables });
}

function chooseMetrics({ model }: Context, query: MetricQuery): Result<readonly Metric[]> {
  if (query.metrics.length === 0) return refuse("A question needs at least one metric");
  const metrics: Metric[] = [];
  for (const name of new Set(query.metrics)) {
    const metric = model.metrics.find((candidate) => candidate.name === name);
    const known = model.metrics.map((candidate) => candidate.name);
    if (!metric) return refuse(`There is no metric "${name}"${mend(name, known)}`);
    metrics.push(metric);
  }
  return ok(metrics);
}

/** The fields of the dimensions as the question named them. */
function askedFields({ model }: Context, query: MetricQuery): Result<readonly Field[]> {
  const fields: Field[] = [];
  for (const id of query.dimensions) {
    const field = fieldWithId(model, id);
    const known = model.datasets.flatMap((dataset) =>
      dataset.fields.map((candidate) => candidate.id),
    );
    if (!field) return refuse(`There is no field "${id}"${mend(id, known)}`);
    if (fields.includes(field)) return refuse(`The breakdown by ${field.label} is asked for twice`);
    fields.push(field);
  }
  return ok(fields);
}

function calculatedColumns(
  { model }: Context,
  query: MetricQuery,
): Result<readonly CompiledColumn[]> {
  const columns: CompiledColumn[] = [];
  for (const calculation of query.calculate ?? []) {
    const metric = checkCalculation(model, query, calculation);
    if (!metric.ok) return metric;
    columns.push(calculationColumn(calculation, metric.value, query.time?.grain));
  }
  return ok(columns);
}

/** Adds what is asked of the totals: calculations over all groups first, then thresholds, order and limit. */
function layOut(
  context: Context,
  query: MetricQuery,
  { columns, swept }: { columns: readonly CompiledColumn[]; swept: Swept },
): Result<string> {
  const orderBy = orderSql(query, columns);
  if (!orderBy.ok) return orderBy;
  const ending = {
    orderBy: orderBy.value,
    ...(query.limit !== undefined && { limit: query.limit }),
  };
  const calculations = query.calculate ?? [];
  const plain = calculations.length === 0;
  const having = havingSql(context, query, (name) =>
    plain
      ? (swept.select.columns.find(({ as }) => as === name)?.sql ?? name)
      : `calculated.${quoteName(name)}`,
  );
  if (!having.ok) return having;
  if (plain)
    return ok(toStatement(swept.ctes, { ...swept.select, having: having.value, ...ending }));
  const totals: Cte = { name: "totals", sql: selectSql(swept.select) };
  const groups = {
    dimensions: columns
      .slice(0, swept.select.groupBy)
      .flatMap(({ id, name }) => (id === "period" ? [] : [name])),
    grain: query.time?.grain,
  };
  const kept = columns.filter(({ role }) => role !== "calculation");
  const calculated: Select = {
    columns: [
      ...kept.map(({ name }) => ({ sql: `totals.${quoteName(name)}`, as: name })),
      ...calculations.map((calculation) => calculationSql(calculation, groups)),
    ],
    from: "totals",
  };
  if (having.value.length === 0)
    return ok(toStatement([...swept.ctes, totals], { ...calculated, ...ending }));
  const last: Select = {
    columns: columns.map(({ name }) => ({ sql: `calculated.${quoteName(name)}`, as: name })),
    from: "calculated",
    where: having.value,
    ...ending,
  };
  return ok(
    toStatement([...swept.ctes, totals, { name: "calculated", sql: selectSql(calculated) }], last),
  );
}

function havingSql(
  { model }: Context,
  query: MetricQuery,
  subject: (metric: string) => string,
): Result<readonly string[]> {
  const conditions: string[] = [];
  for (const filter of query.having ?? []) {
    const metric = model.metrics.find(({ name }) => name === filter.metric);
    if (!metric || !query.metrics.includes(filter.metric))
      return refuse(`A threshold needs its metric "${filter.metric}" in the query`);
    const condition = metricFilterSql(subject(filter.metric), filter, metric.label);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  return ok(conditions);
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
