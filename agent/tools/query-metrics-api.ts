import { z } from "zod";
import type { Cell, TableEvidence } from "../events.ts";
import { type Failure, toWords } from "../failure.ts";
import { sentencesOf } from "../governance/notes.ts";
import type { ToldKpi } from "../governance/read-kpi.ts";
import { pseudonymOf } from "../policy.ts";
import { compileQuery } from "../semantic/compile.ts";
import { type KpiCall, toKpiQuery } from "../semantic/kpi-query.ts";
import type { CompiledQuery, MetricQuery } from "../semantic/metric-query.ts";
import { toToolSql } from "../semantic/query-comment.ts";
import { KPI_GRAINS, type KpiAnswer, kpiPath } from "../sources/metrics-api.ts";
import { describeColumn, failed, inWords, runStatement, toOutput } from "./statement.ts";
import { defineTool, type ToolContext, type ToolOutcome } from "./tool.ts";

const input = z.strictObject({
  kpis: z.array(z.string()).min(1).max(5).describe("Names of KPIs, such as dau"),
  start: z.iso.date().describe("First day"),
  end: z.iso.date().describe("The day after the last one"),
  grain: z
    .enum(KPI_GRAINS)
    .exactOptional()
    .describe("One figure a day, week or month; without it one figure for the whole time"),
});

/** Asks the Metrics API for KPIs of the whole company; from the warehouse where it does not answer. */
export const queryMetricsApi = defineTool({
  name: "query_metrics_api",
  description:
    "Reads precomputed KPIs of the whole company from the Metrics API: the quickest source, without any breakdown, filter or customer. For those query the warehouse.",
  input,
  offered: ({ metricsApi }) => metricsApi !== undefined,
  label: (call, { workspace }) => {
    const query = toKpiQuery(call, workspace.model);
    return query ? `Asking the Metrics API for ${inWords(query)}` : "Asking the Metrics API";
  },
  query: (call) => wireOf(call),
  run: (call, context) => readKpis(call, context),
});

function requestsOf({ kpis, ...when }: KpiCall) {
  return kpis.map((kpi) => ({ kpi, ...when }));
}

/** The requests as the trace shows them. */
function wireOf(call: KpiCall): string {
  return requestsOf(call)
    .map((request) => `-- GET ${kpiPath(request)}`)
    .join("\n");
}

async function readKpis(call: KpiCall, context: ToolContext): Promise<ToolOutcome> {
  const { workspace, metricsApi } = context.open;
  const query = toKpiQuery(call, workspace.model);
  const known = workspace.model.metrics.flatMap(({ kpi }) => kpi ?? []).join(", ");
  if (!query || !metricsApi) {
    return refuse(`There is no such KPI; the Metrics API has ${known || "none"}`);
  }
  const compiled = compileQuery(query, workspace.model, workspace);
  if (!compiled.ok) return failed(compiled.failure);
  const startedMs = performance.now();
  const read = await readAll(call, context);
  if (!read.ok) return fromWarehouse(query, compiled.value, { context, why: read.failure });
  const ran = {
    call,
    compiled: compiled.value,
    answers: read.answers,
    ms: performance.now() - startedMs,
  };
  const evidence = toEvidence(ran, context);
  const warning = staleWords(read.answers);
  const notes = read.answers.flatMap((answer) => answer.notes);
  const isCut = notes.length > 0;
  return {
    output: {
      ...toOutput(evidence),
      ...(warning && { note: warning }),
      ...(isCut && { notes: sentencesOf(notes) }),
    },
    evidence,
    results: evidence.row_count,
    ...(warning && { warning }),
    ...(isCut && { notes }),
  };
}

type ReadAll =
  | { readonly ok: true; readonly answers: readonly ToldKpi[] }
  | { readonly ok: false; readonly failure: Failure };

async function readAll(call: KpiCall, { gate, signal }: ToolContext): Promise<ReadAll> {
  const read = await Promise.all(requestsOf(call).map((request) => gate.kpi(request, signal)));
  const broken = read.find((one) => !one.ok);
  if (broken && !broken.ok) return broken;
  return { ok: true, answers: read.flatMap((one) => (one.ok ? [one.value] : [])) };
}

type Falling = { readonly context: ToolContext; readonly why: Failure };

/** The same figures from the asker's own warehouse: what the role may not read there stays unread. */
async function fromWarehouse(
  query: MetricQuery,
  compiled: CompiledQuery,
  { context, why }: Falling,
): Promise<ToolOutcome> {
  const labels = { user: pseudonymOf(context.policy), turn: context.messageId };
  const source = { tool: "query_metrics_api", labels } as const;
  const outcome = await runStatement(toToolSql(query, compiled), source, context);
  const words =
    why.kind === "upstream"
      ? "The Metrics API does not answer"
      : "The Metrics API does not have this";
  return outcome.evidence
    ? { ...outcome, warning: `${words}; computed from the warehouse` }
    : outcome;
}

type Ran = {
  readonly call: KpiCall;
  readonly compiled: CompiledQuery;
  /** One a KPI, in their order. */
  readonly answers: readonly KpiAnswer[];
  readonly ms: number;
};

function toEvidence({ call, compiled, answers, ms }: Ran, context: ToolContext): TableEvidence {
  const rows = toRows(call, answers);
  const oldest = Math.max(0, ...answers.map(({ ageSeconds }) => ageSeconds));
  const asOf = answers.flatMap((answer) => answer.asOf ?? []).toSorted()[0] ?? null;
  return {
    type: "evidence",
    id: context.nextEvidenceId(),
    tool: "query_metrics_api",
    title: compiled.title,
    sql: wireOf(call),
    columns: compiled.columns.map(({ name, type }) =>
      describeColumn({ name, type }, compiled, context.open),
    ),
    rows,
    row_count: rows.length,
    truncated: false,
    tables: [],
    as_of: asOf,
    grade: "metric",
    bytes: 0,
    ms,
    origin: oldest > 0 ? `Metrics API, ${inAge(oldest)} old` : "Metrics API",
  };
}

/** One row a period with a column for each KPI. */
function toRows({ grain }: KpiCall, answers: readonly KpiAnswer[]): Cell[][] {
  if (!grain) return [answers.map(({ points }) => points[0]?.value ?? null)];
  const periods = new Set(answers.flatMap(({ points }) => points.map(({ period }) => period)));
  return [...periods]
    .toSorted()
    .map((period) => [
      period,
      ...answers.map(
        ({ points }) => points.find((point) => point.period === period)?.value ?? null,
      ),
    ]);
}

function staleWords(answers: readonly KpiAnswer[]): string | undefined {
  const stale = answers.filter((answer) => answer.stale).map(({ ageSeconds }) => ageSeconds);
  if (stale.length === 0) return undefined;
  return `The Metrics API does not answer; its figures here are ${inAge(Math.max(...stale))} old`;
}

function inAge(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function refuse(words: string): ToolOutcome {
  return {
    output: { success: false, error: words },
    failed: toWords({ kind: "not-found", what: "KPI" }),
  };
}
