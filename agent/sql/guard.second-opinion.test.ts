import { analyzeQuery, Dialect } from "@polyglot-sql/sdk";
import type { DuckdbWarehouse } from "../warehouse/duckdb.ts";
import { guardSql } from "./guard.ts";
import { HONEST } from "./testing/honest.ts";
import { ODD_HONEST } from "./testing/odd-honest.ts";
import { openShop } from "./testing/shop.ts";

// Another parser of BigQuery, which no one here wrote, must find the same tables in what the guard has written.
// It does not look into ARRAY(SELECT …).
const READ_BY_BOTH = [...HONEST, ...ODD_HONEST].filter((sql) => !sql.includes("ARRAY(SELECT"));

describe("guardSql() and a second parser see the same tables in", () => {
  let shop: DuckdbWarehouse;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  test.each(READ_BY_BOTH)("%s", (sql) => {
    const guarded = guardSql(sql, shop.scope);
    if (!guarded.ok) throw new Error(JSON.stringify(guarded.failure));
    const second = analyzeQuery(guarded.value.sql, { dialect: Dialect.BigQuery });
    if (!second.success) throw new Error(second.error);
    const tables = new Set((second.analysis?.baseTables ?? []).map(({ table }) => table));
    expect([...tables].sort()).toEqual([...guarded.value.tables].sort());
  });
});
