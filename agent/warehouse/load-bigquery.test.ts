import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import { compileQuery } from "../semantic/compile.ts";
import { guardSql } from "../sql/guard.ts";
import type { Workspace } from "../workspace.ts";
import { loadBigquery } from "./bigquery-load.ts";
import { loadData } from "./load-data.ts";
import { type OpenWarehouse, openWarehouse, timeColumns } from "./open-warehouse.ts";
import { type BigqueryStandIn, openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";

const run = promisify(execFile);
const limits = { maxRows: 1000, timeoutMs: 20_000, maxCostUsd: 1 };
const { signal } = new AbortController();

let dataDir = "";
let standIn: BigqueryStandIn;
let acme: Workspace;
let embedded: OpenWarehouse;
let bigquery: OpenWarehouse;
let printed = "";
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "load-bigquery-"));
  standIn = await openBigqueryStandIn();
  const [first] = await loadWorkspaces(["knowledge"]);
  if (first === undefined) throw new Error("There is no workspace");
  acme = first;
  printed = await load("--workspace", acme.name);
  embedded = await openWarehouse(acme, { warehouse: { kind: "duckdb" }, dataDir });
  const apiEndpoint = standIn.url;
  const settings = { kind: "bigquery" as const, project: "p", location: "US", usdPerTib: 6.25 };
  bigquery = await openWarehouse(acme, { warehouse: { ...settings, apiEndpoint }, dataDir });
});
afterAll(async () => {
  await bigquery.warehouse[Symbol.asyncDispose]();
  await embedded.warehouse[Symbol.asyncDispose]();
  await standIn[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

/** What the command prints. */
async function load(...args: readonly string[]): Promise<string> {
  const settings = {
    DATA_DIR: dataDir,
    GOOGLE_CLOUD_PROJECT: "p",
    BIGQUERY_API_ENDPOINT: standIn.url,
  };
  const env = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const command = [process.execPath, "agent/warehouse/load-bigquery.ts", ...args];
  return (await run("env", [...env, ...command])).stdout;
}

async function rowsOf({ warehouse, scope }: OpenWarehouse, sql: string): Promise<unknown> {
  const statement = guardSql(sql, scope);
  if (!statement.ok) return statement.failure;
  const result = await warehouse.query(statement.value, { limits, signal });
  return result.ok ? result.value.rows : result.failure;
}

async function resource<T>(path: string): Promise<T> {
  const response = await fetch(`${standIn.url}/bigquery/v2/projects/p${path}`);
  return (await response.json()) as T;
}

test("warehouse:load makes the dataset with its tables, and says so", async () => {
  expect(printed.split("\n")[0]).toBe(`p.${acme.dataset} in US`);
  expect([...bigquery.scope.tables].sort()).toEqual([...embedded.scope.tables].sort());
  for (const table of embedded.scope.tables.keys()) expect(printed).toContain(`✓ ${table}: `);
  const labels = { workspace: acme.name, app: "insight-agent" };
  expect(await resource(`/datasets/${acme.dataset}`)).toMatchObject({
    location: "US",
    labels,
    description: acme.description,
  });
  for (const table of embedded.scope.tables.keys())
    expect(await resource(`/datasets/${acme.dataset}/tables/${table}`)).toMatchObject({ labels });
});

test("warehouse:load partitions the tables that carry a time", async () => {
  const partitioned: string[] = [];
  for (const table of embedded.scope.tables.keys()) {
    const { timePartitioning } = await resource<{ timePartitioning?: { field: string } }>(
      `/datasets/${acme.dataset}/tables/${table}`,
    );
    if (timePartitioning) partitioned.push(`${table}.${timePartitioning.field}`);
  }
  const timed = [...timeColumns(acme.model.datasets)].map((names) => names.join("."));
  expect(timed.length).toBeGreaterThan(0);
  expect(partitioned.sort()).toEqual(timed.sort());
});

test("loadBigquery() replaces what is there, and makes a table anew that is partitioned otherwise", async () => {
  const { file } = await loadData(acme, dataDir);
  const before = standIn.seen.length;
  const loaded: string[] = [];
  await loadBigquery(
    {
      project: "p",
      location: "US",
      apiEndpoint: standIn.url,
      file,
      dataset: acme.dataset,
      description: "again",
      timeColumns: new Map(),
      labels: { workspace: acme.name },
      loaded: ({ table, rows }) => loaded.push(`✓ ${table}: ${rows.toLocaleString("en-US")} rows`),
    },
    signal,
  );
  for (const line of loaded) expect(printed).toContain(line);
  const seen = standIn.seen.slice(before).map(({ method, path }) => `${method} ${path}`);
  expect(seen.filter((call) => call.startsWith("POST") && call.endsWith("/datasets"))).toEqual([]);
  const deleted = seen.filter((call) => call.startsWith("DELETE"));
  expect(deleted).toHaveLength(timeColumns(acme.model.datasets).size);
});

test("warehouse:load refuses a workspace that is not there, naming those that are", async () => {
  await expect(load("--workspace", "nope")).rejects.toMatchObject({
    stderr: expect.stringContaining(`--workspace must be one of ${acme.name}`),
  });
});

test("both warehouses answer every verified query alike", async () => {
  expect(acme.verifiedQueries.length).toBeGreaterThan(5);
  for (const { sql } of acme.verifiedQueries) {
    const rows = await rowsOf(embedded, sql);
    expect(rows, sql).toBeInstanceOf(Array);
    expect(await rowsOf(bigquery, sql), sql).toEqual(rows);
  }
});

test("both warehouses answer every metric by quarter alike", async () => {
  for (const { name } of acme.model.metrics) {
    const query = { kind: "metrics" as const, metrics: [name], dimensions: [], filters: [] };
    const time = { start: "2024-01-01", end: "2025-01-01", grain: "quarter" as const };
    const byQuarter = compileQuery({ ...query, time }, acme.model, acme);
    // What carries no date has no quarters.
    const compiled = byQuarter.ok ? byQuarter : compileQuery(query, acme.model, acme);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure));
    const rows = await rowsOf(embedded, compiled.value.sql);
    expect(rows, name).toBeInstanceOf(Array);
    expect(await rowsOf(bigquery, compiled.value.sql), name).toEqual(rows);
  }
});

test("both warehouses know the last date of each table alike", async () => {
  const tables = [...embedded.scope.tables.keys()];
  for (const table of tables)
    expect(await bigquery.warehouse.asOf([table], signal)).toBe(
      await embedded.warehouse.asOf([table], signal),
    );
});
