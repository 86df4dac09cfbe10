import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { loadWorkspaces } from "../../knowledge/load-workspace.ts";
import { parseConfig } from "../config.ts";
import type { Deps, OpenWorkspace } from "../deps.ts";
import { openDeps } from "../open-deps.ts";
import { compileQuery } from "../semantic/compile.ts";
import { guardSql } from "../sql/guard.ts";
import { makeDataDir } from "../testing/make-data-dir.ts";
import { ask, eventsOf, POLICY, textOf } from "../testing/open-shop.ts";
import type { Workspace } from "../workspace.ts";
import { timeColumns } from "./open-warehouse.ts";
import { type BigqueryStandIn, openBigqueryStandIn } from "./testing/bigquery-stand-in.ts";

const run = promisify(execFile);
const limits = { maxRows: 1000, timeoutMs: 20_000, maxCostUsd: 1 };
const { signal } = new AbortController();

/** One workspace is enough, and this one has no customers beside its warehouse. */
const FOLDER = "knowledge/acme";

let dataDir = "";
let standIn: BigqueryStandIn;
let acme: Workspace;
let byDuckdb: Deps;
let byBigquery: Deps;
let embedded: OpenWorkspace;
let bigquery: OpenWorkspace;
let printed = "";
beforeAll(async () => {
  dataDir = await makeDataDir();
  standIn = await openBigqueryStandIn();
  const [first] = await loadWorkspaces([FOLDER]);
  if (first === undefined) throw new Error("There is no workspace");
  acme = first;
  printed = await load("--workspace", acme.name);
  // By settings alone, on the same stores.
  byDuckdb = await openDeps(parseConfig({ DATA_DIR: dataDir, KNOWLEDGE_DIR: FOLDER }));
  const env = { ...cloudSettings(), WAREHOUSE: "bigquery" };
  byBigquery = await openDeps(parseConfig(env));
  embedded = openOf(byDuckdb);
  bigquery = openOf(byBigquery);
});
afterAll(async () => {
  await byBigquery[Symbol.asyncDispose]();
  await byDuckdb[Symbol.asyncDispose]();
  await standIn[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

function cloudSettings(): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    KNOWLEDGE_DIR: FOLDER,
    GOOGLE_CLOUD_PROJECT: "p",
    BIGQUERY_API_ENDPOINT: standIn.url,
  };
}

function openOf({ workspaces }: Deps): OpenWorkspace {
  const open = workspaces.get(acme.name);
  if (open === undefined) throw new Error(`"${acme.name}" is not open`);
  return open;
}

/** What the command prints. */
async function load(...args: readonly string[]): Promise<string> {
  const env = Object.entries(cloudSettings()).map(([name, value]) => `${name}=${value}`);
  const command = [process.execPath, "agent/warehouse/load-bigquery.ts", ...args];
  return (await run("env", [...env, ...command])).stdout;
}

async function rowsOf({ warehouse, scope }: OpenWorkspace, sql: string): Promise<unknown> {
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

test("warehouse:load refuses a workspace that is not there, naming those that are", async () => {
  await expect(load("--workspace", "nope")).rejects.toMatchObject({
    stderr: expect.stringContaining(`--workspace must be one of ${acme.name}`),
  });
});

async function expectAlike(sql: string, what: string): Promise<void> {
  const [rows, same] = await Promise.all([rowsOf(embedded, sql), rowsOf(bigquery, sql)]);
  expect(rows, what).toBeInstanceOf(Array);
  expect(same, what).toEqual(rows);
}

test("both warehouses answer every verified query alike", async () => {
  expect(acme.verifiedQueries.length).toBeGreaterThan(5);
  await Promise.all(acme.verifiedQueries.map(({ sql }) => expectAlike(sql, sql)));
});

test("both warehouses answer every metric alike", async () => {
  const statements = acme.model.metrics.map(({ name }) => {
    const query = { kind: "metrics" as const, metrics: [name], dimensions: [], filters: [] };
    const time = { start: "2024-10-01", end: "2025-01-01", grain: "quarter" as const };
    const byQuarter = compileQuery({ ...query, time }, acme.model, acme);
    // What carries no date has no quarters.
    const compiled = byQuarter.ok ? byQuarter : compileQuery(query, acme.model, acme);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure));
    return { name, sql: compiled.value.sql };
  });
  await Promise.all(statements.map(({ name, sql }) => expectAlike(sql, name)));
});

test("both warehouses know the last date of each table alike", async () => {
  const tables = [...embedded.scope.tables.keys()];
  for (const table of tables)
    expect(await bigquery.warehouse.asOf([table], signal)).toBe(
      await embedded.warehouse.asOf([table], signal),
    );
});

test("the five scenes are told alike from both warehouses, at what BigQuery bills for them", async () => {
  for (const [session, question] of [
    ["first", "What was our Q4 revenue?"],
    ["first", "Why did we miss the target?"],
    ["first", "How does West compare to last quarter?"],
    ["second", "Continue where we left off"],
    ["second", "Is our churn rate healthy?"],
  ] as const) {
    const told = [byDuckdb, byBigquery].map((deps, i) => {
      const policy = { ...POLICY, workspace: acme.name, userId: `user ${i}` };
      return ask(deps, question, { policy, session: `${session} ${i}` });
    });
    const [one, other] = await Promise.all(told);
    if (one === undefined || other === undefined) throw new Error(question);
    // Findings that were saved in one moment are listed in any order.
    const lines = (events: typeof one) => textOf(events).split("\n").sort();
    expect(lines(other), question).toEqual(lines(one));
    expect(eventsOf(other, "grounding"), question).toMatchObject([{ unbound: 0 }]);
    // Queries at the same time end in any order.
    const rows = (events: typeof one) =>
      new Map(
        eventsOf(events, "evidence").map((found) => [found.id, "rows" in found && found.rows]),
      );
    expect(rows(other), question).toEqual(rows(one));
  }
  const labels = [...standIn.jobs.values()].map(({ configuration }) => configuration.labels);
  expect(labels).toContainEqual({
    app: "insight-agent",
    workspace: acme.name,
    user: expect.stringMatching(/^[0-9a-f]{16}$/),
    turn: expect.any(String),
  });
});
