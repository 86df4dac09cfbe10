import { DuckDBInstance } from "@duckdb/node-api";
import type { GeneratedTable } from "../../../agent/warehouse/generated-table.ts";
import { generate } from "./generate.ts";

export type Cells = readonly unknown[];

/** Acme in a DuckDB of its own: rows as arrays, decimals and big integers as strings. */
export type Acme = { rows(sql: string): Promise<readonly Cells[]>; close(): void };

/** Loads all tables into the schema `acme_sales`, which unqualified names mean as well. */
export async function openAcme(): Promise<Acme> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("CREATE SCHEMA acme_sales; USE acme_sales");
  for (const table of generate()) {
    await connection.run(createSql(table), [JSON.stringify([...table.rows])]);
  }
  return {
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const DUCKDB_TYPES: Partial<Record<GeneratedTable["columns"][number]["type"], string>> = {
  STRING: "VARCHAR",
  INT64: "BIGINT",
  NUMERIC: "DECIMAL(38, 9)",
  DATE: "DATE",
};

/** The rows come as one JSON text: ten times as fast as cell by cell. */
function createSql({ name, columns }: GeneratedTable): string {
  const casts = columns.map(
    (column, i) => `CAST(cells[${i + 1}] AS ${DUCKDB_TYPES[column.type]}) AS ${column.name}`,
  );
  return `CREATE TABLE ${name} AS SELECT ${casts.join(", ")}
    FROM (SELECT unnest(from_json($1, '[["VARCHAR"]]')) AS cells)`;
}
