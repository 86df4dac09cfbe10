import type { DuckdbWarehouse } from "../warehouse/duckdb.ts";
import { openShop, run } from "./testing/shop.ts";

/** BigQuery that passes the guard and could be run there, but not alike on the embedded engine. */
const REFUSED: readonly (readonly [sql: string, words: string])[] = [
  [
    "SELECT APPROX_TOP_SUM(region, qty, 1) FROM sales",
    "APPROX_TOP_SUM is not supported on the embedded warehouse; use GROUP BY",
  ],
  [
    "SELECT REGEXP_EXTRACT(note, region) FROM sales",
    "A regular expression that is not a plain string",
  ],
  [
    "SELECT REGEXP_EXTRACT(note, '(a)(b)') FROM sales",
    "A regular expression with more than one group",
  ],
  ["SELECT FORMAT_DATE('%E4Y', day) FROM sales", "The date format element %E4Y"],
  ["SELECT PARSE_DATE('%A', note) FROM sales", "The format element %A in parsing"],
  ["SELECT FORMAT('%x', qty) FROM sales", "The format element %x"],
  ["SELECT JSON_VALUE(note, '$.a[*]') FROM sales", "The JSON path $.a[*]"],
  ["SELECT CAST(1 AS BIGNUMERIC)", "The type BIGNUMERIC"],
  ["SELECT CAST([1] AS STRING)", "CAST of ARRAY to STRING"],
  [
    "SELECT GENERATE_DATE_ARRAY('2024-01-01', '2023-01-01', INTERVAL -1 DAY)",
    "GENERATE_DATE_ARRAY with a step that is not a positive number",
  ],
  ["SELECT GENERATE_ARRAY(0, 1, 0.25)", "GENERATE_ARRAY of anything but whole numbers"],
  ["SELECT PERCENTILE_CONT(qty, ratio) OVER () FROM sales", "A percentile with these arguments"],
  ["SELECT SAFE.DIV(1, 0)", "SAFE.DIV is not supported on the embedded warehouse; use SAFE_DIVIDE"],
  ["SELECT LAST_DAY(day, ISOYEAR) FROM sales", "LAST_DAY of ISOYEAR"],
  [
    "SELECT TIME(sold_at) FROM sales",
    "TIME(…) is not supported on the embedded warehouse; use EXTRACT",
  ],
];

/** What BigQuery refuses while it runs, where DuckDB by itself would give a value. */
const ERRORS: readonly (readonly [sql: string, words: string])[] = [
  ["SELECT 1 / 0", "Division by zero; use SAFE_DIVIDE"],
  ["SELECT MOD(1, 0)", "Division by zero; use SAFE_DIVIDE"],
  ["SELECT DIV(qty, qty - qty) FROM sales", "Division by zero; use SAFE_DIVIDE"],
  ["SELECT [1, 2][OFFSET(2)]", "An array has no item at that position; use SAFE_OFFSET"],
  ["SELECT [1, 2][ORDINAL(0)]", "An array has no item at that position; use SAFE_OFFSET"],
  ["SELECT CAST('1.7' AS INT64)", "A value cannot be read as INT64; use SAFE_CAST"],
  ["SELECT CAST('2024/01/02' AS DATE)", "A value cannot be read as a DATE; use SAFE_CAST"],
  ["SELECT CAST('yes' AS BOOL)", "A value cannot be read as BOOL; use SAFE_CAST"],
  ["SELECT (SELECT id FROM sales)", "A subquery that stands for a value gave more than one row"],
  ["SELECT DATE_TRUNC('gestern', MONTH)", "A value cannot be read as a DATE; use SAFE_CAST"],
];

describe("toDuckdb()", () => {
  let shop: DuckdbWarehouse;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  test.each(REFUSED)("refuses %s in words", async (sql, words) => {
    expect(await run(sql, shop)).toContain(words);
  });

  test.each(ERRORS)("lets %s fail as BigQuery does", async (sql, words) => {
    expect(await run(sql, shop)).toBe(words);
  });
});
