import type { SqlScope } from "../sql/guard.ts";
import { readError } from "./bigquery-errors.ts";
import type { Rest } from "./bigquery-rest.ts";
import type { WireDataset, WireTable, WireTableList } from "./bigquery-wire.ts";

/** `views` are the tables of the scope that read others, which only their owner knows. */
export type DatasetSchema = { readonly scope: SqlScope; readonly views: ReadonlySet<string> };

const READABLE = ["TABLE", "VIEW", "MATERIALIZED_VIEW", "EXTERNAL", "SNAPSHOT"];
const AT_ONCE = 8;

/**
 * The tables of a dataset with their columns, by the API that lists them: no statement reads INFORMATION_SCHEMA.
 *
 * @throws {Error} in words, when the dataset is not there, elsewhere, or not open to this service.
 */
export async function readDataset(
  rest: Rest,
  dataset: string,
  signal: AbortSignal,
): Promise<DatasetSchema> {
  try {
    const path = `/datasets/${dataset}`;
    const { location } = await rest.call<WireDataset>({ method: "GET", path }, signal);
    if (location !== undefined && location.toLowerCase() !== rest.location.toLowerCase())
      throw new Error(`it is in ${location}; set BIGQUERY_LOCATION=${location}`);
    return toSchema(dataset, await readTables(rest, path, signal));
  } catch (cause) {
    signal.throwIfAborted();
    throw new Error(
      `Cannot open the BigQuery dataset "${rest.project}.${dataset}": ${explain(cause)}`,
      { cause },
    );
  }
}

function explain(cause: unknown): string {
  const { reason, status, message } = readError(cause);
  if (reason === "notFound" || status === 404)
    return "it does not exist; make it with npm run warehouse:load";
  if (reason === "accessDenied" || status === 403)
    return "this account needs the roles BigQuery Data Viewer and BigQuery Job User";
  return message;
}

async function readTables(
  rest: Rest,
  dataset: string,
  signal: AbortSignal,
): Promise<readonly WireTable[]> {
  const listed = (await listTables(rest, dataset, signal)).filter(({ type }) =>
    READABLE.includes(type ?? "TABLE"),
  );
  const tables: WireTable[] = [];
  for (let from = 0; from < listed.length; from += AT_ONCE) {
    const some = listed.slice(from, from + AT_ONCE).map(({ tableReference: { tableId } }) => {
      const path = `${dataset}/tables/${tableId}`;
      return rest.call<WireTable>({ method: "GET", path }, signal);
    });
    tables.push(...(await Promise.all(some)));
  }
  return tables;
}

async function listTables(rest: Rest, dataset: string, signal: AbortSignal): Promise<WireTable[]> {
  const tables: WireTable[] = [];
  let pageToken: string | undefined;
  do {
    const query = { maxResults: 1000, ...(pageToken !== undefined && { pageToken }) };
    const call = { method: "GET" as const, path: `${dataset}/tables`, query };
    const page: WireTableList = await rest.call(call, signal);
    tables.push(...(page.tables ?? []));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return tables;
}

function toSchema(dataset: string, tables: readonly WireTable[]): DatasetSchema {
  const named = tables.map(
    ({ tableReference: { tableId }, schema }) =>
      [tableId, (schema?.fields ?? []).map(({ name }) => name)] as const,
  );
  const views = tables.filter(({ type = "TABLE" }) => type.endsWith("VIEW"));
  return {
    scope: { dataset, tables: new Map(named) },
    views: new Set(views.map(({ tableReference }) => tableReference.tableId)),
  };
}
