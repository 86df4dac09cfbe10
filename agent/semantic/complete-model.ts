import type { Column, ColumnType } from "../events.ts";
import { TurnError } from "../failure.ts";
import { guardSql } from "../sql/guard.ts";
import { isDate } from "./build-datasets.ts";
import { withDayParts } from "./day-parts.ts";
import { fieldSql } from "./field-sql.ts";
import { withImplied, withoutImplied } from "./implied-metrics.ts";
import { inheritTime } from "./inherit-time.ts";
import type { ValuesSource } from "./load-values.ts";
import type { Dataset, DataType, Field, SemanticModel } from "./model.ts";
import { rowsOf } from "./rows-sql.ts";
import { type SelectColumn, toStatement } from "./select.ts";

/**
 * The model with what it leaves open taken from the data: types of fields and, where no field of it has `index_values`,
 * which fields hold names that questions use. A model that leaves nothing open comes back as it is.
 *
 * @throws {TurnError} when the warehouse refuses or is down; the reason of `signal` when that aborts.
 */
export async function completeModel(
  model: SemanticModel,
  source: ValuesSource,
): Promise<SemanticModel> {
  const typed = await withTypes(model, source);
  const completed = await withIndex(typed, source);
  return completed === model
    ? model
    : withImplied(withDayParts(inheritTime(withoutImplied(completed))));
}

const TYPES: Readonly<Record<ColumnType, DataType>> = {
  string: "String",
  integer: "Integer",
  number: "Decimal",
  boolean: "Boolean",
  date: "Date",
  timestamp: "DateTime",
  json: "Opaque",
};

async function withTypes(model: SemanticModel, source: ValuesSource): Promise<SemanticModel> {
  if (!fieldsOf(model).some(({ type }) => type === "Opaque")) return model;
  const datasets = await Promise.all(
    model.datasets.map(async (dataset) => {
      const open = dataset.fields.filter(({ type }) => type === "Opaque");
      if (open.length === 0 || dataset.store) return dataset;
      const wanted = open.map((field) => ({ sql: fieldSql(field), as: field.name }));
      const { columns } = await select(wanted, { model, dataset, source, limit: 1 });
      return dated({ ...dataset, fields: dataset.fields.map((field) => typedBy(field, columns)) });
    }),
  );
  return { ...model, datasets };
}

function typedBy(field: Field, columns: readonly Column[]): Field {
  const column = columns.find(({ name }) => name === field.name);
  if (field.type !== "Opaque" || !column) return field;
  const type = TYPES[column.type];
  return { ...field, type, isTime: type === "Date" || type === "DateTime" };
}

/** A dataset that had no date may have one now. */
function dated(dataset: Dataset): Dataset {
  if (dataset.timeField !== undefined || dataset.inheritedTime !== undefined) return dataset;
  const first = dataset.fields.find(isDate);
  return first ? { ...dataset, timeField: first.name } : dataset;
}

/** Names of things that others refer to are known up to this many; of a table of events only what divides it. */
const MAX_NAMES = { register: 5000, events: 200 };

/** Text about one person or one row, which divides nothing. */
const PRIVATE = /e_?mail|phone|address|comment|note|description|url|token|hash|uuid|ssn|iban/i;

async function withIndex(model: SemanticModel, source: ValuesSource): Promise<SemanticModel> {
  if (fieldsOf(model).some(({ indexValues }) => indexValues)) return model;
  const found = await Promise.all(
    model.datasets.map((dataset) => namingFields(dataset, { model, source })),
  );
  const naming = new Set(found.flat());
  if (naming.size === 0) return model;
  const datasets = model.datasets.map((dataset) => ({
    ...dataset,
    fields: dataset.fields.map((field) =>
      naming.has(field.id) ? { ...field, indexValues: true } : field,
    ),
  }));
  return { ...model, datasets };
}

/** Ids of the text fields whose values name or divide the rows. */
async function namingFields(
  dataset: Dataset,
  { model, source }: { readonly model: SemanticModel; readonly source: ValuesSource },
): Promise<string[]> {
  const keys = new Set(keysOf(dataset, model));
  const texts = dataset.fields.filter(
    ({ type, name, sensitivity, values }) =>
      values === undefined &&
      type === "String" &&
      sensitivity === "none" &&
      !keys.has(name) &&
      !PRIVATE.test(name),
  );
  if (texts.length === 0 || dataset.store) return [];
  const counts = texts.map((field) => ({
    sql: `COUNT(DISTINCT ${fieldSql(field)})`,
    as: field.name,
  }));
  const { rows } = await select(counts, { model, dataset, source, limit: 1 });
  const isRegister = model.relationships.some(({ to }) => to === dataset.name);
  const limit = isRegister ? MAX_NAMES.register : MAX_NAMES.events;
  const row = rows[0] ?? [];
  return texts.filter((_, i) => Number(row[i] ?? 0) <= limit).map(({ id }) => id);
}

function keysOf({ name, primaryKey, uniqueKeys }: Dataset, { relationships }: SemanticModel) {
  const references = relationships.flatMap(({ from, fromColumns }) =>
    from === name ? fromColumns : [],
  );
  return [...primaryKey, ...uniqueKeys.flat(), ...references];
}

/** Fields that the model itself has. */
function fieldsOf({ datasets }: SemanticModel): readonly Field[] {
  return datasets.flatMap(({ fields }) => fields).filter(({ values }) => values === undefined);
}

type Wanted = {
  readonly model: SemanticModel;
  readonly dataset: Dataset;
  readonly source: ValuesSource;
  readonly limit: number;
};

async function select(columns: readonly SelectColumn[], { model, dataset, source, limit }: Wanted) {
  const { warehouse, scope, limits, signal } = source;
  const rows = rowsOf(model, dataset.name, { needed: [], dataset: scope.dataset });
  const sql = toStatement(rows.ctes, { ...rows, columns, limit });
  const guarded = guardSql(sql, scope);
  if (!guarded.ok) throw new TurnError(guarded.failure);
  const result = await warehouse.query(guarded.value, {
    limits: { ...limits, maxRows: 1 },
    signal,
  });
  if (!result.ok) throw new TurnError(result.failure);
  return result.value;
}
