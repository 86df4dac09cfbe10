import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { Dialect, transpile } from "@polyglot-sql/sdk";
import { compileQuery } from "../compile.ts";
import { loadModel } from "../load-model.ts";
import type { CompiledQuery, MetricQuery, RowQuery, SemanticQuery } from "../metric-query.ts";
import type { SemanticModel } from "../model.ts";

export type Row = Record<string, string | number | boolean | null>;

/** An invented workspace: a model and its tables in memory. */
export type Bench = Disposable & {
  readonly model: SemanticModel;
  readonly dataset: string;
  /** Compiles and runs; figures as numbers, dates as text. */
  ask(query: Partial<MetricQuery> | RowQuery): Promise<readonly Row[]>;
  compile(query: Partial<MetricQuery> | RowQuery): CompiledQuery;
  /** Words of the refusal. */
  refusal(query: Partial<MetricQuery> | RowQuery): string;
  /** Rows of SQL in DuckDB's own dialect, written by hand. */
  sql(sql: string): Promise<readonly Row[]>;
};

export type BenchName = "retail" | "saas" | "plan";

const DATASETS = { retail: "shop", saas: "cloud", plan: "firm" } as const;

export async function openBench(name: BenchName, fiscalYearStartMonth = 1): Promise<Bench> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'; ${testdata(`${name}.sql`)}`);
  const model = loadModel(testdata(`${name}.yaml`), `${name}.yaml`);
  const dataset = DATASETS[name];
  const compiled = (query: Partial<MetricQuery> | RowQuery) =>
    compileQuery(whole(query), model, { dataset, fiscalYearStartMonth });
  const compile = (query: Partial<MetricQuery> | RowQuery) => {
    const result = compiled(query);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return result.value;
  };
  return {
    model,
    dataset,
    compile,
    refusal: (query) => {
      const result = compiled(query);
      return !result.ok && result.failure.kind === "bad-request"
        ? result.failure.message
        : "not refused";
    },
    ask: (query) => rows(connection, toDuckdb(compile(query).sql)),
    sql: (sql) => rows(connection, sql),
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

export function testdata(file: string): string {
  return readFileSync(fileURLToPath(new URL(`../testdata/${file}`, import.meta.url)), "utf8");
}

function whole(query: Partial<MetricQuery> | RowQuery): SemanticQuery {
  return query.kind === "rows"
    ? query
    : { kind: "metrics", metrics: [], dimensions: [], filters: [], ...query };
}

function toDuckdb(sql: string): string {
  const written = transpile(sql, Dialect.BigQuery, Dialect.DuckDB);
  if (!written.success || !written.sql?.[0])
    throw new Error(`Cannot transpile: ${written.error}\n${sql}`);
  return written.sql[0].replaceAll("'WEEK(MONDAY)'", "'WEEK'");
}

async function rows(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader
    .getRowObjectsJson()
    .map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
    );
}

function plain(value: unknown): Row[string] {
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (typeof value === "string") return value.replace(/ 00:00:00$/, "");
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}
