import type { DuckdbWarehouse } from "../warehouse/duckdb.ts";
import { readCorpus } from "./testing/corpus.ts";
import { openShop, run } from "./testing/shop.ts";

const CORPUS = readCorpus();

describe("On the embedded warehouse", () => {
  let shop: DuckdbWarehouse;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  const named = CORPUS.map((wanted) => [wanted.topic, wanted.sql, wanted] as const);
  test.each(named)("%s: %s", async (_, sql, wanted) => {
    const found = await run(sql, shop);
    if ("rows" in wanted) expect(found).toEqual(wanted.rows);
    else expect(found).toEqual(expect.stringContaining(wanted.refused));
  });
});

test("corpus.yaml holds 150 statements or more, none of them twice", () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(150);
  expect(new Set(CORPUS.map(({ sql }) => sql)).size).toBe(CORPUS.length);
});

test.each([
  ["QUALIFY", /\bQUALIFY\b/],
  ["UNNEST", /\bUNNEST\(/],
  ["STRUCT", /\bSTRUCT\(/],
  ["SAFE_ and SAFE.", /\bSAFE[_.]/],
  ["APPROX_", /\bAPPROX_/],
  ["JSON", /\bJSON_/],
  ["GENERATE_DATE_ARRAY", /\bGENERATE_DATE_ARRAY\(/],
  ["PIVOT", /\bPIVOT\(/],
  ["OVER", /\bOVER\b/],
  ["back-ticked names", /`/],
  ["dates", /\bDATE_/],
])("corpus.yaml has five statements or more with %s", (_, pattern) => {
  const having = CORPUS.filter((wanted) => "rows" in wanted && pattern.test(wanted.sql));
  expect(having.length).toBeGreaterThanOrEqual(5);
});
