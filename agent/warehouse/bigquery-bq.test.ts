import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guardSql } from "../sql/guard.ts";
import { openBigquery } from "./bigquery.ts";
import { type BigqueryStandIn, openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";
import { type Bq, findBq } from "./testing/bq.ts";

// Google's own client must understand the stand-in as it does BigQuery, so that passing against it means something.
const SCHEMA = [
  { name: "n", type: "INT64" },
  { name: "at", type: "TIMESTAMP" },
  { name: "tags", type: "STRING", mode: "REPEATED" },
  {
    name: "box",
    type: "RECORD",
    fields: [
      { name: "width", type: "NUMERIC" },
      { name: "made", type: "DATE" },
    ],
  },
  { name: "raw", type: "BYTES" },
  { name: "extra", type: "JSON" },
];
const ROWS = [
  {
    n: 1,
    at: "2024-01-01T00:00:00.5Z",
    tags: ["x", "y"],
    box: { width: 1.5, made: "2024-01-02" },
    raw: "aGk=",
    extra: { k: [1] },
  },
  { n: "9007199254740993", tags: [] },
];

let bq: Bq;
let standIn: BigqueryStandIn;
let folder = "";
beforeAll(async () => {
  bq = await findBq();
  folder = await mkdtemp(join(tmpdir(), "bq-"));
  standIn = await openBigqueryStandIn({ discoveryFile: bq.discoveryFile });
  await writeFile(join(folder, "schema.json"), JSON.stringify(SCHEMA));
  await writeFile(join(folder, "rows.json"), ROWS.map((row) => JSON.stringify(row)).join("\n"));
  await writeFile(join(folder, "more.json"), '{"n":5}\n');
  await writeFile(join(folder, "days.csv"), 'day,note\n2024-01-05,"a, b"\n2024-02-06,\n');
});
afterAll(async () => {
  await standIn?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test("bq makes a dataset, loads, adds and reads rows of every type", async () => {
  const answers = await bq.shell({ url: standIn.url, folder, format: "json" }, [
    "mk --dataset --label team:x fresh",
    "load --source_format=NEWLINE_DELIMITED_JSON fresh.t rows.json schema.json",
    "insert fresh.t more.json",
    "load --skip_leading_rows=1 fresh.days days.csv day:DATE,note:STRING",
    "query --use_legacy_sql=false 'SELECT * FROM fresh.t ORDER BY n'",
    "query --use_legacy_sql=false 'SELECT * FROM fresh.days ORDER BY day'",
    "query --use_legacy_sql=false --dry_run 'SELECT n FROM fresh.t'",
    "query --use_legacy_sql=false 'SELECT nn FROM fresh.t'",
    "head -n 1 fresh.days",
    "ls fresh",
  ]);
  const [, , , , rows = "", days = "", dryRun = "", wrong, head = "", tables = ""] = answers;
  expect(JSON.parse(rows)).toEqual([
    {
      n: "1",
      at: "2024-01-01 00:00:00",
      tags: ["x", "y"],
      box: { width: "1.5", made: "2024-01-02" },
      raw: "aGk=",
      extra: '{"k":[1]}',
    },
    { n: "5", at: null, tags: [], box: null, raw: null, extra: null },
    { n: "9007199254740993", at: null, tags: [], box: null, raw: null, extra: null },
  ]);
  expect(JSON.parse(days)).toEqual([
    { day: "2024-01-05", note: "a, b" },
    { day: "2024-02-06", note: null },
  ]);
  expect(JSON.parse(dryRun)).toMatchObject({
    status: { state: "DONE" },
    statistics: { query: { statementType: "SELECT", totalBytesProcessed: "24" } },
  });
  expect(wrong).toContain("Unrecognized name: nn; Did you mean n? at [1:8]");
  expect(JSON.parse(head)).toEqual([{ day: "2024-01-05", note: "a, b" }]);
  expect(JSON.parse(tables)).toMatchObject([
    { tableReference: { tableId: "t" } },
    { tableReference: { tableId: "days" } },
  ]);
});

test("openBigquery() reads what bq has loaded, every type as a plain cell", async () => {
  await using warehouse = await openBigquery({
    project: "p",
    location: "US",
    apiEndpoint: standIn.url,
    dataset: "fresh",
  });
  const statement = guardSql("SELECT * FROM t ORDER BY n", warehouse.scope);
  if (!statement.ok) throw new Error(JSON.stringify(statement.failure));
  const limits = { maxRows: 10, timeoutMs: 10_000, maxCostUsd: 1 };
  const { signal } = new AbortController();
  const result = await warehouse.query(statement.value, { limits, signal });
  expect(result).toMatchObject({
    ok: true,
    value: {
      columns: [
        { name: "n", type: "integer" },
        { name: "at", type: "timestamp" },
        { name: "tags", type: "json" },
        { name: "box", type: "json" },
        { name: "raw", type: "string" },
        { name: "extra", type: "json" },
      ],
      rows: [
        [
          1,
          "2024-01-01T00:00:00.5Z",
          '["x","y"]',
          '{"width":1.5,"made":"2024-01-02"}',
          "aGk=",
          '{"k":[1]}',
        ],
        [5, null, "[]", null, null, null],
        ["9007199254740993", null, "[]", null, null, null],
      ],
    },
  });
});
