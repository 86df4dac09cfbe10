import { fail, ok, type Result } from "../failure.ts";
import { filterSql } from "./conditions.ts";
import { columnsIn, toSql } from "./expression.ts";
import { fieldDateSql, fieldSql, operandSql, overColumns } from "./field-sql.ts";
import { linkedTables, linkSql } from "./links.ts";
import { dateLiteral, timestampLiteral } from "./literals.ts";
import type { Filter, MetricQuery } from "./metric-query.ts";
import type { Field, SemanticModel } from "./model.ts";
import type { Pass } from "./passes.ts";
import { truncateSql } from "./periods-sql.ts";
import { datasetNamed, resolveFrom } from "./reachable.ts";
import { rowsOf } from "./rows-sql.ts";
import { type Cte, indent, type Select, selectSql } from "./select.ts";
import { cheapestHolder, serveByRollup } from "./serve-rollup.ts";

export type CompileOptions = {
  /** BigQuery dataset that holds the tables. */
  readonly dataset: string;
  /** 1..12. */
  readonly fiscalYearStartMonth: number;
  /** False where figures are to come from the rows themselves. */
  readonly rollups?: boolean;
};

export type Context = { readonly model: SemanticModel; readonly options: CompileOptions };

export type Time = NonNullable<MetricQuery["time"]>;

/** What restricts and groups the rows of a pass. `subject` is how a refusal calls them. */
export type Grouping = {
  readonly subject: string;
  readonly dimensions: readonly { readonly id: string; readonly column: string }[];
  readonly filters: readonly Filter[];
  readonly time: Time | undefined;
};

export type PassSql = {
  readonly select: Select;
  readonly ctes: readonly Cte[];
  readonly tables: readonly string[];
  /** The fields that the dimensions and filters turned out to be, in their order. */
  readonly dimensions: readonly Field[];
  readonly filters: readonly { readonly filter: Filter; readonly field: Field }[];
};

/** One grouped SELECT over the pass's rows, or over a roll-up of them that has the same figures: period, dimensions, measures. */
export function passSql(context: Context, pass: Pass, grouping: Grouping): Result<PassSql> {
  const { model, options } = context;
  const asked = resolveAll(model, pass.base, grouping);
  if (!asked.ok) return asked;
  const fiscalStart = options.fiscalYearStartMonth;
  const served =
    options.rollups === false
      ? undefined
      : serveByRollup(model, { pass, asked: grouping, fiscalStart });
  const swept = served
    ? sweepRows({ model: served.model, options }, served.pass, served.asked)
    : sweepRows(context, pass, grouping);
  return swept.ok ? ok({ ...swept.value, ...asked.value }) : swept;
}

function sweepRows(context: Context, pass: Pass, grouping: Grouping): Result<PassSql> {
  const { model, options } = context;
  const resolved = resolveAll(model, pass.base, grouping);
  if (!resolved.ok) return resolved;
  const { dimensions, filters } = resolved.value;
  const time = pass.time && grouping.time ? { ...grouping.time, field: pass.time } : undefined;
  const conditions = restrict(context, pass, { filters, time, grouped: dimensions });
  if (!conditions.ok) return conditions;
  const measured = pass.measures.flatMap(({ node }) =>
    columnsIn(node).flatMap(([dataset]) => dataset ?? []),
  );
  const needed = [
    ...dimensions,
    ...filters.map(({ field }) => field),
    ...(time ? [time.field] : []),
  ];
  const rows = rowsOf(model, pass.base, {
    needed: [...measured, ...needed.map((field) => field.dataset)],
    ...options,
  });
  const keys = [
    ...(time?.grain
      ? [
          {
            sql: truncateSql(fieldDateSql(time.field), time.grain, options.fiscalYearStartMonth),
            as: "period",
          },
        ]
      : []),
    ...dimensions.map((field, index) => ({
      sql: fieldSql(field),
      as: grouping.dimensions[index]?.column ?? field.name,
    })),
  ];
  const measures = pass.measures.map(({ column, node }) => ({
    sql: toSql(overColumns(model, node)),
    as: column,
  }));
  const select: Select = {
    columns: [...keys, ...measures],
    from: rows.from,
    joins: rows.joins,
    where: [...rows.where, ...conditions.value],
    groupBy: keys.length,
  };
  const tables = [...new Set([...rows.tables, ...linkedTables(model, grouping.filters)])];
  return ok({ select, ctes: rows.ctes, tables, dimensions, filters });
}

type Restriction = {
  readonly filters: PassSql["filters"];
  readonly time: (Time & { readonly field: Field }) | undefined;
  readonly grouped: readonly Field[];
};

/** Conditions of period and filters; rows of a snapshot only as of the last date of each period. */
export function restrict(
  context: Context,
  pass: Pick<Pass, "base" | "time">,
  restriction: Restriction,
): Result<readonly string[]> {
  const { filters, time, grouped } = restriction;
  const period = time ? periodSql(time) : [];
  const conditions: string[] = [];
  for (const { field, filter } of filters) {
    const { op, by } = filter;
    const condition = by ? linkSql(context, { field, op, by }) : filterSql(field, filter);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  const isState = datasetNamed(context.model, pass.base)?.snapshot && pass.time;
  // Day by day every day is the last of its period.
  const byDate = time?.grain === "day" || grouped.some(({ id }) => id === pass.time?.id);
  const last = isState && !byDate ? [lastDateSql(context, pass, { filters, time })] : [];
  return ok([...period, ...last, ...conditions]);
}

function periodSql({ field, start, end }: Time & { field: Field }): readonly string[] {
  // An instant is held against instants: engines then skip what lies outside, which they cannot once a function is around it.
  const instant = field.type === "DateTimeTz";
  const subject = instant ? operandSql(field) : fieldDateSql(field);
  const literal = instant ? timestampLiteral : dateLiteral;
  return [`${subject} >= ${literal(start)}`, `${subject} < ${literal(end)}`];
}

/** The date of a row is the last one that the data has in its period, which a roll-up may know at less cost. */
function lastDateSql(
  { model, options }: Context,
  { base, time }: Pick<Pass, "base" | "time">,
  restriction: Pick<Restriction, "filters" | "time">,
): string {
  if (!time) return "TRUE";
  const own = time.dataset === base && options.rollups !== false;
  const holder = own ? cheapestHolder(model, time) : { model, field: time };
  const { field } = holder;
  const date = fieldDateSql(field);
  const dated = restriction.filters
    .filter((one) => one.field.id === time.id)
    .flatMap(({ filter }) => filterSql(field, filter))
    .flatMap((condition) => (condition.ok ? [condition.value] : []));
  const period = restriction.time ? periodSql({ ...restriction.time, field }) : [];
  const from = own ? field.dataset : base;
  const rows = rowsOf(holder.model, from, { needed: [field.dataset], ...options });
  const last = { sql: `MAX(${date})`, as: "last_date" };
  const { grain } = restriction.time ?? {};
  const where = [...rows.where, ...period, ...dated];
  const select = selectSql({ columns: [last], ...rows, where });
  const parts = grain && truncateSql(date, grain, options.fiscalYearStartMonth);
  const sql = parts ? `${select}\nGROUP BY ${parts}` : select;
  return `${fieldDateSql(time)} IN (\n${indent(indent(sql))}\n  )`;
}

function resolveAll(
  model: SemanticModel,
  base: string,
  grouping: Grouping,
): Result<Pick<PassSql, "dimensions" | "filters">> {
  const dimensions: Field[] = [];
  for (const { id } of grouping.dimensions) {
    const field = resolveFrom(model, base, id);
    if (!field) return refuse(grouping.subject, `broken down by ${nameOf(model, id)}`);
    dimensions.push(field);
  }
  const filters: { filter: Filter; field: Field }[] = [];
  for (const filter of grouping.filters) {
    const field = resolveFrom(model, base, filter.field);
    if (!field) return refuse(grouping.subject, `filtered by ${nameOf(model, filter.field)}`);
    filters.push({ filter, field });
  }
  return ok({ dimensions, filters });
}

function nameOf(model: SemanticModel, id: string): string {
  const field = model.datasets
    .flatMap(({ fields }) => fields)
    .find((candidate) => candidate.id === id);
  return field?.label ?? `"${id}", which the model does not have`;
}

function refuse(subject: string, wish: string): Result<never> {
  return fail({ kind: "bad-request", message: `${subject} cannot be ${wish}` });
}
