import { fail, ok, type Result } from "../../failure.ts";
import { filterSql } from "../../semantic/conditions.ts";
import { startOf, step } from "../../semantic/dates.ts";
import { fieldDateSql, fieldSql } from "../../semantic/field-sql.ts";
import { dateLiteral } from "../../semantic/literals.ts";
import type { Filter } from "../../semantic/metric-query.ts";
import type { Field, SemanticModel } from "../../semantic/model.ts";
import { restrict } from "../../semantic/pass-sql.ts";
import { datasetNamed, resolveFrom } from "../../semantic/reachable.ts";
import { rowsOf } from "../../semantic/rows-sql.ts";
import { indent, type Select, selectSql, toStatement } from "../../semantic/select.ts";
import { storeOf } from "../../semantic/stores.ts";
import type { Grain } from "../../semantic/time-range.ts";
import type { SubjectField } from "../subjects.ts";
import type { SafeContext } from "./safe-context.ts";
import type { Slice } from "./slices.ts";

/** More ends of periods than a statement has room for; then days themselves are taken. */
const MAX_BOUNDS = 300;

/** More periods than an engine looks up at less cost than it reads the rows between them. */
const MAX_REACHES = 24;

/** How the rows of a dataset are cut so that every slice is a sum of pieces. Positions are those of the result's columns. */
export type Cut = {
  readonly sql: string;
  /** Ids of the fields that periods apply to, in the order of their columns. */
  readonly times: readonly string[];
  readonly dimensions: readonly string[];
  /** As JSON. */
  readonly filters: readonly string[];
  /** Ends of periods, sorted; undefined where the column holds the days themselves. */
  readonly bounds: readonly string[] | undefined;
};

type Cutting = {
  readonly base: string;
  readonly slices: readonly Slice[];
  readonly subjects: readonly SubjectField[];
  /** Rows are states: their days count, not the periods that these lie in. */
  readonly byDay: boolean;
};

/** One statement that counts subjects by piece. */
export function cutSql(
  { base, slices, subjects, byDay }: Cutting,
  { model, options }: SafeContext,
): Result<Cut> {
  const times = unique(slices.flatMap(({ timeField }) => timeField ?? []));
  const dimensions = unique(slices.flatMap((slice) => slice.dimensions));
  const filters = unique(
    slices.flatMap((slice) => slice.filters.map((one) => JSON.stringify(one))),
  );
  const ends = boundsOf(slices, options.fiscalYearStartMonth);
  const bounds = byDay || ends.length > MAX_BOUNDS ? undefined : ends;
  const conditions = conditionsOf(filters, base, model);
  if (!conditions.ok) return conditions;
  const fields = [...times, ...dimensions].map((id) => resolveFrom(model, base, id));
  const lost = fields.includes(undefined);
  if (lost) return fail({ kind: "bad-request", message: "The question cannot be cut into parts" });
  const known = fields.flatMap((field) => field ?? []);
  const rows = rowsOf(model, base, {
    dataset: options.dataset,
    needed: [...known, ...conditions.value.fields, ...subjects.map(({ field }) => field)].map(
      (field) => field.dataset,
    ),
  });
  const rowsInReach = withinSql(base, slices, { model, options });
  if (!rowsInReach.ok) return rowsInReach;
  const reach = reachOf(slices, conditions.value, (id) => resolveFrom(model, base, id));
  const keys = [
    ...known.slice(0, times.length).map((field) => timeSql(field, { bounds, model })),
    ...known.slice(times.length).map((field, i) => reach.dimension(dimensions[i] ?? "", field)),
    ...filters.map((filter, i) => reach.filter(filter, conditions.value.sql[i] ?? "FALSE")),
  ];
  const inner: Select = {
    columns: [
      ...keys.map((sql, i) => ({ sql, as: `key_${i}` })),
      ...subjects.map(({ field }, i) => ({ sql: fieldSql(field), as: `subject_${i}` })),
    ],
    from: rows.from,
    joins: rows.joins,
    where: [...rows.where, ...spanSql(slices, known.slice(0, times.length)), ...rowsInReach.value],
  };
  const outer: Select = {
    columns: [
      ...keys.map((_, i) => ({ sql: `key_${i}`, as: `c_${i}` })),
      ...subjects.map((_, i) => ({ sql: `COUNT(DISTINCT subject_${i})`, as: `n_${i}` })),
    ],
    from: `(\n${indent(selectSql(inner))}\n) AS pieces`,
    groupBy: keys.length,
  };
  return ok({ sql: toStatement(rows.ctes, outer), times, dimensions, filters, bounds });
}

type Conditions = { readonly texts: readonly string[]; readonly sql: readonly string[] };

/** Groups and filters count only where a slice has them: elsewhere they would cut the data finer than anyone knows it. */
function reachOf(
  slices: readonly Slice[],
  { texts, sql }: Conditions,
  fieldOf: (id: string) => Field | undefined,
) {
  const timeOf = ({ time, timeField }: Slice): readonly string[] => {
    const field = time && fieldOf(timeField ?? "");
    if (!time || !field) return [];
    const day = fieldDateSql(field);
    return [`${day} >= ${dateLiteral(time.start)}`, `${day} < ${dateLiteral(time.end)}`];
  };
  const filtersOf = (slice: Slice) =>
    slice.filters.map((filter) => sql[texts.indexOf(JSON.stringify(filter))] ?? "FALSE");
  return {
    dimension: (id: string, field: Field) => {
      const text = `CAST(${fieldSql(field)} AS STRING)`;
      const having = slices.filter((slice) => slice.dimensions.includes(id));
      const where = anyOf(having.map((slice) => [...timeOf(slice), ...filtersOf(slice)]));
      return where === undefined ? text : `IF(${where}, ${text}, NULL)`;
    },
    filter: (filter: string, condition: string) => {
      const having = slices.filter((slice) =>
        slice.filters.some((one) => JSON.stringify(one) === filter),
      );
      const where = anyOf(having.map(timeOf));
      return `COALESCE(${where === undefined ? "" : `(${where}) AND `}(${condition}), FALSE)`;
    },
  };
}

/** Undefined where one of them holds everywhere. */
function anyOf(all: readonly (readonly string[])[]): string | undefined {
  if (all.some((conditions) => conditions.length === 0)) return undefined;
  return unique(all.map((conditions) => `(${conditions.join(" AND ")})`)).join(" OR ");
}

function conditionsOf(
  filters: readonly string[],
  base: string,
  model: SemanticModel,
): Result<Conditions & { readonly fields: readonly Field[] }> {
  const sql: string[] = [];
  const fields: Field[] = [];
  for (const text of filters) {
    const filter: Filter = JSON.parse(text);
    const field = resolveFrom(model, base, filter.field);
    if (!field) return fail({ kind: "bad-request", message: "A filter has no field here" });
    const condition = filterSql(field, filter);
    if (!condition.ok) return condition;
    sql.push(condition.value);
    fields.push(field);
  }
  return ok({ texts: filters, sql, fields });
}

/**
 * Rows that some slice counts: those of its period, and of states only those as of the last day of each. What no slice
 * counts is a piece of none, so nothing is lost; nothing where there are too many slices to tell apart.
 */
function withinSql(
  base: string,
  slices: readonly Slice[],
  context: Pick<SafeContext, "model" | "options">,
): Result<readonly string[]> {
  const all: (readonly string[])[] = [];
  for (const slice of slices) {
    const conditions = countedSql(base, slice, context);
    if (!conditions.ok) return conditions;
    all.push(conditions.value);
  }
  if (new Set(all.map((conditions) => conditions.join())).size > MAX_REACHES) return ok([]);
  const within = anyOf(all);
  return ok(within === undefined ? [] : [`(${within})`]);
}

function countedSql(
  base: string,
  { timeField, time, filters, dimensions }: Slice,
  { model, options }: Pick<SafeContext, "model" | "options">,
): Result<readonly string[]> {
  const field = resolveFrom(model, base, timeField ?? "");
  if (!field) return ok([]);
  const grain = time?.grain as Grain | undefined;
  const dated = (filters as readonly Filter[]).filter((one) => one.field === timeField);
  const restriction = {
    filters: dated.map((filter) => ({ filter, field })),
    time: time && { start: time.start, end: time.end, field, ...(grain && { grain }) },
    grouped: dimensions.includes(field.id) ? [field] : [],
  };
  return restrict({ model, options }, { base, time: field }, restriction);
}

/** From the first day of any slice to the last; nothing where one of them is of all times. */
function spanSql(slices: readonly Slice[], fields: readonly Field[]): readonly string[] {
  const [field, another] = fields;
  const spans = slices.flatMap(({ time }) => time ?? []);
  if (!field || another || spans.length < slices.length) return [];
  const start = spans.map((one) => one.start).toSorted()[0] ?? "";
  const end =
    spans
      .map((one) => one.end)
      .toSorted()
      .at(-1) ?? "";
  const day = fieldDateSql(field);
  return [`${day} >= ${dateLiteral(start)}`, `${day} < ${dateLiteral(end)}`];
}

type Ends = { readonly bounds: Cut["bounds"]; readonly model: SemanticModel };

/** How many of the bounds are not after the day. The customer database has no arrays to look them up in, and few rows. */
function timeSql(field: Field, { bounds, model }: Ends): string {
  const day = fieldDateSql(field);
  if (bounds === undefined) return `CAST(${day} AS STRING)`;
  if (bounds.length === 0) return "0";
  const home = datasetNamed(model, field.dataset);
  if (!home || storeOf(home) === "warehouse")
    return `RANGE_BUCKET(${day}, [${bounds.map(dateLiteral).join(", ")}])`;
  const before = bounds.map((bound, i) => `WHEN ${day} < ${dateLiteral(bound)} THEN ${i}`);
  return `CASE ${before.join(" ")} WHEN ${day} IS NOT NULL THEN ${bounds.length} END`;
}

/** Where a period of any slice begins or ends. */
function boundsOf(slices: readonly Slice[], fiscalStart: number): readonly string[] {
  const days = slices.flatMap(({ time }) => {
    if (!time) return [];
    const { start, end } = time;
    const grain = time.grain as Grain | undefined;
    const inside: string[] = [];
    for (
      let day = grain ? startOf(grain, start, fiscalStart) : end;
      grain && day < end && inside.length <= MAX_BOUNDS;
      day = step(grain, day, 1)
    ) {
      if (day > start) inside.push(day);
    }
    return [start, ...inside, end];
  });
  return unique(days).toSorted();
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
