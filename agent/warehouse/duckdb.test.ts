import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GuardedStatement, guardSql } from "../sql/guard.ts";
import { type DuckdbWarehouse, openDuckdb } from "./duckdb.ts";
import { type Locked, openLocked } from "./duckdb-lock.ts";
import { writeContractFile } from "./testing/contract-file.ts";
import { testWarehouse } from "./warehouse.contract.ts";

let folder = "";
let file = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "duckdb-test-"));
  file = join(folder, "file.duckdb");
  await writeContractFile(file);
});
afterAll(() => rm(folder, { recursive: true }));

const open = () =>
  openDuckdb({
    source: { file },
    dataset: "contract",
    timeColumns: new Map([["orders", "day"]]),
    memoryLimit: "200MB",
  });

testWarehouse("DuckDB", async () => {
  const warehouse = await open();
  return { warehouse, scope: warehouse.scope };
});

describe("openDuckdb()", () => {
  let warehouse: DuckdbWarehouse;
  beforeAll(async () => {
    warehouse = await open();
  });
  afterAll(() => warehouse[Symbol.asyncDispose]());

  const limits = { maxRows: 10, timeoutMs: 10_000, maxCostUsd: 1 };
  const signal = new AbortController().signal;

  test("can be opened twice at the same time", async () => {
    await using other = await open();
    const statement = guardSql("SELECT COUNT(*) FROM orders", other.scope);
    const run = (one: DuckdbWarehouse) =>
      statement.ok && one.query(statement.value, { limits, signal });
    const [first, second] = await Promise.all([run(warehouse), run(other)]);
    expect(first).toMatchObject({ ok: true, value: { rows: [[3]] } });
    expect(second).toMatchObject({ ok: true, value: { rows: [[3]] } });
  });

  test("reads the tables of its dataset and no others", () => {
    expect(warehouse.scope.dataset).toBe("contract");
    expect([...warehouse.scope.tables.keys()]).toEqual(["codes", "orders"]);
    expect(warehouse.scope.tables.get("codes")).toEqual(["code", "big", "exact"]);
  });

  // Past the guard, as if it had a hole: what stands behind it must hold alone.
  test.each([
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM contract.orders, duckdb_settings()",
    "INSERT INTO contract.orders VALUES (1)",
    "COPY contract.orders TO '/tmp/x.csv'",
    "SET lock_configuration = false",
    "ATTACH ':memory:' AS x",
    "SELECT 1; SELECT 2",
  ])("refuses %s from whoever forges a guarded statement", async (sql) => {
    const forged = { sql, tables: [] } as unknown as GuardedStatement;
    const result = await warehouse.query(forged, { limits, signal });
    expect(result).toMatchObject({ ok: false, failure: { kind: "query-rejected" } });
  });

  test("throws for a file that is not there, naming it", async () => {
    const missing = join(folder, "missing.duckdb");
    await expect(openDuckdb({ source: { file: missing }, dataset: "x" })).rejects.toThrow(
      "missing.duckdb",
    );
  });
});

describe("openLocked()", () => {
  let locked: Locked;
  beforeAll(async () => {
    locked = await openLocked({ source: { file }, dataset: "contract", connections: 2 });
  });
  afterAll(() => {
    for (const connection of locked.connections) connection.close();
    locked.close();
  });

  test.each([
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "COPY contract.orders TO '/tmp/duckdb-lock-test.csv'",
    "EXPORT DATABASE '/tmp/duckdb-lock-test'",
    "ATTACH '/tmp/duckdb-lock-test.duckdb' AS x",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '100GB'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET memory_limit",
    "CREATE TABLE contract.x AS SELECT 1",
    "DELETE FROM contract.orders",
    "DROP TABLE contract.orders",
  ])("lets no connection run %s", async (sql) => {
    for (const connection of locked.connections) {
      await expect(connection.query(sql)).rejects.toThrow();
    }
  });

  test("gives every connection UTC and the words of translated SQL", async () => {
    for (const connection of locked.connections) {
      const { rows } = await connection.query(
        "SELECT current_setting('TimeZone'), bq_substr('abc', -2, 2)",
      );
      expect(rows).toEqual([["UTC", "bc"]]);
    }
  });
});
