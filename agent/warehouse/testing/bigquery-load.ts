import type { WireSchema, WireTableReference } from "../bigquery-wire.ts";
import { ApiError } from "./bigquery-complaints.ts";
import type { StandInEngine } from "./bigquery-engine.ts";
import { type Extras, findDataset, findTable, type Store } from "./bigquery-store.ts";
import { createTable, insertRows } from "./bigquery-tables.ts";
import { readLines } from "./bigquery-uploads.ts";

export type LoadConfiguration = {
  readonly destinationTable?: WireTableReference;
  readonly schema?: WireSchema;
  readonly sourceFormat?: string;
  readonly writeDisposition?: string;
  readonly skipLeadingRows?: number;
  readonly timePartitioning?: object;
};

export type Loading = { readonly store: Store; readonly engine: StandInEngine };

/** Puts the rows of an uploaded file into a table, which is made when it is not there. How many those are. @throws {ApiError} */
export async function loadData(
  { store, engine }: Loading,
  load: LoadConfiguration,
  data: Buffer,
): Promise<number> {
  const reference = load.destinationTable;
  if (reference === undefined)
    throw new ApiError(400, "required", "Required parameter is missing: destinationTable");
  const { tables } = findDataset(store, reference.projectId, reference.datasetId);
  const known = tables.get(reference.tableId);
  const anew = known === undefined || load.writeDisposition === "WRITE_TRUNCATE";
  if (!anew && load.writeDisposition === "WRITE_EMPTY" && known.rows > 0)
    throw new ApiError(409, "duplicate", `Already Exists: Table ${reference.tableId}`);
  return engine.write(async (connection) => {
    const schema = load.schema ?? (known && { fields: known.fields });
    const extras: Extras = {
      ...known?.extras,
      ...(load.timePartitioning && { timePartitioning: load.timePartitioning }),
    };
    const table = anew
      ? await createTable({ store, connection }, reference, {
          ...extras,
          ...(schema && { schema }),
        })
      : known;
    const lines = readLines(data, {
      sourceFormat: load.sourceFormat ?? "CSV",
      skipLeadingRows: load.skipLeadingRows ?? 0,
      columns: table.fields.map(({ name }) => name),
    });
    return insertRows({ connection }, table, lines);
  });
}

/** `tabledata.insertAll`: rows that do not fit are named, and then none is added. */
export async function insertAll(
  { store, engine }: Loading,
  reference: WireTableReference,
  rows: readonly { readonly json?: object }[],
): Promise<object> {
  const table = findTable(store, reference);
  const kind = "bigquery#tableDataInsertAllResponse";
  const lines = rows.map(({ json = {} }) => JSON.stringify(json));
  const unknown = rows.flatMap(({ json = {} }, index) => {
    const extra = Object.keys(json).find((key) => !table.fields.some(({ name }) => name === key));
    const error = { reason: "invalid", location: extra, message: `no such field: ${extra}.` };
    return extra === undefined ? [] : [{ index, errors: [error] }];
  });
  if (unknown.length > 0) return { kind, insertErrors: unknown };
  try {
    await engine.write((connection) => insertRows({ connection }, table, lines));
    return { kind };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const errors = [{ reason: "invalid", message }];
    return { kind, insertErrors: rows.map((_, index) => ({ index, errors })) };
  }
}
