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
    const names = table.columns.map(({ name }) => name);
    await connection.run(
      `CREATE TABLE raw_${table.name} (${names.map((n) => `${n} VARCHAR`).join(", ")})`,
    );
    const appender = await connection.createAppender(`raw_${table.name}`, "acme_sales");
    for (const row of table.rows) {
      for (const cell of row) appender.appendVarchar(String(cell));
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(castSql(table));
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

function castSql({ name, columns }: GeneratedTable): string {
  const casts = columns.map((c) => `CAST(${c.name} AS ${DUCKDB_TYPES[c.type]}) AS ${c.name}`);
  return `CREATE TABLE ${name} AS SELECT ${casts.join(", ")} FROM raw_${name}; DROP TABLE raw_${name}`;
}
