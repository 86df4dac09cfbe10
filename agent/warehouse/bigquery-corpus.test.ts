import { guardSql } from "../sql/guard.ts";
import { readCorpus } from "../sql/testing/corpus.ts";
import { type BigqueryWarehouse, openBigquery } from "./bigquery.ts";
import { type BigqueryStandIn, openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";
import { type SeedTable, seedStandIn } from "./testing/seed-stand-in.ts";

/** The tables of agent/sql/testing/shop.ts as BigQuery would hold them. */
const SHOP: readonly SeedTable[] = [
  {
    name: "sales",
    fields: [
      { name: "id", type: "INT64" },
      { name: "day", type: "DATE" },
      { name: "region", type: "STRING" },
      { name: "amount", type: "NUMERIC" },
      { name: "qty", type: "INT64" },
      { name: "sold_at", type: "TIMESTAMP" },
      { name: "note", type: "STRING" },
      { name: "ratio", type: "FLOAT64" },
      { name: "online", type: "BOOL" },
    ],
    rows: [
      {
        id: 1,
        day: "2024-01-07",
        region: "West",
        amount: "10.50",
        qty: 2,
        sold_at: "2024-01-07T10:30:15.5Z",
        note: '{"a":{"b":"x"},"n":3}',
        ratio: 0.5,
        online: true,
      },
      {
        id: 2,
        day: "2024-01-31",
        region: "East",
        amount: "20.25",
        qty: 3,
        sold_at: "2024-01-31T23:59:59Z",
        note: "drop table",
        ratio: 1.5,
        online: false,
      },
      {
        id: 3,
        day: "2024-02-29",
        region: "West",
        amount: "30.00",
        qty: 5,
        sold_at: "2024-02-29T00:00:00Z",
      },
      {
        id: 4,
        day: "2024-12-30",
        region: null,
        amount: "-4.10",
        qty: 1,
        sold_at: "2024-12-30T12:00:00Z",
        note: "a%b",
        ratio: 2,
        online: true,
      },
    ],
  },
  {
    name: "lists",
    fields: [
      { name: "k", type: "INT64" },
      { name: "tags", type: "STRING", mode: "REPEATED" },
      {
        name: "nested",
        type: "RECORD",
        mode: "REPEATED",
        fields: [
          { name: "a", type: "INT64" },
          { name: "b", type: "STRING" },
        ],
      },
    ],
    rows: [
      {
        k: 1,
        tags: ["x", "y"],
        nested: [
          { a: 1, b: "p" },
          { a: 2, b: "q" },
        ],
      },
      { k: 2, tags: [], nested: [] },
      { k: 3 },
    ],
  },
  {
    name: "odd names",
    fields: [
      { name: "select", type: "INT64" },
      { name: "drop table", type: "STRING" },
    ],
    rows: [
      { select: 1, "drop table": "insert into" },
      { select: 2, "drop table": "copy -- x" },
    ],
  },
];

/** The stand-in keeps no array that is NULL, as BigQuery does not. */
const NULL_ARRAYS = ["SELECT k, ARRAY_LENGTH(tags) FROM lists ORDER BY k"];

const CORPUS = readCorpus();
const limits = { maxRows: 1000, timeoutMs: 20_000, maxCostUsd: 1 };

describe("Over BigQuery's wire", () => {
  let standIn: BigqueryStandIn;
  let shop: BigqueryWarehouse;
  beforeAll(async () => {
    standIn = await openBigqueryStandIn({ incompleteFirst: false });
    await seedStandIn(standIn.url, "shop", SHOP);
    shop = await openBigquery({
      project: "p",
      location: "US",
      apiEndpoint: standIn.url,
      dataset: "shop",
      today: () => "2025-01-06",
    });
  });
  afterAll(async () => {
    await shop[Symbol.asyncDispose]();
    await standIn[Symbol.asyncDispose]();
  });

  const query = async (sql: string) => {
    const guarded = guardSql(sql, shop.scope);
    const { signal } = new AbortController();
    return guarded.ok ? shop.query(guarded.value, { limits, signal }) : guarded;
  };

  const answered = CORPUS.flatMap((wanted) =>
    "rows" in wanted && !NULL_ARRAYS.includes(wanted.sql)
      ? [[wanted.sql, wanted.rows] as const]
      : [],
  );
  test.each(answered)("%s", async (sql, rows) => {
    expect(await query(sql)).toMatchObject({ ok: true, value: { rows } });
  });

  const failing = CORPUS.flatMap((wanted) =>
    "refused" in wanted && wanted.topic === "wrong while it runs"
      ? [[wanted.sql, wanted.refused] as const]
      : [],
  );
  test.each(failing)("%s fails in the same words", async (sql, reason) => {
    expect(await query(sql)).toEqual({ ok: false, failure: { kind: "query-rejected", reason } });
  });
});
