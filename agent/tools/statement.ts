import type { OpenWorkspace } from "../deps.ts";
import type { Column, Grade, TableEvidence } from "../events.ts";
import { type Failure, toWords } from "../failure.ts";
import { compiledAs } from "../governance/decide.ts";
import { sentencesOf } from "../governance/notes.ts";
import type { Reached } from "../governance/run.ts";
import { compileQuery } from "../semantic/compile.ts";
import { describePeriod } from "../semantic/dates.ts";
import type { CompiledQuery, SemanticQuery } from "../semantic/metric-query.ts";
import { readQueryComment } from "../semantic/query-comment.ts";
import type { Store } from "../semantic/stores.ts";
import { type GuardedStatement, guardSql, type SqlScope } from "../sql/guard.ts";
import type { Workspace } from "../workspace.ts";
import type { ToolContext, ToolOutcome } from "./tool.ts";

/** DESIGN §5: rows that a query returns at most. */
const MAX_ROWS = 1000;

/** Where a statement runs, and what it may read there. */
export type StatementSource = {
  readonly tool: TableEvidence["tool"];
  /** Default: the warehouse. */
  readonly store?: Store;
  /** The customer that it is about, where it is about one alone. */
  readonly customer?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Said of where the rows are from, where it is not plain. */
  readonly origin?: string;
};

/** Runs one SELECT: guarded, graded by what ran, bound to an evidence id. What is refused is an outcome with words. */
export async function runStatement(
  sql: string,
  source: StatementSource,
  context: ToolContext,
): Promise<ToolOutcome> {
  const { limits, signal, gate } = context;
  const { tool: _, origin: __, ...where } = source;
  const reached = await gate.query(sql, {
    ...where,
    limits: {
      maxRows: MAX_ROWS,
      timeoutMs: limits.toolTimeoutMs,
      maxCostUsd: limits.maxCostPerQueryUsd,
    },
    signal,
  });
  if (!reached.ok) return failed(reached.failure);
  const { result, notes } = reached.value;
  const evidence = toEvidence(reached.value, source, context);
  const isCut = notes.length > 0;
  return {
    output: { ...toOutput(evidence), ...(isCut && { notes: sentencesOf(notes) }) },
    evidence,
    results: evidence.row_count,
    costUsd: result.costUsd,
    ...(isCut && { notes }),
  };
}

function toEvidence(
  { asked: statement, compiled, result, asOf }: Reached,
  source: StatementSource,
  context: ToolContext,
): TableEvidence {
  const origin = source.origin ?? rollupIn(statement, context.open);
  const verified = verifiedAs(statement, context.open);
  return {
    type: "evidence",
    id: context.nextEvidenceId(),
    tool: source.tool,
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
    ...(origin !== undefined && { origin }),
  };
}

/** Which roll-up the rows were summed up from; undefined when they were counted from the rows themselves. */
function rollupIn({ tables }: GuardedStatement, { workspace }: OpenWorkspace): string | undefined {
  const { datasets, rollups } = workspace.model;
  const own = new Set(datasets.flatMap((dataset) => dataset.tables));
  const isRead = (name: string) =>
    datasets.some(
      (one) => one.name === name && one.tables.every((table) => tables.includes(table)),
    );
  const summed = new Set(rollups.flatMap(({ dataset }) => dataset.tables));
  // Beside the rows that it sums up a roll-up only says which day is the last.
  const aside = new Set(rollups.flatMap(({ of, dataset }) => (isRead(of) ? dataset.tables : [])));
  const named = tables.filter((table) => summed.has(table) && !own.has(table) && !aside.has(table));
  return named.length > 0 ? `roll-up ${named.join(", ")}` : undefined;
}

function toGrade(verified: string | undefined, compiled: CompiledQuery | undefined): Grade {
  if (verified !== undefined) return "verified";
  return compiled ? "metric" : "sql";
}

const verifiedSql = new WeakMap<Workspace, ReadonlyMap<string, string>>();

/** The question of the verified query that exactly this statement is. */
function verifiedAs({ sql }: GuardedStatement, open: OpenWorkspace): string | undefined {
  const known = verifiedSql.get(open.workspace) ?? canonicalVerified(open);
  verifiedSql.set(open.workspace, known);
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
export function describeColumn(
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
export function toOutput(evidence: TableEvidence): Record<string, unknown> {
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
export function failed(failure: Failure): ToolOutcome {
  const error = failure.kind === "query-rejected" ? failure.reason : toWords(failure);
  return {
    output: { success: false, data: [], row_count: 0, columns: [], error },
    failed: toWords(failure),
    ...(failure.kind === "denied" && { denied: failure.message }),
  };
}

/** The statement as people read it. */
export function withoutComment(sql: string): string {
  return sql.replace(/^\s*--[^\n]*\n/, "");
}

/** What the query is about where it says so truly, else that the warehouse is asked. */
export function titleOf(sql: string, open: OpenWorkspace, scope: SqlScope): string {
  const query = compiledAs(sql, open.workspace, scope)?.query ?? writtenAs(sql, open.workspace);
  return query ? `Querying ${inWords(query)}` : "Querying the warehouse";
}

/** The query that the statement says it is, where it is that letter by letter: a role's own scope may be too small to read it. */
function writtenAs(sql: string, workspace: Workspace): SemanticQuery | undefined {
  const query = readQueryComment(sql);
  const compiled = query && compileQuery(query, workspace.model, workspace);
  return compiled?.ok && compiled.value.sql === withoutComment(sql) ? query : undefined;
}

/** "dau by device, June 2026" */
export function inWords(query: SemanticQuery): string {
  const names = query.kind === "metrics" ? query.metrics : [query.dataset];
  const by = query.kind === "metrics" ? query.dimensions : [];
  const words = [
    names.join(", "),
    ...(by.length > 0 ? [`by ${by.map(lastPart).join(" and ")}`] : []),
  ];
  const when = query.time ? `, ${describePeriod(query.time.start, query.time.end)}` : "";
  return `${words.join(" ").replaceAll("_", " ")}${when}`;
}

function lastPart(id: string): string {
  return id.slice(id.indexOf(".") + 1);
}
