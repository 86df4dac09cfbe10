import type { DuckdbWarehouse } from "../warehouse/duckdb.ts";
import { guardSql } from "./guard.ts";
import { ENDLESS, GROWING, INTRICATE } from "./testing/heavy.ts";
import { openShop, reasonOf } from "./testing/shop.ts";

describe("On the embedded warehouse", () => {
  let shop: DuckdbWarehouse;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  async function wordsOf(sql: string, timeoutMs: number): Promise<string> {
    const guarded = guardSql(sql, shop.scope);
    if (!guarded.ok) return reasonOf(guarded.failure);
    const limits = { maxRows: 10_000, timeoutMs, maxCostUsd: 1 };
    const { signal } = new AbortController();
    const result = await shop.query(guarded.value, { limits, signal });
    return result.ok ? `${result.value.rowCount} rows` : reasonOf(result.failure);
  }

  test.each(GROWING)("no value grows beyond memory: %s", async (sql) => {
    expect(await wordsOf(sql, 20_000)).toMatch(
      /too long|not supported|more than 1,000,000 items|larger than 20 MB|stop at 10,000/,
    );
  });

  test.each(INTRICATE.map((sql) => [sql.slice(0, 90), sql]))(
    "what would be read for minutes is refused: %s",
    async (_, sql) => {
      expect(await wordsOf(sql, 20_000)).toMatch(
        /too large|more than 50 times|More than 16 queries/,
      );
    },
  );

  test("what has many parts, and few within each other, runs", async () => {
    const parts = Array.from(
      { length: 60 },
      (_, i) => `SAFE_CAST(SUBSTR(note, ${i + 1}) AS INT64)`,
    );
    const columns = parts.map((part, i) => `IFNULL(${part}, ${i}) AS c${i}`).join(", ");
    expect(await wordsOf(`SELECT ${columns} FROM sales`, 20_000)).toBe("4 rows");
  });

  test.each(ENDLESS)("what has no end is stopped: %s", async (sql) => {
    expect(await wordsOf(sql, 50)).toMatch(/^The query took longer than 0\.05 s and was stopped$/);
  });
});
