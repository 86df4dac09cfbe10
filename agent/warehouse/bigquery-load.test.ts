import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guardSql } from "../sql/guard.ts";
import { openBigquery } from "./bigquery.ts";
import { type LoadOptions, loadBigquery } from "./bigquery-load.ts";
import { openDuckdb } from "./duckdb.ts";
import { type BigqueryStandIn, openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";
import { writeContractFile } from "./testing/contract-file.ts";

let folder = "";
let file = "";
let standIn: BigqueryStandIn;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bigquery-load-test-"));
  file = join(folder, "file.duckdb");
  await writeContractFile(file, [
    "CREATE TABLE contract.nested AS SELECT * FROM (VALUES (1, ['a', 'é'], {n: 1.5, d: DATE '2024-01-02'}, 'NaN'::DOUBLE, '{\"k\":[1]}'::JSON), (2, NULL, NULL, 1e300, NULL)) AS t(id, tags, box, odd, extra)",
  ]);
  standIn = await openBigqueryStandIn();
});
afterAll(async () => {
  await standIn[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const { signal } = new AbortController();

function optionsOf(more: Partial<LoadOptions> = {}): LoadOptions {
  return {
    project: "p",
    location: "US",
    apiEndpoint: standIn.url,
    file,
    dataset: "contract",
    description: "For tests",
    timeColumns: new Map([["orders", "day"]]),
    labels: { workspace: "Contract" },
    ...more,
  };
}

/** Methods and paths of what `work` asks for. */
async function callsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = standIn.seen.length;
  await work();
  return standIn.seen.slice(before).map(({ method, path }) => `${method} ${path.split("/p/")[1]}`);
}

async function resource(path: string): Promise<unknown> {
  return (await fetch(`${standIn.url}/bigquery/v2/projects/p${path}`)).json();
}

test("loadBigquery() gives BigQuery the very rows of the embedded warehouse, whatever their types", async () => {
  await loadBigquery(optionsOf(), signal);
  await using embedded = await openDuckdb({ source: { file }, dataset: "contract" });
  const settings = { project: "p", location: "US", apiEndpoint: standIn.url };
  await using bigquery = await openBigquery({ ...settings, dataset: "contract" });
  expect([...bigquery.scope.tables].sort()).toEqual([...embedded.scope.tables].sort());
  const limits = { maxRows: 100, timeoutMs: 10_000, maxCostUsd: 1 };
  for (const table of ["orders", "codes", "nested"]) {
    const [one, other] = await Promise.all(
      [embedded, bigquery].map(async (warehouse) => {
        const statement = guardSql(`SELECT * FROM ${table} ORDER BY 1`, warehouse.scope);
        if (!statement.ok) throw new Error(JSON.stringify(statement.failure));
        const result = await warehouse.query(statement.value, { limits, signal });
        if (!result.ok) throw new Error(JSON.stringify(result.failure));
        return result.value;
      }),
    );
    expect(other?.columns).toEqual(one?.columns);
    // BigQuery knows no array that is NULL.
    const rows = one?.rows.map((row) => row.map((cell) => (cell === null ? "" : cell)));
    const emptied = other?.rows.map((row) =>
      row.map((cell) => (cell === null || cell === "[]" ? "" : cell)),
    );
    expect(emptied, table).toEqual(rows);
  }
});

test("loadBigquery() labels what it makes, and partitions by the time column", async () => {
  const labels = { workspace: "contract" };
  expect(await resource("/datasets/contract")).toMatchObject({
    labels,
    location: "US",
    description: "For tests",
  });
  expect(await resource("/datasets/contract/tables/orders")).toMatchObject({
    labels,
    timePartitioning: { type: "MONTH", field: "day" },
  });
  expect(await resource("/datasets/contract/tables/codes")).not.toHaveProperty("timePartitioning");
});

test("loadBigquery() replaces what is there, and makes anew only a table that is partitioned otherwise", async () => {
  const alike = await callsOf(() => loadBigquery(optionsOf(), signal));
  expect(alike.filter((call) => call.startsWith("DELETE"))).toEqual([]);
  expect(alike).not.toContain("POST datasets");
  const otherwise = await callsOf(() =>
    loadBigquery(optionsOf({ timeColumns: new Map() }), signal),
  );
  expect(otherwise.filter((call) => call.startsWith("DELETE"))).toEqual([
    "DELETE datasets/contract/tables/orders",
  ]);
  expect(await resource("/datasets/contract/tables/orders")).toMatchObject({ numRows: "3" });
});

test("loadBigquery() says where a dataset is that is not where it should be", async () => {
  await expect(loadBigquery(optionsOf({ location: "EU" }), signal)).rejects.toThrow(
    'Cannot load the dataset "contract" into EU: it is in US; set BIGQUERY_LOCATION=US',
  );
});

test("loadBigquery() throws what BigQuery says of rows that do not fit, and of a load that is refused", async () => {
  standIn.inject({
    path: /\/upload\//,
    what: { kind: "error", status: 403, reason: "accessDenied", message: "Access Denied: Dataset" },
  });
  await expect(loadBigquery(optionsOf(), signal)).rejects.toThrow("Access Denied");
});

test("loadBigquery() ends with the reason of its signal", async () => {
  const reason = new Error("Stopped");
  await expect(loadBigquery(optionsOf(), AbortSignal.abort(reason))).rejects.toBe(reason);
});
