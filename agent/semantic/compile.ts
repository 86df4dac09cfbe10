import { fail, type Result } from "../failure.ts";
import { compileMetrics } from "./compile-metrics.ts";
import { compileRows } from "./compile-rows.ts";
import { isIsoDate } from "./dates.ts";
import type { CompiledQuery, SemanticQuery } from "./metric-query.ts";
import type { SemanticModel } from "./model.ts";
import type { CompileOptions } from "./pass-sql.ts";

/**
 * One BigQuery SELECT for the query, the same text each time. What the model cannot answer is a `bad-request` in words.
 *
 * @throws {Error} when the model was not loaded by `loadModel` and its expressions cannot be read.
 */
export function compileQuery(
  query: SemanticQuery,
  model: SemanticModel,
  options: CompileOptions,
): Result<CompiledQuery> {
  const { time, limit } = query;
  if (time && !(isIsoDate(time.start) && isIsoDate(time.end) && time.start < time.end)) {
    return refuse(
      `The period from "${time.start}" to "${time.end}" is not one: its end must be a later day`,
    );
  }
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
    return refuse(`The limit "${limit}" must be a whole number above 0`);
  }
  return query.kind === "metrics"
    ? compileMetrics({ model, options }, query)
    : compileRows({ model, options }, query);
}

function refuse(message: string): Result<never> {
  return fail({ kind: "bad-request", message });
}
