import { openBigquery } from "./bigquery.ts";
import { type Asking, LIMITS, openAsking } from "./testing/ask-bigquery.ts";
import { seedStandIn } from "./testing/seed-stand-in.ts";

let asking: Asking;
beforeEach(async () => {
  asking = await openAsking({ labels: { workspace: "Acme Corp." }, usdPerTib: 6.25 });
});
afterEach(() => asking[Symbol.asyncDispose]());

const posted = () =>
  asking.standIn.seen
    .filter(({ method, path }) => method === "POST" && path.endsWith("/jobs"))
    .map(({ body }) => (body as { configuration: Record<string, unknown> }).configuration);

/** Planned at once, done never. */
const ENDLESS =
  "WITH n AS (SELECT x FROM UNNEST(GENERATE_ARRAY(1, 5000)) AS x) SELECT COUNT(*) FROM n AS a, n AS b, n AS c, n AS d WHERE MOD(a.x * b.x * c.x, 7) = d.x";

describe("openBigquery() runs a query", () => {
  test("as a dry run first, then as a job with limits and labels", async () => {
    await asking.ask("SELECT id FROM orders", { labels: { turn: "T-1", user: "9f86d081" } });
    const query = { query: "SELECT id\nFROM contract.orders", useLegacySql: false };
    expect(posted()).toEqual([
      { dryRun: true, query },
      {
        labels: { workspace: "acme_corp_", turn: "t-1", user: "9f86d081" },
        jobTimeoutMs: "10000",
        query: { ...query, maximumBytesBilled: String(Math.floor(2 ** 40 / 6.25)) },
      },
    ]);
  });

  test("with one dry run for the same statement again", async () => {
    await asking.ask("SELECT id FROM orders");
    await asking.ask("select id from orders -- again");
    expect(posted().map(({ dryRun = false }) => dryRun)).toEqual([true, false, false]);
  });

  test("in the location of the dataset, without credentials to a stand-in", async () => {
    await asking.ask("SELECT 1");
    const [job] = [...asking.standIn.jobs.values()];
    expect(job?.location).toBe("US");
    expect(asking.standIn.seen.map(({ headers }) => headers.authorization)).not.toContainEqual(
      expect.anything(),
    );
  });

  test("and says what it read and cost: at least 10 MB a table", async () => {
    const result = await asking.ask("SELECT id, units FROM orders, codes");
    expect(result).toMatchObject({ bytes: 31, costUsd: (20 / 2 ** 20) * 6.25 });
    expect(await asking.ask("SELECT 1")).toMatchObject({ bytes: 0, costUsd: 0 });
  });

  test("page by page, up to the rows wanted", async () => {
    await using other = await openAsking({}, { pageRows: 2 });
    const sql = "SELECT x FROM UNNEST(GENERATE_ARRAY(1, 9)) AS x ORDER BY x";
    const result = await other.ask(sql, { limits: { ...LIMITS, maxRows: 5 } });
    expect(result).toMatchObject({ rows: [[1], [2], [3], [4], [5]], rowCount: 5, truncated: true });
    const pages = other.standIn.seen.filter(({ path }) => path.includes("/queries/"));
    expect(pages.map(({ query }) => query["maxResults"])).toEqual(["5", "5", "3", "1"]);
  });

  test("with the workspace's date in place of the current one", async () => {
    await using other = await openAsking({ today: () => "2025-01-06" });
    expect(
      await other.ask(
        "SELECT CURRENT_DATE(), CURRENT_DATE('Asia/Tokyo') - 1, CURRENT_TIMESTAMP(), 'CURRENT_DATE()'",
      ),
    ).toMatchObject({
      rows: [["2025-01-06", "2025-01-05", "2025-01-06T00:00:00Z", "CURRENT_DATE()"]],
    });
  });
});

describe("openBigquery() stops a query", () => {
  test("that would cost too much, before it runs", async () => {
    const limits = { ...LIMITS, maxCostUsd: 0.00001 };
    expect(await asking.ask("SELECT id FROM orders", { limits })).toEqual({
      kind: "query-too-large",
      costUsd: (10 / 2 ** 20) * 6.25,
      limitUsd: 0.00001,
    });
    expect(asking.standIn.jobs.size).toBe(0);
  });

  test("that would bill more than was estimated", async () => {
    asking.standIn.inject({
      path: /queries\//,
      what: {
        kind: "error",
        status: 400,
        reason: "bytesBilledLimitExceeded",
        message:
          "Query exceeded limit for bytes billed: 175921860444. 1099511627776 or higher required.",
      },
    });
    expect(await asking.ask("SELECT id FROM orders")).toEqual({
      kind: "query-too-large",
      costUsd: 6.25,
      limitUsd: 1,
    });
  });

  test.each([
    [
      "that is no SELECT",
      "DELETE FROM orders WHERE TRUE",
      "Only a SELECT can be run here, not DELETE",
    ],
    [
      "of another dataset",
      "SELECT x FROM secret.things",
      "would read secret.things, which it may not",
    ],
  ])("%s, whatever the guard let pass", async (_, sql, words) => {
    const fields = [{ name: "x", type: "STRING" }];
    await seedStandIn(asking.standIn.url, "secret", [{ name: "things", fields, rows: [] }]);
    expect(await asking.ask(sql)).toEqual({
      kind: "query-rejected",
      reason: expect.stringContaining(words),
    });
    expect(asking.standIn.jobs.size).toBe(0);
  });

  test("in BigQuery too, when its signal aborts", async () => {
    const controller = new AbortController();
    const reason = new Error("The person left");
    const running = asking.ask(ENDLESS, { signal: controller.signal });
    await vi.waitUntil(() => asking.standIn.jobs.size > 0, 10_000);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    const [job] = [...asking.standIn.jobs.values()];
    await job?.done;
    expect(job?.error).toMatchObject({ reason: "stopped" });
  });

  test("in BigQuery too, when its time is up", async () => {
    const limits = { ...LIMITS, timeoutMs: 1500 };
    expect(await asking.ask(ENDLESS, { limits })).toMatchObject({
      kind: "timed-out",
      afterMs: 1500,
    });
    const [job] = [...asking.standIn.jobs.values()];
    await job?.done;
    expect(job?.error).toMatchObject({ reason: "stopped" });
  });

  test("at once, though the service does not answer", async () => {
    asking.standIn.inject({ path: /\/jobs$/, what: { kind: "hang" } });
    const reason = new Error("The person left");
    const controller = new AbortController();
    const running = asking.ask("SELECT 1", { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 30);
    await expect(running).rejects.toBe(reason);
  });
});

describe("asOf()", () => {
  test("reads the last date of a table once, for all who ask", async () => {
    const { warehouse, standIn } = asking;
    const { signal } = new AbortController();
    const asked = Array.from({ length: 5 }, () => warehouse.asOf(["orders"], signal));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["2024-03-01"]));
    expect(standIn.jobs.size).toBe(1);
  });

  test("of a table whose time column is not there is null", async () => {
    const warehouse = await openBigquery({
      project: "p",
      location: "US",
      apiEndpoint: asking.standIn.url,
      dataset: "contract",
      timeColumns: new Map([["orders", "gone"]]),
    });
    expect(await warehouse.asOf(["orders"], new AbortController().signal)).toBeNull();
  });
});
