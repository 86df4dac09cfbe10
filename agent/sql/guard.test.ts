import type { DuckdbWarehouse } from "../warehouse/duckdb.ts";
import { guardSql } from "./guard.ts";
import { ATTACKS } from "./testing/attacks.ts";
import { HONEST } from "./testing/honest.ts";
import { ODD_ATTACKS } from "./testing/odd-attacks.ts";
import { ODD_HONEST } from "./testing/odd-honest.ts";
import { guardText, SCOPE } from "./testing/scope.ts";
import { openShop, run } from "./testing/shop.ts";

describe("guardSql() refuses", () => {
  test.each([...ATTACKS, ...ODD_ATTACKS].map((sql) => [sql.slice(0, 90), sql]))("%s", (_, sql) => {
    expect(guardText(sql)).toMatch(/^Refused: ["A-Z*]/);
  });
});

describe("guardSql() lets pass, and the engine runs,", () => {
  let shop: DuckdbWarehouse;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  test.each([...HONEST, ...ODD_HONEST])("%s", async (sql) => {
    expect(await run(sql, shop)).toBeInstanceOf(Array);
  });
});

describe("guardSql() writes one text for", () => {
  const equal: readonly (readonly [string, string])[] = [
    ["case and space", "select   ID from Sales"],
    ["comments", "SELECT /* x */ id -- y\nFROM sales # z"],
    ["the dataset", "SELECT id FROM shop.sales;"],
    ["a project", "SELECT `id` FROM `p.shop.sales`"],
    ["brackets", "SELECT ((id)) FROM sales"],
    ["a trailing comma", "SELECT ALL id, FROM `sales`"],
  ];
  const text = "SELECT id\nFROM shop.sales";
  test.each(equal)("%s", (_, sql) => {
    expect(guardText(sql)).toBe(text);
  });

  test("keywords of the default order, joins and operators", () => {
    const one = guardText(
      "SELECT a.id FROM sales a INNER JOIN lists b ON a.id <> b.k ORDER BY a.id ASC NULLS FIRST, qty DESC NULLS LAST",
    );
    expect(one).toBe(
      "SELECT a.id\nFROM shop.sales AS a\nJOIN shop.lists AS b ON a.id != b.k\nORDER BY a.id, qty DESC",
    );
  });
});

describe("guardSql() keeps", () => {
  test.each([
    [
      "what AND and OR bind",
      "SELECT id FROM sales WHERE (qty = 1 OR qty = 2) AND online",
      "(qty = 1 OR qty = 2) AND online",
    ],
    [
      "what minus binds",
      "SELECT 1 - (2 - 3), 1 - 2 - 3, -(-1), 2 * (3 + 4)",
      "1 - (2 - 3), 1 - 2 - 3, -(-1), 2 * (3 + 4)",
    ],
    ["|| as strong as *", "SELECT 'a' || 'b' || note FROM sales", "'a' || 'b' || note"],
    [
      "strings with quotes and breaks",
      "SELECT 'it\\'s', \"a\\\"b\", '''x\ny'''",
      "'it\\'s', 'a\"b', 'x\\ny'",
    ],
    [
      "names that need back-ticks",
      "SELECT `drop`, `Order Date` FROM customers",
      "drop, `Order Date`",
    ],
    ["the table's spelling", "SELECT SALES.id FROM SALES", "SELECT sales.id\nFROM shop.sales"],
  ])("%s", (_, sql, part) => {
    expect(guardText(sql)).toContain(part);
  });
});

describe("guardSql() names what could have been meant:", () => {
  test.each([
    [
      "a column",
      "SELECT amout FROM sales",
      'Column "amout" does not exist in sales; columns, nearest first: amount, ',
    ],
    [
      "a column of an alias",
      "SELECT s.regon FROM sales s",
      'Column "regon" does not exist in s; its columns, nearest first: region, ',
    ],
    [
      "a table",
      "SELECT * FROM sale",
      'Table "sale" does not exist; tables, nearest first: sales, ',
    ],
    ["a table by part of its name", "SELECT * FROM customer_dim", "nearest first: customers, "],
    [
      "an alias",
      "SELECT x.id FROM sales s",
      '"x" is neither a table nor a column here; tables, nearest first: s',
    ],
    ["a dataset", "SELECT * FROM other.sales", 'Table "other.sales" is outside the dataset shop'],
    [
      "a column of two tables",
      "SELECT region FROM sales, customers",
      'Column "region" is ambiguous; write sales.region or customers.region',
    ],
    [
      "a function of another engine",
      "SELECT NVL(id, 1) FROM sales",
      "Function NVL cannot be used here; write IFNULL",
    ],
    ["a function", "SELECT SUMM(id) FROM sales", "Function SUMM cannot be used here; nearest: SUM"],
    [
      "a date part",
      "SELECT DATE_TRUNC(day, MONHT) FROM sales",
      "DATE_TRUNC does not take MONHT; it takes ",
    ],
    [
      "an alias in WHERE",
      "SELECT qty * 2 AS double_qty FROM sales WHERE double_qty > 1",
      'Column "double_qty" does not exist in sales',
    ],
    [
      "a quoted part",
      "SELECT DATE_TRUNC(day, 'month') FROM sales",
      "A date part is written as a word without quotes",
    ],
    [
      "two columns of one name",
      "SELECT id, qty AS id FROM sales",
      'Two columns are called "id"; give one of them another name with AS',
    ],
    ["another statement", "DROP TABLE sales", "Only a SELECT can be run here, not DROP"],
  ])("%s", (_, sql, words) => {
    expect(guardText(sql)).toContain(words);
  });
});

test("guardSql() tells which tables are read, each once and none of WITH", () => {
  const result = guardSql(
    "WITH lists AS (SELECT id FROM sales) SELECT * FROM lists WHERE id IN (SELECT id FROM shop.sales) AND EXISTS (SELECT 1 FROM customers)",
    SCOPE,
  );
  expect(result.ok && result.value.tables).toEqual(["sales", "customers"]);
});

test("guardSql() takes its own text as it is", () => {
  for (const sql of [...HONEST, ...ODD_HONEST]) {
    const once = guardText(sql);
    expect(guardText(once)).toBe(once);
  }
});
