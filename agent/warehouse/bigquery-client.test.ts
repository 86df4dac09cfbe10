import { BigQuery, type BigQueryTimestamp } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import { type BigqueryStandIn, openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";

// The official client's own methods, which know nothing of the adapter, must understand the stand-in.
let standIn: BigqueryStandIn;
let client: BigQuery;
beforeAll(async () => {
  standIn = await openBigqueryStandIn({ pageRows: 2 });
  client = new BigQuery({
    projectId: "p",
    location: "US",
    apiEndpoint: standIn.url,
    authClient: new PassThroughClient(),
  });
  const [dataset] = await client.createDataset("shop", { labels: { team: "x" } });
  const schema = "id:INTEGER,name:STRING,price:NUMERIC,sold:DATE,at:TIMESTAMP";
  const [table] = await dataset.createTable("sales", { schema });
  await table.insert([
    { id: 1, name: "a", price: "1.10", sold: "2024-01-01", at: "2024-01-01T10:00:00Z" },
    { id: 2, name: "b", price: "2.2", sold: "2024-01-02", at: null },
    { id: 3, name: null, price: null, sold: null, at: null },
  ]);
});
afterAll(() => standIn[Symbol.asyncDispose]());

test("query() of the official client reads rows over several pages, by the fast path and by a job", async () => {
  for (const options of [{}, { jobTimeoutMs: 10_000 }]) {
    const [rows] = await client.query({
      query: "SELECT * FROM shop.sales ORDER BY id",
      ...options,
    });
    const found = rows as { id: number; price: object | null; at: BigQueryTimestamp | null }[];
    expect(
      found.map(({ id, price, at }) => [id, price && String(price), at?.value ?? null]),
    ).toEqual([
      [1, "1.1", "2024-01-01T10:00:00.000Z"],
      [2, "2.2", null],
      [3, null, null],
    ]);
  }
});

test("createQueryJob() of the official client makes a dry run, a job that ends, one that is cancelled and one that is wrong", async () => {
  const query = "SELECT id FROM shop.sales";
  const [dry] = await client.createQueryJob({ query, dryRun: true });
  expect(dry.metadata).toMatchObject({ statistics: { totalBytesProcessed: "24" } });

  const [job] = await client.createQueryJob({ query, labels: { turn: "t" } });
  await job.promise();
  const [metadata] = (await job.getMetadata()) as unknown as [object];
  expect(metadata).toMatchObject({
    status: { state: "DONE" },
    configuration: { labels: { turn: "t" } },
  });

  const [endless] = await client.createQueryJob({
    query:
      "WITH n AS (SELECT x FROM UNNEST(GENERATE_ARRAY(1, 5000)) AS x) SELECT COUNT(*) FROM n AS a, n AS b, n AS c, n AS d WHERE MOD(a.x * b.x, 7) = d.x",
  });
  await endless.cancel();
  await expect(endless.getQueryResults()).rejects.toMatchObject({
    errors: [{ reason: "stopped" }],
  });

  await expect(
    client.createQueryJob({ query: "SELECT idd FROM shop.sales" }),
  ).rejects.toMatchObject({
    code: 400,
    errors: [
      { reason: "invalidQuery", message: "Unrecognized name: idd; Did you mean id? at [1:8]" },
    ],
  });
});

test("datasets and tables of the official client are listed, described, changed and deleted", async () => {
  const dataset = client.dataset("shop");
  const [tables] = await dataset.getTables();
  expect(tables.map(({ id }) => id)).toEqual(["sales"]);
  const [rows] = await dataset.table("sales").getRows({ maxResults: 1 });
  expect(rows).toMatchObject([{ id: 1, name: "a" }]);
  await dataset.table("sales").setMetadata({ description: "What was sold" });
  const [metadata] = (await dataset.table("sales").getMetadata()) as unknown as [object];
  expect(metadata).toMatchObject({ description: "What was sold", numRows: "3" });
  const [extra] = await client.createDataset("extra");
  await extra.createTable("t", { schema: "x:STRING" });
  await expect(extra.delete()).rejects.toMatchObject({ code: 400 });
  await extra.delete({ force: true });
  expect(await extra.exists()).toEqual([false]);
});
