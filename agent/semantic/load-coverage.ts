import { TurnError } from "../failure.ts";
import { guardSql } from "../sql/guard.ts";
import { addDays, addMonths } from "./dates.ts";
import { fieldSql } from "./field-sql.ts";
import type { ValuesSource } from "./load-values.ts";
import type { Field, SemanticModel } from "./model.ts";
import { timeFieldIn, timeFieldOf } from "./reachable.ts";
import { rowsOf } from "./rows-sql.ts";
import { toStatement } from "./select.ts";
import { cheapestHolder } from "./serve-rollup.ts";
import type { Coverage, IsoDate } from "./time-range.ts";

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
  const [start, end, latest] = result.value.rows[0] ?? [];
  if (typeof start !== "string" || typeof end !== "string") return undefined;
  return toCoverage(start.slice(0, 10), end.slice(0, 10), Number(latest));
}

/** Months enough to tell that only their first days are written. */
const MONTHS = 3;

function toCoverage(start: IsoDate, end: IsoDate, latestDay: number): Coverage {
  const isMonthly = latestDay === 1 && end >= addMonths(start, MONTHS - 1);
  return isMonthly
    ? { start, end: addDays(addMonths(end, 1), -1), grain: "month" }
    : { start, end };
}

function coverageSql(whole: SemanticModel, wanted: Field, dataset: string): string {
  const { model, field } = cheapestHolder(whole, wanted);
  const { from, joins, where, ctes } = rowsOf(model, field.dataset, { needed: [], dataset });
  const date = fieldSql(field);
  return toStatement(ctes, {
    columns: [
      { sql: `MIN(${date})`, as: "first_date" },
      { sql: `MAX(${date})`, as: "last_date" },
      { sql: `MAX(EXTRACT(DAY FROM ${date}))`, as: "latest_day" },
    ],
    from,
    joins,
    where,
  });
}
