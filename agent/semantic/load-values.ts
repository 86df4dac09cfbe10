import { TurnError } from "../failure.ts";
import { guardSql, type SqlScope } from "../sql/guard.ts";
import type { QueryLimits, Warehouse } from "../warehouse/warehouse.ts";
import { fieldSql, operandSql } from "./field-sql.ts";
import type { Field, SemanticModel } from "./model.ts";
import { rowsOf } from "./rows-sql.ts";
import { toStatement } from "./select.ts";
import { cheapestHolder } from "./serve-rollup.ts";
import type { FieldValues } from "./values.ts";

const MAX_VALUES = 10_000;

export type ValuesSource = {
  readonly warehouse: Warehouse;
  readonly scope: SqlScope;
  readonly limits: Omit<QueryLimits, "maxRows">;
  readonly signal: AbortSignal;
};

/**
 * Values of all fields with `index_values`, in the order of the model; the first 10,000 of each by name.
 *
 * @throws {TurnError} when the warehouse refuses or is down; the reason of `signal` when that aborts.
 */
export async function loadValues(
  model: SemanticModel,
  source: ValuesSource,
): Promise<readonly FieldValues[]> {
  const indexed = model.datasets.flatMap(({ fields }) =>
    fields.filter((field) => field.indexValues),
  );
  return await Promise.all(indexed.map((field) => readValues(model, field, source)));
}

async function readValues(
  model: SemanticModel,
  field: Field,
  { warehouse, scope, limits, signal }: ValuesSource,
): Promise<FieldValues> {
  if (field.values) return { field: field.id, values: field.values, complete: true };
  const guarded = guardSql(valuesSql(model, field, scope.dataset), scope);
  if (!guarded.ok) throw new TurnError(guarded.failure);
  const result = await warehouse.query(guarded.value, {
    limits: { ...limits, maxRows: MAX_VALUES },
    signal,
  });
  if (!result.ok) throw new TurnError(result.failure);
  const values = result.value.rows.flatMap(([value]) =>
    value === null || value === undefined ? [] : [String(value)],
  );
  return { field: field.id, values, complete: !result.value.truncated };
}

/** One SELECT of a field's distinct values, sorted. */
export function valuesSql(whole: SemanticModel, wanted: Field, dataset: string): string {
  const { model, field } = cheapestHolder(whole, wanted);
  const { from, joins, where, ctes } = rowsOf(model, field.dataset, { needed: [], dataset });
  return toStatement(ctes, {
    columns: [{ sql: fieldSql(field), as: "value" }],
    from,
    joins,
    where: [...where, `${operandSql(field)} IS NOT NULL`],
    groupBy: 1,
    orderBy: ["value"],
    limit: MAX_VALUES + 1,
  });
}
