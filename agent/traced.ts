import type { CollectionPath, Documents } from "./store/documents.ts";
import { inSpan } from "./telemetry.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** The warehouse with a span for each query: engine, tables, rows and bytes, not its text, which may hold values. */
export function traceWarehouse(warehouse: Warehouse): Warehouse {
  const { kind } = warehouse;
  return {
    ...warehouse,
    query: (statement, options) => {
      const facts = {
        "db.system.name": kind === "bigquery" ? "gcp.bigquery" : kind,
        "db.operation.name": "SELECT",
        "db.collection.name": statement.tables.join(","),
      };
      return inSpan(`warehouse ${kind}`, facts, async (note) => {
        const result = await warehouse.query(statement, options);
        if (result.ok) {
          const { rowCount, bytes, costUsd } = result.value;
          note({
            "db.response.returned_rows": rowCount,
            "insight.warehouse.bytes": bytes,
            "insight.cost_usd": costUsd,
          });
        } else note({ "error.type": result.failure.kind });
        return result;
      });
    },
  };
}

/** The documents with a span for each call: what is done with which collection, never an id, which may name a person. */
export function traceDocuments(documents: Documents, kind: string): Documents {
  const span = <T>(operation: string, collection: string, work: () => Promise<T>) => {
    const facts = {
      "db.system.name": kind === "firestore" ? "gcp.firestore" : kind,
      "db.operation.name": operation,
      "db.collection.name": collection,
    };
    return inSpan(`store ${operation}`, facts, work);
  };
  return {
    ...documents,
    get: (path) => span("get", collectionOf(path), () => documents.get(path)),
    getMany: (paths) => span("getMany", namesOf(paths), () => documents.getMany(paths)),
    query: (query) => {
      const { from } = query;
      const name = "everyCollection" in from ? from.everyCollection : collectionOf(from);
      return span("query", name, () => documents.query(query));
    },
    commit: (writes) =>
      span("commit", namesOf(writes.map(({ path }) => path)), () => documents.commit(writes)),
    deleteTree: (path) => span("deleteTree", collectionOf(path), () => documents.deleteTree(path)),
  };
}

/** Segments are taken in turn as collection and id. */
function collectionOf(path: CollectionPath): string {
  return path.at(path.length % 2 === 0 ? -2 : -1) ?? "";
}

function namesOf(paths: readonly CollectionPath[]): string {
  return [...new Set(paths.map(collectionOf))].join(",");
}
