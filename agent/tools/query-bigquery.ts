import { z } from "zod";
import type { OpenWorkspace } from "../deps.ts";
import type { Column, Grade, TableEvidence } from "../events.ts";
import { type Failure, toWords } from "../failure.ts";
import { pseudonymOf } from "../policy.ts";
import { compileQuery } from "../semantic/compile.ts";
import { describePeriod } from "../semantic/dates.ts";
import type { CompiledQuery } from "../semantic/metric-query.ts";
import { readQueryComment } from "../semantic/query-comment.ts";
import { type GuardedStatement, guardSql } from "../sql/guard.ts";
import type { QueryResult } from "../warehouse/warehouse.ts";
import { defineTool, type ToolContext, type ToolOutcome } from "./tool.ts";

/** DESIGN §5: rows that a query returns at most. */
const MAX_ROWS = 1000;

const input = z.strictObject({
  sql_query: z.string().min(1).describe("One SELECT in BigQuery SQL over the tables of the schema"),
});

/** Runs one SELECT on the warehouse: guarded, graded by what ran, bound to an evidence id. */
export const queryBigquery = defineTool({
  name: "query_bigquery",
  description:
    "Runs one read-only BigQuery SELECT on the company's data and returns its rows. Every figure of an answer must come from such rows.",
  input,
  label: ({ sql_query }, open) => titleOf(sql_query, open),
  query: ({ sql_query }) => withoutComment(sql_query),
  run: ({ sql_query }, context) => runQuery(sql_query, context),
});

async function runQuery(sql: string, context: ToolContext): Promise<ToolOutcome> {
  const { open, limits, signal } = context;
  const guarded = guardSql(sql, open.scope);
  if (!guarded.ok) return failed(guarded.failure);
  const statement = guarded.value;
  const result = await open.warehouse.query(statement, {
    limits: {
      maxRows: MAX_ROWS,
      timeoutMs: limits.toolTimeoutMs,
      maxCostUsd: limits.maxCostPerQueryUsd,
    },
    signal,
    labels: { user: pseudonymOf(context.policy), turn: context.messageId },
  });
  if (!result.ok) return failed(result.failure);
  const asOf = await open.warehouse.asOf(statement.tables, signal);
  const evidence = toEvidence({ sql, statement, result: result.value, asOf }, context);
  const { costUsd } = result.value;
  return { output: toOutput(evidence), evidence, results: evidence.row_count, costUsd };
}

type Ran = {
  readonly sql: string;
  readonly statement: GuardedStatement;
  readonly result: QueryResult;
  readonly asOf: string | null;
};

function toEvidence({ sql, statement, result, asOf }: Ran, context: ToolContext): TableEvidence {
  const compiled = compiledAs(sql, statement, context.open);
  const verified = verifiedAs(statement, context.open);
  return {
    type: "evidence",
    id: context.nextEvidenceId(),
    tool: "query_bigquery",
    title: compiled?.title ?? verified ?? `Rows from ${statement.tables.join(", ")}`,
    sql: compiled?.sql ?? statement.sql,
    columns: result.columns.map((column) => describeColumn(column, compiled, context.open)),
    rows: result.rows.map((row) => [...row]),
    row_count: result.rowCount,
    truncated: result.truncated,
    tables: [...statement.tables],
    as_of: asOf,
    grade: toGrade(verified, compiled),
    bytes: result.bytes,
    ms: result.ms,
  };
}

function toGrade(verified: string | undefined, compiled: CompiledQuery | undefined): Grade {
  if (verified !== undefined) return "verified";
  return compiled ? "metric" : "sql";
}

/** The semantic query the statement says it was compiled from: believed only when compiling it again gives the same statement. */
function compiledAs(
  sql: string,
  statement: GuardedStatement,
  { workspace, scope }: OpenWorkspace,
): CompiledQuery | undefined {
  const query = readQueryComment(sql);
  const compiled = query && compileQuery(query, workspace.model, workspace);
  if (!compiled?.ok) return undefined;
  const again = guardSql(compiled.value.sql, scope);
  return again.ok && again.value.sql === statement.sql ? compiled.value : undefined;
}

const verifiedSql = new WeakMap<OpenWorkspace, ReadonlyMap<string, string>>();

/** The question of the verified query that exactly this statement is. */
function verifiedAs({ sql }: GuardedStatement, open: OpenWorkspace): string | undefined {
  const known = verifiedSql.get(open) ?? canonicalVerified(open);
  verifiedSql.set(open, known);
  return known.get(sql);
}

function canonicalVerified({ workspace, scope }: OpenWorkspace): ReadonlyMap<string, string> {
  return new Map(
    workspace.verifiedQueries.flatMap(({ question, sql }) => {
      const guarded = guardSql(sql, scope);
      return guarded.ok ? [[guarded.value.sql, question] as const] : [];
    }),
  );
}

/** Units and labels: of the compiled column, else of the metric that has the column's name. */
function describeColumn(
  column: Column,
  compiled: CompiledQuery | undefined,
  { workspace }: OpenWorkspace,
): Column {
  const known =
    compiled?.columns.find(({ name }) => name === column.name) ??
    workspace.model.metrics.find(({ name }) => name === column.name);
  return {
    ...column,
    ...(known?.unit !== undefined && { unit: known.unit }),
    ...(known && { label: known.label }),
  };
}

/** What the model sees of a result: rows as objects. */
function toOutput(evidence: TableEvidence): Record<string, unknown> {
  const { columns, rows } = evidence;
  return {
    success: true,
    data: rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])),
    ),
    row_count: evidence.row_count,
    columns: columns.map(({ name, type, unit }) => ({ name, type, ...(unit && { unit }) })),
    error: null,
    evidence_id: evidence.id,
    truncated: evidence.truncated,
    tables: evidence.tables,
    as_of: evidence.as_of,
  };
}

/** The model reads the engine's complaint and mends its SQL; people read that the step failed. */
function failed(failure: Failure): ToolOutcome {
  const error = failure.kind === "query-rejected" ? failure.reason : toWords(failure);
  return {
    output: { success: false, data: [], row_count: 0, columns: [], error },
    failed: toWords(failure),
  };
}

function withoutComment(sql: string): string {
  return sql.replace(/^\s*--[^\n]*\n/, "");
}

/** What the query is about where it says so truly, else that the warehouse is asked. */
function titleOf(sql: string, open: OpenWorkspace): string {
  const query = readQueryComment(sql);
  const guarded = guardSql(sql, open.scope);
  if (!query || !guarded.ok || !compiledAs(sql, guarded.value, open)) {
    return "Querying the warehouse";
  }
  const names = query.kind === "metrics" ? query.metrics : [query.dataset];
  const by = query.kind === "metrics" ? query.dimensions : [];
  const words = [
    names.join(", "),
    ...(by.length > 0 ? [`by ${by.map(lastPart).join(" and ")}`] : []),
  ];
  const when = query.time ? `, ${describePeriod(query.time.start, query.time.end)}` : "";
  return `Querying ${words.join(" ").replaceAll("_", " ")}${when}`;
}

function lastPart(id: string): string {
  return id.slice(id.indexOf(".") + 1);
}
