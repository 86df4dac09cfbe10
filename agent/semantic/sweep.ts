import { fail, ok, type Result } from "../failure.ts";
import { quoteName } from "./expression.ts";
import type { MetricQuery } from "./metric-query.ts";
import type { Metric } from "./model.ts";
import { type Context, type PassSql, passSql } from "./pass-sql.ts";
import { capital, combinedSql, planPasses } from "./passes.ts";
import { type Cte, type Select, selectSql } from "./select.ts";
import { storesOf } from "./stores.ts";

/** `select` gives one row a group: straight from the rows, or from passes that were put together. */
export type Swept = Pick<PassSql, "select" | "ctes" | "tables" | "filters">;

/** Metrics by groups, over as many datasets as they need. `names` are the columns of the dimensions. */
export function sweep(
  context: Context,
  query: MetricQuery,
  { metrics, names }: { metrics: readonly Metric[]; names: readonly string[] },
): Result<Swept> {
  const apart = inTwoStores(context, query, metrics);
  if (apart) return apart;
  const passes = planPasses(context.model, metrics, query.time);
  if (!passes.ok) return passes;
  const dimensions = query.dimensions.map((id, index) => ({ id, column: names[index] ?? id }));
  const done: PassSql[] = [];
  for (const pass of passes.value) {
    const subject = subjectOf(metrics, pass.measures);
    const swept = passSql(context, pass, {
      subject,
      dimensions,
      filters: query.filters,
      time: query.time,
    });
    if (!swept.ok) return swept;
    done.push(swept.value);
  }
  const [first] = done;
  if (!first) return fail({ kind: "bad-request", message: "A question needs at least one metric" });
  return ok(done.length === 1 ? first : putTogether(context, metrics, done));
}

/** No engine has both. */
function inTwoStores(
  { model }: Context,
  query: MetricQuery,
  metrics: readonly Metric[],
): Result<never> | undefined {
  if (storesOf(model, query).length < 2) return undefined;
  const labels = metrics.map(({ label }) => label).join(" and ");
  const message = `${capital(labels)} are kept in two databases; ask for one at a time`;
  return fail({ kind: "bad-request", message });
}

/** Passes under one another, each with nothing in the others' columns, then one row a group: no join, so nothing fans out. */
function putTogether(
  { model }: Context,
  metrics: readonly Metric[],
  passes: readonly PassSql[],
): Swept {
  const keys = passes[0]?.select.columns.slice(0, passes[0].select.groupBy) ?? [];
  const measures = passes.flatMap(({ select }) =>
    select.columns.slice(keys.length).map(({ as }) => as),
  );
  const aligned = passes.map(({ select }) => {
    const own = (as: string) =>
      select.columns.slice(keys.length).find((column) => column.as === as);
    const filled = measures.map((as) => own(as) ?? { sql: "NULL", as });
    return selectSql({ ...select, columns: [...select.columns.slice(0, keys.length), ...filled] });
  });
  const combined: Cte = { name: "combined", sql: aligned.join("\nUNION ALL\n") };
  const select: Select = {
    columns: [
      ...keys.map(({ as }) => ({ sql: `combined.${quoteName(as)}`, as })),
      ...metrics.map((metric) => ({
        sql: combinedSql(model, metric, "combined"),
        as: metric.name,
      })),
    ],
    from: "combined",
    groupBy: keys.length,
  };
  const ctes = [...new Map(passes.flatMap((pass) => pass.ctes.map((cte) => [cte.name, cte])))].map(
    ([, cte]) => cte,
  );
  const tables = [...new Set(passes.flatMap((pass) => pass.tables))];
  return { select, ctes: [...ctes, combined], tables, filters: passes[0]?.filters ?? [] };
}

function subjectOf(metrics: readonly Metric[], measures: readonly { column: string }[]): string {
  const metric = metrics.find(({ name }) =>
    measures.some(({ column }) => column === name || column.startsWith(`${name}_part_`)),
  );
  return capital(metric?.label ?? "This");
}
