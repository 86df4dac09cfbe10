import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Cell } from "../../events.ts";
import { guardSql } from "../../sql/guard.ts";
import { toCell } from "../../warehouse/cells.ts";
import { openDuckdb } from "../../warehouse/duckdb.ts";
import { openEngine } from "../../warehouse/duckdb-engine.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { compileQuery } from "../compile.ts";
import { loadModel } from "../load-model.ts";
import type { ValuesSource } from "../load-values.ts";
import type { CompiledQuery, MetricQuery, RowQuery, SemanticQuery } from "../metric-query.ts";
import type { SemanticModel } from "../model.ts";

export type Row = Readonly<Record<string, Cell>>;
export type Asked = Partial<MetricQuery> | RowQuery;

/** An invented workspace: a model, and its tables in a warehouse. */
export type Bench = AsyncDisposable & {
  readonly model: SemanticModel;
  readonly source: ValuesSource;
  /** Compiles, guards and runs. */
  ask(query: Asked): Promise<readonly Row[]>;
  compile(query: Asked): CompiledQuery;
  /** Words of the refusal. */
  refusal(query: Asked): string;
  /** Rows of a statement written by hand, in the engine's own dialect and past everything that is tested. */
  sql(sql: string): Promise<readonly Row[]>;
};

export type BenchName = "retail" | "saas" | "plan";

const DATASETS = { retail: "shop", saas: "cloud", plan: "firm" } as const;

export async function openBench(name: BenchName, fiscalYearStartMonth = 1): Promise<Bench> {
  const setup = testdata(`${name}.sql`)
    .split(/;\n/)
    .filter((statement) => statement.trim());
  const dataset = DATASETS[name];
  const warehouse = await openDuckdb({ source: { setup }, dataset, connections: 1 });
  const engine = await openEngine({
    path: ":memory:",
    readOnly: false,
    memoryLimit: "1GB",
    threads: 1,
  });
  const connection = await engine.connect();
  for (const statement of ["SET TimeZone = 'UTC'", ...setup]) await connection.query(statement);
  const source: ValuesSource = {
    warehouse,
    scope: warehouse.scope,
    limits: { timeoutMs: 20_000, maxCostUsd: 1 },
    signal: new AbortController().signal,
  };
  const model = loadModel(testdata(`${name}.yaml`), `${name}.yaml`, warehouse.scope.tables);
  const compiled = (query: Asked) =>
    compileQuery(whole(query), model, { dataset, fiscalYearStartMonth });
  const compile = (query: Asked) => expectOk(compiled(query));
  return {
    model,
    source,
    compile,
    refusal: (query) => {
      const result = compiled(query);
      return !result.ok && result.failure.kind === "bad-request"
        ? result.failure.message
        : "not refused";
    },
    ask: async (query) => await run(source, compile(query).sql),
    sql: async (sql) => {
      const { columns, rows } = await connection.query(sql);
      const cells = rows.map((row) =>
        row.map((cell, at) => toCell(cell, { type: columns[at]?.type ?? "", zoned: true })),
      );
      return toRows(
        columns.map((column) => column.name),
        cells,
      );
    },
    [Symbol.asyncDispose]: async () => {
      connection.close();
      engine.close();
      await warehouse[Symbol.asyncDispose]();
    },
  };
}

export function testdata(file: string): string {
  return readFileSync(fileURLToPath(new URL(`../testdata/${file}`, import.meta.url)), "utf8");
}

async function run(
  { warehouse, scope, limits, signal }: ValuesSource,
  sql: string,
): Promise<readonly Row[]> {
  const statement = expectOk(guardSql(sql, scope), sql);
  const options: Parameters<Warehouse["query"]>[1] = {
    limits: { ...limits, maxRows: 5000 },
    signal,
  };
  const { columns, rows } = expectOk(await warehouse.query(statement, options), sql);
  return toRows(
    columns.map(({ name }) => name),
    rows,
  );
}

function toRows(names: readonly string[], rows: readonly (readonly Cell[])[]): readonly Row[] {
  return rows.map((row) =>
    Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])),
  );
}

function expectOk<T>(
  result: { ok: true; value: T } | { ok: false; failure: unknown },
  sql = "",
): T {
  if (result.ok) return result.value;
  throw new Error(`${JSON.stringify(result.failure)}\n${sql}`);
}

function whole(query: Asked): SemanticQuery {
  return query.kind === "rows"
    ? query
    : { kind: "metrics", metrics: [], dimensions: [], filters: [], ...query };
}
