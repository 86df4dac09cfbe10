import { type Failure, fail, ok, type Result, TurnError } from "../failure.ts";
import type { SqlScope } from "../sql/guard.ts";
import { untilAborted } from "../until-aborted.ts";
import { toCell, toColumn } from "./bigquery-cells.ts";
import { withToday } from "./bigquery-clock.ts";
import { type Asked, toFailure } from "./bigquery-errors.ts";
import { createEstimates, type Estimate, type Statement } from "./bigquery-estimates.ts";
import { createJobs, type JobRequest, type JobResult, type Jobs } from "./bigquery-job.ts";
import { toLabels } from "./bigquery-labels.ts";
import { createLastDates } from "./bigquery-last-dates.ts";
import { billedBytes, LIST_USD_PER_TIB, toBytes, toUsd } from "./bigquery-price.ts";
import { createRest, type RestOptions } from "./bigquery-rest.ts";
import { type DatasetSchema, readDataset } from "./bigquery-schema.ts";
import type { QueryOptions, QueryResult, Warehouse } from "./warehouse.ts";

export type BigqueryOptions = RestOptions & {
  readonly dataset: string;
  /** On-demand price; the list price unless given. */
  readonly usdPerTib?: number;
  /** Column of a table that says when its rows happened. */
  readonly timeColumns?: ReadonlyMap<string, string>;
  /** What CURRENT_DATE gives, where the workspace has a clock of its own; undefined for the real one. */
  readonly today?: () => string | undefined;
  /** On every job, beside those of a query. */
  readonly labels?: Readonly<Record<string, string>>;
};

/** `scope` is what the guard lets statements read: every table of the dataset. */
export type BigqueryWarehouse = Warehouse & { readonly kind: "bigquery"; readonly scope: SqlScope };

const OPEN_MS = 30_000;
const AS_OF_LIMITS = { maxRows: 1, timeoutMs: 15_000, maxCostUsd: 0.1 };

/**
 * BigQuery behind the port: every statement is dry-run before it runs, and stopped by limits of bytes and time.
 *
 * @throws {Error} in words, when the dataset is not there, elsewhere, or not open to this service.
 */
export async function openBigquery(options: BigqueryOptions): Promise<BigqueryWarehouse> {
  const rest = createRest(options);
  const schema = await readDataset(rest, options.dataset, AbortSignal.timeout(OPEN_MS));
  return createWarehouse(options, { jobs: createJobs(rest), schema });
}

type Open = { readonly jobs: Jobs; readonly schema: DatasetSchema };

function createWarehouse(options: BigqueryOptions, { jobs, schema }: Open): BigqueryWarehouse {
  const { scope } = schema;
  const { usdPerTib = LIST_USD_PER_TIB } = options;
  const estimate = createEstimates(jobs, schema);

  const costOf = ({ bytes, tables }: Estimate): number =>
    toUsd(billedBytes(bytes, tables), usdPerTib);

  const toRequest = ({ sql }: Statement, { limits, labels }: QueryOptions): JobRequest => ({
    sql,
    labels: toLabels({ ...options.labels, ...labels }),
    maxBytes: toBytes(limits.maxCostUsd, usdPerTib),
    timeoutMs: limits.timeoutMs,
    maxRows: limits.maxRows,
  });

  const explain = (cause: unknown, { tables }: Statement, asked: Asked): Failure =>
    cause instanceof TurnError
      ? cause.failure
      : toFailure(cause, {
          ...asked,
          columns: tables.flatMap((table) => scope.tables.get(table) ?? []),
          toUsd: (bytes) => toUsd(bytes, usdPerTib),
        });

  const run = async (statement: Statement, asked: QueryOptions): Promise<Result<QueryResult>> => {
    const { limits, signal } = asked;
    signal.throwIfAborted();
    const startedMs = performance.now();
    const deadline = AbortSignal.timeout(limits.timeoutMs);
    const either = AbortSignal.any([signal, deadline]);
    let dryRun = true;
    try {
      const expected = await estimate(statement, either);
      const costUsd = costOf(expected);
      if (costUsd > limits.maxCostUsd)
        return fail({ kind: "query-too-large", costUsd, limitUsd: limits.maxCostUsd });
      dryRun = false;
      const result = await jobs.run(toRequest(statement, asked), either);
      const spent = { bytes: result.cached ? 0 : result.processedBytes, tables: expected.tables };
      const ms = Math.round(performance.now() - startedMs);
      return ok({ ...toRows(result), bytes: spent.bytes, costUsd: costOf(spent), ms });
    } catch (cause) {
      signal.throwIfAborted();
      if (deadline.aborted)
        return fail({ kind: "timed-out", what: "query", afterMs: limits.timeoutMs });
      return fail(explain(cause, statement, { ...limits, dryRun }));
    }
  };

  const lastDate = createLastDates(options.timeColumns ?? new Map(), async (table, column) => {
    if (!scope.tables.get(table)?.includes(column)) return null;
    const sql = `SELECT CAST(MAX(\`${column}\`) AS DATE) FROM \`${scope.dataset}\`.\`${table}\``;
    const { signal } = new AbortController();
    const outcome = await run({ sql, tables: [table] }, { limits: AS_OF_LIMITS, signal });
    const value = outcome.ok ? outcome.value.rows[0]?.[0] : null;
    return typeof value === "string" ? value : null;
  });

  return {
    kind: "bigquery",
    scope,
    query: ({ sql, tables }, asked) =>
      run({ sql: withToday(sql, options.today?.()), tables }, asked),
    asOf: async (tables, signal) => {
      signal.throwIfAborted();
      const dates = await untilAborted(Promise.all(tables.map(lastDate)), signal);
      return (
        dates
          .filter((date) => date !== null)
          .sort()
          .at(-1) ?? null
      );
    },
    [Symbol.asyncDispose]: () => jobs.settle(),
  };
}

function toRows({ schema, rows, totalRows }: JobResult) {
  const fields = schema.fields ?? [];
  return {
    columns: fields.map(toColumn),
    rows: rows.map(({ f }) => fields.map((field, i) => toCell(f[i]?.v ?? null, field))),
    rowCount: rows.length,
    truncated: totalRows > rows.length,
  };
}
