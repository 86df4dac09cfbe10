import { quoteName } from "../../sql/standard-query.ts";
import type { WireSchema, WireTableReference } from "../bigquery-wire.ts";
import { ApiError } from "./bigquery-complaints.ts";
import { type Call, type Context, type Route, routePath } from "./bigquery-context.ts";
import { insertAll } from "./bigquery-load.ts";
import { pageOf, readAsked } from "./bigquery-results.ts";
import {
  datasetResource,
  type Extras,
  findDataset,
  findTable,
  type Store,
  tableResource,
} from "./bigquery-store.ts";
import { createTable, pathOf } from "./bigquery-tables.ts";

/** Datasets, tables and their rows. */
export const DATASET_ROUTES: readonly Route[] = [
  ["GET", routePath("/:/datasets"), listDatasets],
  ["POST", routePath("/:/datasets"), insertDataset],
  ["GET", routePath("/:/datasets/:"), getDataset],
  ["PATCH", routePath("/:/datasets/:"), updateDataset],
  ["PUT", routePath("/:/datasets/:"), updateDataset],
  ["DELETE", routePath("/:/datasets/:"), deleteDataset],
  ["GET", routePath("/:/datasets/:/tables"), listTables],
  ["POST", routePath("/:/datasets/:/tables"), insertTable],
  ["GET", routePath("/:/datasets/:/tables/:"), getTable],
  ["PATCH", routePath("/:/datasets/:/tables/:"), updateTable],
  ["PUT", routePath("/:/datasets/:/tables/:"), updateTable],
  ["DELETE", routePath("/:/datasets/:/tables/:"), deleteTable],
  ["GET", routePath("/:/datasets/:/tables/:/data"), listRows],
  ["POST", routePath("/:/datasets/:/tables/:/insertAll"), insertRowsOf],
];

function toReference([
  projectId = "",
  datasetId = "",
  tableId = "",
]: readonly string[]): WireTableReference {
  return { projectId, datasetId, tableId };
}

function datasetOf(store: Store, [project = "", dataset = ""]: readonly string[]) {
  return findDataset(store, project, dataset);
}

async function getDataset({ store }: Context, { ids }: Call): Promise<object> {
  return datasetResource(datasetOf(store, ids));
}

async function getTable({ store }: Context, { ids }: Call): Promise<object> {
  return tableResource(findTable(store, toReference(ids)));
}

async function listDatasets({ store }: Context): Promise<object> {
  return {
    kind: "bigquery#datasetList",
    datasets: [...store.datasets.values()].map(datasetResource),
  };
}

type DatasetBody = Extras & {
  readonly datasetReference?: { readonly datasetId?: string };
  readonly location?: string;
};

async function insertDataset(context: Context, { ids, body }: Call): Promise<object> {
  const { datasetReference, location = context.location, ...extras } = body as DatasetBody;
  const datasetId = datasetReference?.datasetId ?? "";
  const { datasets } = context.store;
  if (datasets.has(datasetId))
    throw new ApiError(409, "duplicate", `Already Exists: Dataset ${ids[0]}:${datasetId}`);
  const made = {
    projectId: ids[0] ?? "",
    datasetId,
    location,
    extras,
    tables: new Map(),
    createdMs: Date.now(),
  };
  await context.engine.write((connection) =>
    connection.query(`CREATE SCHEMA IF NOT EXISTS ${quoteName(datasetId)}`),
  );
  datasets.set(datasetId, made);
  return datasetResource(made);
}

async function updateDataset({ store }: Context, { ids, body }: Call): Promise<object> {
  const { datasetReference: _, location: __, ...extras } = body as DatasetBody;
  const dataset = datasetOf(store, ids);
  dataset.extras = { ...dataset.extras, ...extras };
  return datasetResource(dataset);
}

async function deleteDataset({ store }: Context, { ids, query }: Call): Promise<undefined> {
  const { datasetId, tables } = datasetOf(store, ids);
  if (tables.size > 0 && query.get("deleteContents") !== "true")
    throw new ApiError(400, "resourceInUse", `Dataset ${ids[0]}:${datasetId} is still in use`);
  store.datasets.delete(datasetId);
}

async function listTables({ store }: Context, { ids }: Call): Promise<object> {
  const tables = [...datasetOf(store, ids).tables.values()].map(tableResource);
  return { kind: "bigquery#tableList", tables, totalItems: tables.length };
}

type TableBody = Extras & {
  readonly tableReference?: WireTableReference;
  readonly schema?: WireSchema;
};

async function insertTable({ store, engine }: Context, { ids, body }: Call): Promise<object> {
  const { tableReference, ...rest } = body as TableBody;
  const reference = toReference([...ids.slice(0, 2), tableReference?.tableId ?? ""]);
  if (datasetOf(store, ids).tables.has(reference.tableId))
    throw new ApiError(
      409,
      "duplicate",
      `Already Exists: Table ${ids.join(":")}.${reference.tableId}`,
    );
  return tableResource(
    await engine.write((connection) => createTable({ store, connection }, reference, rest)),
  );
}

async function updateTable({ store }: Context, { ids, body }: Call): Promise<object> {
  const { tableReference: _, schema: __, ...extras } = body as TableBody;
  const table = findTable(store, toReference(ids));
  table.extras = { ...table.extras, ...extras };
  return tableResource(table);
}

async function deleteTable({ store, engine }: Context, { ids }: Call): Promise<undefined> {
  const { reference } = findTable(store, toReference(ids));
  await engine.write((connection) => connection.query(`DROP TABLE ${pathOf(reference)}`));
  datasetOf(store, ids).tables.delete(reference.tableId);
}

/** `tabledata.list` */
async function listRows({ store, engine, rules }: Context, { ids, query }: Call): Promise<object> {
  const table = findTable(store, toReference(ids));
  const { rows } = await engine.write((connection) =>
    connection.query(`SELECT * FROM ${pathOf(table.reference)}`),
  );
  const page = pageOf(rows, table.fields, { asked: readAsked(query), pageRows: rules.pageRows });
  return { kind: "bigquery#tableDataList", totalRows: String(rows.length), ...page };
}

async function insertRowsOf(context: Context, { ids, body }: Call): Promise<object> {
  const { rows = [] } = body as { rows?: readonly { json?: object }[] };
  return insertAll(context, toReference(ids), rows);
}
