import { TurnError } from "../failure.ts";
import { createBoundedMap } from "../sql/bounded-map.ts";
import type { Jobs } from "./bigquery-job.ts";
import type { DatasetSchema } from "./bigquery-schema.ts";
import type { WireJob } from "./bigquery-wire.ts";

/** What a statement would read. */
export type Estimate = { readonly bytes: number; readonly tables: number };

export type Statement = { readonly sql: string; readonly tables: readonly string[] };

/** @throws {TurnError} of kind `query-rejected` when it is no SELECT of the dataset's tables; what `Jobs.dryRun` throws. */
export type Estimates = (statement: Statement, signal: AbortSignal) => Promise<Estimate>;

const REMEMBERED = 500;
/** An estimate grows old with its tables; `maximumBytesBilled` holds all the same. */
const FRESH_MS = 300_000;

/** Dry runs, each remembered for five minutes. */
export function createEstimates(jobs: Jobs, schema: DatasetSchema): Estimates {
  const known = createBoundedMap<string, Estimate & { readonly madeMs: number }>(REMEMBERED);
  return async (statement, signal) => {
    const found = known.get(statement.sql);
    if (found !== undefined && Date.now() - found.madeMs < FRESH_MS) return found;
    const made = readDryRun(await jobs.dryRun(statement.sql, signal), statement, schema);
    known.set(statement.sql, { ...made, madeMs: Date.now() });
    return made;
  };
}

/** BigQuery's own opinion of a statement that passed the guard, since parsers disagree. */
function readDryRun(
  { statistics }: WireJob,
  { tables }: Statement,
  { scope, views }: DatasetSchema,
): Estimate {
  const { statementType, referencedTables = [] } = statistics?.query ?? {};
  if (statementType !== "SELECT")
    refuse(`Only a SELECT can be run here, not ${statementType ?? "this"}`);
  // What a view reads is its owner's choice; else nothing outside the dataset may be read.
  if (!tables.some((table) => views.has(table))) {
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
