import { fail, ok, type Result } from "../failure.ts";
import { checkCalculation } from "./calculations.ts";
import {
  calculationColumn,
  columnNames,
  fieldColumn,
  metricColumn,
  periodColumn,
} from "./columns.ts";
import { describeMetricQuery } from "./describe-query.ts";
import { layOut } from "./lay-out.ts";
import type { CompiledColumn, CompiledQuery, MetricQuery } from "./metric-query.ts";
import type { Field, Metric } from "./model.ts";
import { mend } from "./nearest.ts";
import type { Context } from "./pass-sql.ts";
import { fieldWithId } from "./reachable.ts";
import { sweep } from "./sweep.ts";

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

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
