import type { WireField, WireTableReference } from "../bigquery-wire.ts";
import { notFound } from "./bigquery-complaints.ts";

/** What a resource carries that the stand-in only keeps: labels, description, partitioning. */
export type Extras = Readonly<Record<string, unknown>>;

export type StoredTable = {
  readonly reference: WireTableReference;
  fields: readonly WireField[];
  extras: Extras;
  rows: number;
  /** Logical bytes of each column, as BigQuery counts them. */
  columnBytes: ReadonlyMap<string, number>;
  readonly createdMs: number;
  modifiedMs: number;
};

export type StoredDataset = {
  readonly projectId: string;
  readonly datasetId: string;
  readonly location: string;
  extras: Extras;
  readonly tables: Map<string, StoredTable>;
  readonly createdMs: number;
};

/** Datasets by id, of whatever project. */
export type Store = { readonly datasets: Map<string, StoredDataset> };

/** @throws {ApiError} `notFound`. */
export function findDataset(store: Store, project: string, id: string): StoredDataset {
  const found = store.datasets.get(id);
  if (found === undefined) throw notFound("Dataset", `${project}:${id}`);
  return found;
}

/** @throws {ApiError} `notFound`. */
export function findTable(
  store: Store,
  { projectId, datasetId, tableId }: WireTableReference,
): StoredTable {
  const found = findDataset(store, projectId, datasetId).tables.get(tableId);
  if (found === undefined) throw notFound("Table", `${projectId}:${datasetId}.${tableId}`);
  return found;
}

export function datasetResource({
  projectId,
  datasetId,
  location,
  extras,
  createdMs,
}: StoredDataset): object {
  return {
    kind: "bigquery#dataset",
    id: `${projectId}:${datasetId}`,
    datasetReference: { projectId, datasetId },
    location,
    creationTime: String(createdMs),
    lastModifiedTime: String(createdMs),
    ...extras,
  };
}

export function tableResource({
  reference,
  fields,
  extras,
  rows,
  columnBytes,
  ...times
}: StoredTable): object {
  const { projectId, datasetId, tableId } = reference;
  return {
    kind: "bigquery#table",
    id: `${projectId}:${datasetId}.${tableId}`,
    tableReference: reference,
    type: "TABLE",
    schema: { fields },
    numRows: String(rows),
    numBytes: String([...columnBytes.values()].reduce((sum, bytes) => sum + bytes, 0)),
    creationTime: String(times.createdMs),
    lastModifiedTime: String(times.modifiedMs),
    ...extras,
  };
}
