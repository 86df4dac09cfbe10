import { fail, ok, type Result } from "../failure.ts";
import { columnNames, fieldColumn } from "./columns.ts";
import { describeRowQuery } from "./describe-query.ts";
import { fieldDateSql, fieldSql, keySql, operandSql } from "./field-sql.ts";
import { linkedTables } from "./links.ts";
import type { CompiledQuery, Filter, OrderBy, RowQuery } from "./metric-query.ts";
import type { Dataset, Field, SemanticModel } from "./model.ts";
import { mend } from "./nearest.ts";
import { type Context, restrict } from "./pass-sql.ts";
import { capital } from "./passes.ts";
import { datasetNamed, resolveFrom, timeFieldIn } from "./reachable.ts";
import { rowsOf } from "./rows-sql.ts";
import { toStatement } from "./select.ts";

/** Rows of a dataset as one SELECT; of a snapshot, those of its last date. */
export function compileRows(context: Context, query: RowQuery): Result<CompiledQuery> {
  const { model, options } = context;
  const dataset = datasetNamed(model, query.dataset);
  const known = model.datasets.map(({ name }) => name);
  if (!dataset)
    return refuse(`There is no dataset "${query.dataset}"${mend(query.dataset, known)}`);
  const chosen = chooseFields(model, dataset, query);
  if (!chosen.ok) return chosen;
  const { fields, filters } = chosen.value;
  const time = timeFieldIn(model, dataset.name);
  if (query.time && !time)
    return refuse(`${capital(dataset.label)} carry no date, so they cannot be limited to a period`);
  const period = query.time && time ? { ...query.time, field: time } : undefined;
  const where = restrict(
    context,
    { base: dataset.name, time },
    { filters, time: period, grouped: [] },
  );
  if (!where.ok) return where;
  const order = orderRows(context, dataset, { query, time });
  if (!order.ok) return order;
  const used = [
    ...fields,
    ...filters.map(({ field }) => field),
    ...order.value.fields,
    ...(period ? [period.field] : []),
  ];
  const rows = rowsOf(model, dataset.name, {
    needed: used.map((field) => field.dataset),
    dataset: options.dataset,
  });
  const names = columnNames(fields, []);
  const columns = fields.map((field, index) =>
    fieldColumn(names[index] ?? field.name, field, query.fields[index] ?? field.id),
  );
  const sql = toStatement(rows.ctes, {
    columns: fields.map((field, index) => ({
      sql: fieldSql(field),
      as: names[index] ?? field.name,
    })),
    from: rows.from,
    joins: rows.joins,
    where: [...rows.where, ...where.value],
    orderBy: order.value.terms,
    limit: query.limit,
  });
  const title = describeRowQuery(query, dataset.label, {
    filters,
    fiscalStart: options.fiscalYearStartMonth,
  });
  const tables = [...new Set([...rows.tables, ...linkedTables(model, query.filters)])];
  return ok({ sql, columns, title, tables });
}

type Chosen = { fields: readonly Field[]; filters: readonly { filter: Filter; field: Field }[] };

function chooseFields(model: SemanticModel, dataset: Dataset, query: RowQuery): Result<Chosen> {
  const fields: Field[] = [];
  for (const id of query.fields) {
    const field = resolveFrom(model, dataset.name, id);
    if (!field) return refuse(`${capital(dataset.label)} cannot be shown with "${id}"`);
    fields.push(field);
  }
  if (fields.length === 0) return refuse("A list needs at least one field");
  const filters: { filter: Filter; field: Field }[] = [];
  for (const filter of query.filters) {
    const field = resolveFrom(model, dataset.name, filter.field);
    if (!field) return refuse(`${capital(dataset.label)} cannot be filtered by "${filter.field}"`);
    filters.push({ filter, field });
  }
  return ok({ fields, filters });
}

/** As asked, then by the rows' key, so that ties come out the same each time. */
function orderRows(
  { model }: Context,
  dataset: Dataset,
  { query, time }: { query: RowQuery; time: Field | undefined },
): Result<{ terms: readonly string[]; fields: readonly Field[] }> {
  const fields: Field[] = [];
  const terms: string[] = [];
  for (const order of query.orderBy ?? []) {
    const field = orderField(model, dataset, { order, time });
    if (!field) return refuse(`Cannot order ${dataset.label} by "${order.by}"`);
    fields.push(field);
    const subject = field === time ? fieldDateSql(field) : operandSql(field);
    terms.push(`${subject} ${order.direction === "desc" ? "DESC" : "ASC"} NULLS LAST`);
  }
  const keys = dataset.primaryKey.map(
    (column) => `${keySql(model, dataset.name, column)} ASC NULLS LAST`,
  );
  return ok({ fields, terms: [...new Set([...terms, ...keys])] });
}

function orderField(
  model: SemanticModel,
  dataset: Dataset,
  { order, time }: { order: OrderBy; time: Field | undefined },
): Field | undefined {
  return order.by === "time" ? time : resolveFrom(model, dataset.name, order.by);
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
