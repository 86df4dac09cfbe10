import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { untilAborted } from "../until-aborted.ts";
import { readError } from "./bigquery-errors.ts";
import { type ExportedTable, exportTables } from "./bigquery-export.ts";
import { toLabels } from "./bigquery-labels.ts";
import { createRest, type Rest, type RestOptions } from "./bigquery-rest.ts";
import type { WireDataset, WireJob, WireTable } from "./bigquery-wire.ts";

export type LoadOptions = RestOptions & {
  /** DuckDB file that holds the tables, in the schema called `dataset`. */
  readonly file: string;
  readonly dataset: string;
  readonly description: string;
  /** Column of a table that says when its rows happened: it is partitioned by that. */
  readonly timeColumns: ReadonlyMap<string, string>;
  /** On the dataset and its tables. */
  readonly labels: Readonly<Record<string, string>>;
  /** Is told each table once it is there. */
  readonly loaded?: (table: ExportedTable) => void;
};

const POLL_MS = 200;

/**
 * Makes the dataset where it is not there and replaces its tables by those of the file; other tables stay as they are.
 *
 * @throws {Error} in words, when BigQuery refuses; the reason of `signal` when that aborts.
 */
export async function loadBigquery(options: LoadOptions, signal: AbortSignal): Promise<void> {
  const rest = createRest(options);
  const folder = await mkdtemp(join(tmpdir(), "bigquery-load-"));
  try {
    const tables = await exportTables({ ...options, folder });
    await makeDataset(rest, options, signal);
    for (const table of tables) {
      await replaceTable(rest, { table, labels: options.labels }, signal);
      options.loaded?.(table);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeDataset(rest: Rest, options: LoadOptions, signal: AbortSignal): Promise<void> {
  const { dataset, description } = options;
  const path = `/datasets/${dataset}`;
  const labels = toLabels(options.labels);
  const found = await find<WireDataset>(rest, path, signal);
  if (found === undefined) {
    const datasetReference = { projectId: rest.project, datasetId: dataset };
    const body = { datasetReference, location: rest.location, description, labels };
    await rest.call({ method: "POST", path: "/datasets", body }, signal);
    return;
  }
  const { location = rest.location } = found;
  if (location.toLowerCase() !== rest.location.toLowerCase())
    throw new Error(
      `Cannot load the dataset "${dataset}" into ${rest.location}: it is in ${location}; set BIGQUERY_LOCATION=${location}`,
    );
  await rest.call({ method: "PATCH", path, body: { description, labels } }, signal);
}

/** Undefined where it does not exist. */
async function find<T>(rest: Rest, path: string, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await rest.call<T>({ method: "GET", path }, signal);
  } catch (cause) {
    signal.throwIfAborted();
    if (readError(cause).status === 404) return undefined;
    throw cause;
  }
}

type Replacing = { readonly table: ExportedTable; readonly labels: LoadOptions["labels"] };

async function replaceTable(
  rest: Rest,
  { table, labels }: Replacing,
  signal: AbortSignal,
): Promise<void> {
  const path = `/datasets/${table.dataset}/tables/${table.table}`;
  const found = await find<WireTable>(rest, path, signal);
  // A table keeps the partitioning that it was made with.
  if (found !== undefined && !isPartitionedAlike(found, table))
    await rest.call({ method: "DELETE", path }, signal);
  const job = await finish(rest, await rest.upload(table, signal), signal);
  const rows = Number(job.statistics?.load?.outputRows);
  if (rows !== table.rows)
    throw new Error(`Cannot load table "${table.table}": ${rows} of ${table.rows} rows came in`);
  await rest.call({ method: "PATCH", path, body: { labels: toLabels(labels) } }, signal);
}

function isPartitionedAlike(
  { timePartitioning: one }: WireTable,
  { timePartitioning: other }: ExportedTable,
): boolean {
  return one?.type === other?.type && one?.field === other?.field;
}

async function finish(rest: Rest, job: WireJob, signal: AbortSignal): Promise<WireJob> {
  const { jobId, location = rest.location } = job.jobReference;
  for (let now = job; ; ) {
    if (now.status?.state === "DONE") {
      const { errorResult } = now.status;
      if (errorResult === undefined) return now;
      throw new Error(`BigQuery could not load the data: ${errorResult.message}`);
    }
    await untilAborted(wait(POLL_MS), signal);
    now = await rest.call({ method: "GET", path: `/jobs/${jobId}`, query: { location } }, signal);
  }
}
