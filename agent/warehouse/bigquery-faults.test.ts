import { TurnError } from "../failure.ts";
import { openBigquery } from "./bigquery.ts";
import { type Asking, LIMITS, openAsking } from "./testing/ask-bigquery.ts";
import type { Fault } from "./testing/bigquery-faults.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await openAsking({}, { incompleteFirst: false });
});
afterAll(() => asking[Symbol.asyncDispose]());

function error(status: number, reason: string, message = reason): Fault["what"] {
  return { kind: "error", status, reason, message };
}

describe("openBigquery() tries again after", () => {
  test.each<[string, RegExp, Fault["what"]]>([
    ["a 503 of the dry run", /\/jobs$/, error(503, "backendError")],
    ["a 502 that no one explains", /\/jobs$/, error(502, "")],
    ["a lost connection while results are read", /queries\//, { kind: "cut" }],
    [
      "as long as a 429 says",
      /queries\//,
      {
        kind: "error",
        status: 429,
        reason: "rateLimitExceeded",
        message: "",
        retryAfterSeconds: 0,
      },
    ],
    ["a proxy answers with a page of its own", /\/jobs$/, { kind: "page", text: "<html></html>" }],
  ])("%s", async (name, path, what) => {
    asking.standIn.inject({ path, what });
    expect(await asking.ask(`SELECT '${name}'`)).toMatchObject({ rows: [[name]] });
  });

  test("the answer about a new job is lost, without making it twice", async () => {
    await asking.ask("SELECT 'once'");
    const before = asking.standIn.jobs.size;
    asking.standIn.inject({ path: /\/jobs$/, what: { kind: "lost" } });
    expect(await asking.ask("SELECT 'once'")).toMatchObject({ rows: [["once"]] });
    expect(asking.standIn.jobs.size).toBe(before + 1);
  });
});

describe("openBigquery() throws, when BigQuery", () => {
  test.each<[string, Fault["what"], boolean]>([
    ["denies access", error(403, "accessDenied", "Access Denied: Table p:d.t"), false],
    ["has no quota left", error(403, "quotaExceeded"), false],
    ["has no billing", error(403, "billingNotEnabled"), false],
    ["knows nobody", error(401, "authError"), false],
    ["answers with pages", { kind: "page", text: "<html>proxy</html>" }, true],
  ])("%s", async (name, what, retryable) => {
    asking.standIn.inject({ path: /\/jobs$/, what, times: retryable ? 4 : 1 });
    const thrown = await asking.ask(`SELECT '${name}'`).catch((cause: unknown) => cause);
    expect(thrown).toBeInstanceOf(TurnError);
    expect(thrown).toMatchObject({
      failure: { kind: "upstream", service: "warehouse", retryable },
    });
  });

  test("stays down", async () => {
    asking.standIn.inject({ path: /\/jobs$/, times: 4, what: error(503, "backendError") });
    await expect(asking.ask("SELECT 'down'")).rejects.toMatchObject({
      failure: { kind: "upstream", service: "warehouse", retryable: true },
    });
  });

  test("stays down for longer than a query may take: that is a result", async () => {
    asking.standIn.inject({ path: /\/jobs$/, what: error(503, "backendError") });
    const limits = { ...LIMITS, timeoutMs: 40 };
    expect(await asking.ask("SELECT 'slow'", { limits })).toMatchObject({ kind: "timed-out" });
  });
});

describe("openBigquery() explains", () => {
  test.each<[string, Fault["what"], object]>([
    [
      "a result that is too large",
      error(403, "responseTooLarge"),
      { kind: "query-rejected", reason: expect.stringContaining("filter or aggregate more") },
    ],
    [
      "memory that is not enough",
      error(400, "resourcesExceeded"),
      { kind: "query-rejected", reason: expect.stringContaining("filter or aggregate more") },
    ],
    [
      "a job that the service stopped",
      error(400, "stopped", "Job execution was cancelled: Job timed out after 10s"),
      { kind: "timed-out", what: "query", afterMs: 10_000 },
    ],
    [
      "a table that has gone",
      error(404, "notFound", "Not found: Table p:contract.orders was not found in location US"),
      { kind: "query-rejected", reason: expect.stringContaining('Table "orders" does not exist') },
    ],
    [
      "a column that has gone, with those that are there",
      error(400, "invalidQuery", "Unrecognized name: unit at [1:8]"),
      {
        kind: "query-rejected",
        reason:
          'Column "unit" does not exist; columns, nearest first: units, id, paid, at, price, day, score',
      },
    ],
  ])("%s", async (name, what, failure) => {
    asking.standIn.inject({ path: /queries\//, what });
    expect(await asking.ask(`SELECT '${name}' FROM orders`)).toEqual(failure);
  });

  test("what a dry run complains of, in its words", async () => {
    const message =
      "No matching signature for aggregate function SUM for argument types: STRING at [1:8]";
    asking.standIn.inject({ path: /\/jobs$/, what: error(400, "invalidQuery", message) });
    expect(await asking.ask("SELECT SUM(units) FROM orders")).toEqual({
      kind: "query-rejected",
      reason: message,
    });
  });

  test.each([
    "Bad int64 value: secret-value",
    "Bad double value: secret-value",
    "Invalid date: 'secret-value'",
    'Failed to parse input string "secret-value"',
    'Could not cast literal "secret-value" to type INT64',
    "Something that no one has seen before: secret-value",
    "Invalid NUMERIC value: secret-value",
    "Query error: secret-value at [2:3]",
  ])("what goes wrong with %s while it runs, without the value", async (message) => {
    asking.standIn.inject({ path: /queries\//, what: error(400, "invalidQuery", message) });
    const failure = await asking.ask("SELECT CAST(code AS INT64) FROM codes");
    expect(failure).toMatchObject({ kind: "query-rejected" });
    expect(JSON.stringify(failure)).not.toContain("secret-value");
  });
});

describe("openBigquery() cannot open", () => {
  const open = (options: { dataset?: string; location?: string } = {}) =>
    openBigquery({
      project: "p",
      location: "US",
      dataset: "contract",
      apiEndpoint: asking.standIn.url,
      ...options,
    });

  test("a dataset that is not there", async () => {
    await expect(open({ dataset: "nowhere" })).rejects.toThrow(
      'Cannot open the BigQuery dataset "p.nowhere": it does not exist; make it with npm run warehouse:load',
    );
  });

  test("a dataset that is elsewhere", async () => {
    await expect(open({ location: "europe-west1" })).rejects.toThrow(
      "it is in US; set BIGQUERY_LOCATION=US",
    );
  });

  test("a dataset that it may not read", async () => {
    asking.standIn.inject({ path: /datasets/, what: error(403, "accessDenied") });
    await expect(open()).rejects.toThrow("BigQuery Data Viewer and BigQuery Job User");
  });
});
