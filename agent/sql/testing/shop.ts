import type { Cell } from "../../events.ts";
import { type Failure, toWords } from "../../failure.ts";
import { type DuckdbWarehouse, openDuckdb } from "../../warehouse/duckdb.ts";
import { guardSql } from "../guard.ts";

/** Two small tables whose results can be worked out by hand. */
const SETUP = [
  "CREATE SCHEMA shop",
  "CREATE TABLE shop.sales (id BIGINT, day DATE, region VARCHAR, amount DECIMAL(18,4), qty BIGINT, sold_at TIMESTAMP, note VARCHAR, ratio DOUBLE, online BOOLEAN)",
  `INSERT INTO shop.sales VALUES
    (1, '2024-01-07', 'West', 10.50, 2, '2024-01-07 10:30:15.5', '{"a":{"b":"x"},"n":3}', 0.5, true),
    (2, '2024-01-31', 'East', 20.25, 3, '2024-01-31 23:59:59', 'drop table', 1.5, false),
    (3, '2024-02-29', 'West', 30.00, 5, '2024-02-29 00:00:00', NULL, NULL, NULL),
    (4, '2024-12-30', NULL, -4.10, 1, '2024-12-30 12:00:00', 'a%b', 2.0, true)`,
  "CREATE TABLE shop.lists (k BIGINT, tags VARCHAR[], nested STRUCT(a BIGINT, b VARCHAR)[])",
  "INSERT INTO shop.lists VALUES (1, ['x','y'], [{a:1,b:'p'},{a:2,b:'q'}]), (2, [], []), (3, NULL, NULL)",
  'CREATE TABLE shop."odd names" ("select" BIGINT, "drop table" VARCHAR)',
  `INSERT INTO shop."odd names" VALUES (1, 'insert into'), (2, 'copy -- x')`,
];

export function openShop(): Promise<DuckdbWarehouse> {
  return openDuckdb({
    source: { setup: SETUP },
    dataset: "shop",
    timeColumns: new Map([["sales", "day"]]),
    today: () => "2025-01-06",
    connections: 2,
    memoryLimit: "500MB",
  });
}

/** Guards and runs; rows as they come, or why not. */
export async function run(
  sql: string,
  warehouse: DuckdbWarehouse,
): Promise<readonly (readonly Cell[])[] | string> {
  const statement = guardSql(sql, warehouse.scope);
  if (!statement.ok) return reasonOf(statement.failure);
  const limits = { maxRows: 1000, timeoutMs: 20_000, maxCostUsd: 1 };
  const signal = new AbortController().signal;
  const result = await warehouse.query(statement.value, { limits, signal });
  return result.ok ? result.value.rows : reasonOf(result.failure);
}

export function reasonOf(failure: Failure): string {
  return failure.kind === "query-rejected" ? failure.reason : toWords(failure);
}
