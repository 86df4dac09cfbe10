import { fail, ok, type Result } from "../failure.ts";
import { fieldDateSql, operandSql } from "./field-sql.ts";
import { literalFor, stringLiteral } from "./literals.ts";
import type { Filter, FilterOp, MetricFilter } from "./metric-query.ts";
import type { Field } from "./model.ts";

type Shape = {
  readonly values: "none" | "one" | "two" | "some";
  readonly sql: (subject: string, literals: readonly string[]) => string;
};

/** "Not" includes rows without a value, so that it is the rest of "is". */
const SHAPES = {
  in: {
    values: "some",
    sql: (subject, all) =>
      all[1] ? `${subject} IN (${all.join(", ")})` : `${subject} = ${all[0]}`,
  },
  "not-in": {
    values: "some",
    sql: (subject, all) =>
      all[1]
        ? `(${subject} NOT IN (${all.join(", ")}) OR ${subject} IS NULL)`
        : `${subject} IS DISTINCT FROM ${all[0]}`,
  },
  neq: { values: "one", sql: (subject, [value]) => `${subject} IS DISTINCT FROM ${value}` },
  eq: { values: "one", sql: (subject, [value]) => `${subject} = ${value}` },
  gt: { values: "one", sql: (subject, [value]) => `${subject} > ${value}` },
  gte: { values: "one", sql: (subject, [value]) => `${subject} >= ${value}` },
  lt: { values: "one", sql: (subject, [value]) => `${subject} < ${value}` },
  lte: { values: "one", sql: (subject, [value]) => `${subject} <= ${value}` },
  between: {
    values: "two",
    sql: (subject, [low, high]) => `${subject} BETWEEN ${low} AND ${high}`,
  },
  contains: { values: "one", sql: (subject, [text]) => `STRPOS(LOWER(${subject}), ${text}) > 0` },
  "is-null": { values: "none", sql: (subject) => `${subject} IS NULL` },
  "is-not-null": { values: "none", sql: (subject) => `${subject} IS NOT NULL` },
} as const satisfies Record<FilterOp, Shape>;

const COUNTS = {
  none: "no value",
  one: "one value",
  two: "two values",
  some: "at least one value",
} as const;

/** A filter as a BigQuery condition, or words on why its values do not fit the field. */
export function filterSql(field: Field, filter: Filter): Result<string> {
  const shape: Shape = SHAPES[filter.op];
  const { length } = filter.values;
  const fits =
    shape.values === "some" ? length > 0 : length === ["none", "one", "two"].indexOf(shape.values);
  if (!fits) return wrongCount(field.label, COUNTS[shape.values]);
  const literals: string[] = [];
  for (const value of filter.values) {
    const literal =
      filter.op === "contains"
        ? ok(stringLiteral(String(value).toLowerCase()))
        : literalFor(field, value);
    if (!literal.ok) return literal;
    literals.push(literal.value);
  }
  return ok(shape.sql(subjectOf(field, filter.op), literals));
}

function subjectOf(field: Field, op: FilterOp): string {
  const sql = isInstant(field) ? fieldDateSql(field) : operandSql(field);
  return op === "contains" && field.type !== "String" ? `CAST(${sql} AS STRING)` : sql;
}

/** A condition on an aggregate or on a column of totals. */
export function metricFilterSql(
  subject: string,
  { op, values }: MetricFilter,
  label: string,
): Result<string> {
  const shape: Shape = SHAPES[op];
  const fits = values.length === (shape.values === "two" ? 2 : 1) && values.every(Number.isFinite);
  return fits
    ? ok(shape.sql(subject, values.map(String)))
    : wrongCount(label, COUNTS[shape.values]);
}

function isInstant(field: Field): boolean {
  return field.type === "DateTime" || field.type === "DateTimeTz";
}

function wrongCount(label: string, wanted: string): Result<never> {
  return fail({ kind: "bad-request", message: `The condition on ${label} needs ${wanted}` });
}
