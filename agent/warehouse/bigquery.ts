import { fail, ok, type Result, TurnError } from "../failure.ts";
import { createBoundedMap } from "../sql/bounded-map.ts";
import type { GuardedStatement, SqlScope } from "../sql/guard.ts";
import { untilAborted } from "../until-aborted.ts";
import { toCell, toColumn } from "./bigquery-cells.ts";
import { withToday } from "./bigquery-clock.ts";
import { type Asked, toFailure } from "./bigquery-errors.ts";
import { createJobs, type JobResult, type Jobs } from "./bigquery-job.ts";
import { toLabels } from "./bigquery-labels.ts";
import { billedBytes, LIST_USD_PER_TIB, toBytes, toUsd } from "./bigquery-price.ts";
import { createRest, type RestOptions } from "./bigquery-rest.ts";
import { type DatasetSchema, readDataset } from "./bigquery-schema.ts";
import type { WireJob } from "./bigquery-wire.ts";
import type { QueryLimits, QueryResult, Warehouse } from "./warehouse.ts";

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
const REMEMBERED = 500;
/** An estimate grows old with its tables; `maximumBytesBilled` holds all the same. */
const ESTIMATE_MS = 300_000;
const AS_OF_MS = 300_000;
const AS_OF_LIMITS: QueryLimits = { maxRows: 1, timeoutMs: 15_000, maxCostUsd: 0.1 };

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
type Estimate = { readonly bytes: number; readonly tables: number; readonly madeMs: number };

function createWarehouse(options: BigqueryOptions, { jobs, schema }: Open): BigqueryWarehouse {
  const { scope } = schema;
  const { usdPerTib = LIST_USD_PER_TIB } = options;
  const estimates = createBoundedMap<string, Estimate>(REMEMBERED);
  const lastDates = new Map<
    string,
    { readonly date: Promise<string | null>; readonly atMs: number }
  >();

  const costOf = ({ bytes, tables }: Omit<Estimate, "madeMs">): number =>
    toUsd(billedBytes(bytes, tables), usdPerTib);

  /** @throws {TurnError} of kind `query-rejected` when it is no SELECT of the tables that it names. */
  const estimate = async (sql: string, reads: Reads, signal: AbortSignal): Promise<Estimate> => {
    const known = estimates.get(sql);
    if (known !== undefined && Date.now() - known.madeMs < ESTIMATE_MS) return known;
    const made = { ...readDryRun(await jobs.dryRun(sql, signal), reads), madeMs: Date.now() };
    estimates.set(sql, made);
    return made;
  };

  const run = async (ask: Ask, signal: AbortSignal): Promise<Result<Ran>> => {
    const { limits } = ask;
    const asked: Asked = {
      columns: ask.tables.flatMap((table) => scope.tables.get(table) ?? []),
      dryRun: true,
      timeoutMs: limits.timeoutMs,
      maxCostUsd: limits.maxCostUsd,
      toUsd: (bytes) => toUsd(bytes, usdPerTib),
    };
    const deadline = AbortSignal.timeout(limits.timeoutMs);
    const either = AbortSignal.any([signal, deadline]);
    const failed = (cause: unknown, dryRun: boolean) => {
      signal.throwIfAborted();
      if (deadline.aborted)
        return fail({ kind: "timed-out", what: "query", afterMs: limits.timeoutMs });
      return fail(
        cause instanceof TurnError ? cause.failure : toFailure(cause, { ...asked, dryRun }),
      );
    };

    let expected: Estimate;
    try {
      expected = await estimate(ask.sql, { ...schema, named: ask.tables }, either);
    } catch (cause) {
      return failed(cause, true);
    }
    const costUsd = costOf(expected);
    if (costUsd > limits.maxCostUsd)
      return fail({ kind: "query-too-large", costUsd, limitUsd: limits.maxCostUsd });
    const request = {
      sql: ask.sql,
      labels: toLabels({ ...options.labels, ...ask.labels }),
      maxBytes: toBytes(limits.maxCostUsd, usdPerTib),
      timeoutMs: limits.timeoutMs,
      maxRows: limits.maxRows,
    };
    try {
      return ok({ result: await jobs.run(request, either), tables: expected.tables });
    } catch (cause) {
      return failed(cause, false);
    }
  };

  const query: Warehouse["query"] = async (statement, { limits, signal, labels = {} }) => {
    signal.throwIfAborted();
    const startedMs = performance.now();
    const { tables } = statement;
    const sql = withToday(statement.sql, options.today?.());
    const outcome = await run({ sql, tables, limits, labels }, signal);
    if (!outcome.ok) return outcome;
    const { result, tables: read } = outcome.value;
    const bytes = result.cached ? 0 : result.processedBytes;
    const ms = performance.now() - startedMs;
    return ok(toResult(result, { bytes, costUsd: costOf({ bytes, tables: read }), ms }));
  };

  /** Null also where it cannot be told. */
  const readLastDate = async (table: string, column: string): Promise<string | null> => {
    const sql = `SELECT CAST(MAX(\`${column}\`) AS DATE) FROM \`${scope.dataset}\`.\`${table}\``;
    const ask = { sql, tables: [table], limits: AS_OF_LIMITS, labels: {} };
    const outcome = await run(ask, new AbortController().signal);
    const value = outcome.ok ? outcome.value.result.rows[0]?.f[0]?.v : null;
    return typeof value === "string" ? value : null;
  };

  const lastDate = (table: string): Promise<string | null> => {
    const column = options.timeColumns?.get(table);
    if (column === undefined || !scope.tables.get(table)?.includes(column))
      return Promise.resolve(null);
    const known = lastDates.get(table);
    if (known !== undefined && Date.now() - known.atMs < AS_OF_MS) return known.date;
    const date = readLastDate(table, column);
    lastDates.set(table, { date, atMs: Date.now() });
    date.catch(() => lastDates.delete(table));
    return date;
  };

  return {
    kind: "bigquery",
    scope,
    query,
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

type Ask = {
  readonly sql: string;
  readonly tables: GuardedStatement["tables"];
  readonly limits: QueryLimits;
  readonly labels: Readonly<Record<string, string>>;
};

type Ran = { readonly result: JobResult; readonly tables: number };
type Reads = DatasetSchema & { readonly named: readonly string[] };

/** @throws {TurnError} of kind `query-rejected`. */
function readDryRun(
  { statistics }: WireJob,
  { scope, views, named }: Reads,
): Omit<Estimate, "madeMs"> {
  const { statementType, referencedTables = [] } = statistics?.query ?? {};
  if (statementType !== "SELECT")
    refuse(`Only a SELECT can be run here, not ${statementType ?? "this"}`);
  // What a view reads is its owner's choice; else nothing outside the dataset may be read.
  if (!named.some((table) => views.has(table))) {
    const outside = referencedTables.find(
      ({ datasetId, tableId }) => datasetId !== scope.dataset || !scope.tables.has(tableId),
    );
    if (outside !== undefined)
      refuse(`The statement would read ${outside.datasetId}.${outside.tableId}, which it may not`);
  }
  const bytes = Number(statistics?.totalBytesProcessed ?? 0);
  return { bytes, tables: referencedTables.length };
}

function refuse(reason: string): never {
  throw new TurnError({ kind: "query-rejected", reason });
}

type Spent = { readonly bytes: number; readonly costUsd: number; readonly ms: number };

function toResult({ schema, rows, totalRows }: JobResult, spent: Spent): QueryResult {
  const fields = schema.fields ?? [];
  return {
    columns: fields.map(toColumn),
    rows: rows.map(({ f }) => fields.map((field, i) => toCell(f[i]?.v ?? null, field))),
    rowCount: rows.length,
    truncated: totalRows > rows.length,
    bytes: spent.bytes,
    costUsd: spent.costUsd,
    ms: Math.round(spent.ms),
  };
}
