import { fail, ok, type Result } from "../failure.ts";
import { calculationSql, type Groups, isPerPeriod, needsWhole, wholeName } from "./calculations.ts";
import { metricFilterSql } from "./conditions.ts";
import { quoteName } from "./expression.ts";
import type { CompiledColumn, MetricQuery } from "./metric-query.ts";
import { orderSql } from "./order.ts";
import type { Context } from "./pass-sql.ts";
import { type Cte, type Select, selectSql, toStatement } from "./select.ts";
import { type Swept, sweep } from "./sweep.ts";

type Parts = { readonly columns: readonly CompiledColumn[]; readonly swept: Swept };
type Ending = Pick<Select, "orderBy" | "limit">;

/** Adds what is asked of the totals: calculations over all groups first, then thresholds, order and limit. */
export function layOut(context: Context, query: MetricQuery, parts: Parts): Result<string> {
  const orderBy = orderSql(query, parts.columns);
  if (!orderBy.ok) return orderBy;
  const ending: Ending = {
    orderBy: orderBy.value,
    ...(query.limit !== undefined && { limit: query.limit }),
  };
  if ((query.calculate ?? []).length > 0) return calculated(context, query, { ...parts, ending });
  const { select, ctes } = parts.swept;
  const having = thresholds(
    context,
    query,
    (name) => select.columns.find(({ as }) => as === name)?.sql ?? name,
  );
  return having.ok ? ok(toStatement(ctes, { ...select, having: having.value, ...ending })) : having;
}

function calculated(
  context: Context,
  query: MetricQuery,
  { columns, swept, ending }: Parts & { ending: Ending },
): Result<string> {
  const wholes = wholesOf(context, query);
  if (!wholes.ok) return wholes;
  const where = thresholds(context, query, (name) => `calculated.${quoteName(name)}`);
  if (!where.ok) return where;
  const ctes = [
    ...swept.ctes,
    ...wholes.value.ctes,
    { name: "totals", sql: selectSql(swept.select) },
  ];
  const windows: Select = {
    columns: windowColumns(context, query, columns),
    from: "totals",
    joins: wholes.value.joins,
  };
  if (where.value.length === 0) return ok(toStatement(ctes, { ...windows, ...ending }));
  const last: Select = {
    columns: columns.map(({ name }) => ({ sql: `calculated.${quoteName(name)}`, as: name })),
    from: "calculated",
    where: where.value,
    ...ending,
  };
  return ok(toStatement([...ctes, { name: "calculated", sql: selectSql(windows) }], last));
}

function windowColumns(
  { model }: Context,
  query: MetricQuery,
  columns: readonly CompiledColumn[],
): Select["columns"] {
  const kept = columns.filter(({ role }) => role !== "calculation");
  const groups: Groups = {
    dimensions: kept.filter(({ id }) => query.dimensions.includes(id)).map(({ name }) => name),
    grain: query.time?.grain,
  };
  return [
    ...kept.map(({ name }) => ({ sql: `totals.${quoteName(name)}`, as: name })),
    ...(query.calculate ?? []).map((calculation) => calculationSql(model, calculation, groups)),
  ];
}

/** What shares of distinct counts are held against: the count over all groups, which is no sum of theirs. */
function wholesOf(
  context: Context,
  query: MetricQuery,
): Result<{ ctes: readonly Cte[]; joins: readonly string[] }> {
  const perPeriod = isPerPeriod(query);
  const whole = ungrouped(query);
  const ctes: Cte[] = [];
  const joins: string[] = [];
  for (const calculation of query.calculate ?? []) {
    const metric = context.model.metrics.find(({ name }) => name === calculation.metric);
    if (!metric || !needsWhole(context.model, calculation)) continue;
    const swept = sweep(
      context,
      { ...whole, metrics: [metric.name] },
      { metrics: [metric], names: [] },
    );
    if (!swept.ok) return swept;
    const name = wholeName(metric.name);
    ctes.push({ name, sql: selectSql(swept.value.select) });
    joins.push(
      perPeriod ? `LEFT JOIN ${name} ON ${name}.period = totals.period` : `CROSS JOIN ${name}`,
    );
  }
  return ok({ ctes, joins });
}

/** The query over all groups, period by period only where shares are of each period. */
function ungrouped({ time, ...query }: MetricQuery): MetricQuery {
  const whole = { ...query, dimensions: [] };
  if (!time) return whole;
  const { grain: _, ...span } = time;
  return { ...whole, time: isPerPeriod({ ...query, time }) ? time : span };
}

function thresholds(
  { model }: Context,
  query: MetricQuery,
  subject: (metric: string) => string,
): Result<readonly string[]> {
  const conditions: string[] = [];
  for (const filter of query.having ?? []) {
    const metric = model.metrics.find(({ name }) => name === filter.metric);
    if (!metric || !query.metrics.includes(filter.metric)) {
      const message = `A threshold needs its metric "${filter.metric}" in the query`;
      return fail({ kind: "bad-request", message });
    }
    const condition = metricFilterSql(subject(filter.metric), filter, metric.label);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  return ok(conditions);
}
