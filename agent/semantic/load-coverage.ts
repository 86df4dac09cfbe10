import { TurnError } from "../failure.ts";
import { guardSql } from "../sql/guard.ts";
import { fieldSql } from "./field-sql.ts";
import type { ValuesSource } from "./load-values.ts";
import type { Field, SemanticModel } from "./model.ts";
import { timeFieldIn, timeFieldOf } from "./reachable.ts";
import { rowsOf } from "./rows-sql.ts";
import { toStatement } from "./select.ts";
import { cheapestHolder } from "./serve-rollup.ts";
import type { Coverage } from "./time-range.ts";

/**
 * First and last date of every field that periods apply to, by field id; fields without any date are absent.
 *
 * @throws {TurnError} when the warehouse refuses or is down; the reason of `signal` when that aborts.
 */
export async function loadCoverage(
  model: SemanticModel,
  source: ValuesSource,
): Promise<ReadonlyMap<string, Coverage>> {
  const fields = [
    ...model.metrics.map(({ name }) => timeFieldOf(model, name)),
    ...model.datasets.map(({ name }) => timeFieldIn(model, name)),
  ].flatMap((field) => field ?? []);
  const read = [...new Set(fields)].map(
    async (field) => [field.id, await readCoverage(model, field, source)] as const,
  );
  const known = await Promise.all(read);
  return new Map(known.flatMap(([id, coverage]) => (coverage ? [[id, coverage] as const] : [])));
}

async function readCoverage(
  model: SemanticModel,
  field: Field,
  { warehouse, scope, limits, signal }: ValuesSource,
): Promise<Coverage | undefined> {
  const guarded = guardSql(coverageSql(model, field, scope.dataset), scope);
  if (!guarded.ok) throw new TurnError(guarded.failure);
  const result = await warehouse.query(guarded.value, {
    limits: { ...limits, maxRows: 1 },
    signal,
  });
  if (!result.ok) throw new TurnError(result.failure);
  const [start, end] = result.value.rows[0] ?? [];
  return typeof start === "string" && typeof end === "string"
    ? { start: start.slice(0, 10), end: end.slice(0, 10) }
    : undefined;
}

function coverageSql(whole: SemanticModel, wanted: Field, dataset: string): string {
  const { model, field } = cheapestHolder(whole, wanted);
  const { from, joins, where, ctes } = rowsOf(model, field.dataset, { needed: [], dataset });
  const date = fieldSql(field);
  return toStatement(ctes, {
    columns: [
      { sql: `MIN(${date})`, as: "first_date" },
      { sql: `MAX(${date})`, as: "last_date" },
    ],
    from,
    joins,
    where,
  });
}
