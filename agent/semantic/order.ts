import { fail, ok, type Result } from "../failure.ts";
import { quoteName } from "./expression.ts";
import type { CompiledColumn, MetricQuery } from "./metric-query.ts";

/** ORDER BY terms over the result's columns: as asked, then by period and dimensions, so that ties come out the same each time. */
export function orderSql(
  query: MetricQuery,
  columns: readonly CompiledColumn[],
): Result<readonly string[]> {
  const terms = new Map<string, string>();
  for (const { by, direction } of query.orderBy ?? []) {
    const column = columns.find(({ id, name }) =>
      by === "time" ? id === "period" : id === by || name === by,
    );
    if (!column)
      return fail({
        kind: "bad-request",
        message: `Cannot order by "${by}": it is no column of the result`,
      });
    if (!terms.has(column.name)) terms.set(column.name, direction);
  }
  for (const { name, role } of columns) {
    const groups = role === "time" || role === "dimension";
    if (groups && !terms.has(name)) terms.set(name, "asc");
  }
  return ok(
    [...terms].map(
      ([name, direction]) =>
        `${quoteName(name)} ${direction === "desc" ? "DESC" : "ASC"} NULLS LAST`,
    ),
  );
}
