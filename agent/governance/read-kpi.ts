import { type Failure, fail, ok, type Result, TurnError, toWords } from "../failure.ts";
import { toKpiQuery } from "../semantic/kpi-query.ts";
import type { Metric } from "../semantic/model.ts";
import { type KpiAnswer, type KpiRequest, kpiPath } from "../sources/metrics-api.ts";
import type { QueryResult } from "../warehouse/warehouse.ts";
import { engineFor } from "./engine.ts";
import type { RoleView } from "./governance.ts";
import { NO_SOURCE, refusalFor } from "./noted-sources.ts";
import { type Note, sentencesOf } from "./notes.ts";
import { askingOf } from "./query-aggregates.ts";
import type { Gated } from "./run.ts";
import { askSafely } from "./safe/ask-safely.ts";

/** A KPI as far as it may be told, and what was kept back of it. */
export type ToldKpi = KpiAnswer & { readonly notes: readonly Note[] };

type Reading = { readonly request: KpiRequest; readonly signal: AbortSignal };

/** What counting who stands behind a KPI may take. */
const LIMITS = { maxRows: 10_000, timeoutMs: 5_000, maxCostUsd: 1 };

/** Figures of the whole from the Metrics API; for who may see aggregates alone those that stand for enough. */
export async function readKpi(
  { request, signal }: Reading,
  gated: Gated,
): Promise<Result<ToldKpi>> {
  const { open, governed, trail } = gated;
  const view = governed?.view;
  const { metricsApi } = open;
  const { metrics } = (view?.workspace ?? open.workspace).model;
  const metric = metrics.find(({ kpi }) => kpi === request.kpi);
  const about = { source: "metrics_api", statement: `GET ${kpiPath(request)}` };
  const refused = metric && metricsApi ? refusalFor("metrics_api", view) : NO_SOURCE;
  if (refused || !metricsApi || !metric) {
    trail.note({ ...about, decision: "refused", reason: toWords(refused ?? NO_SOURCE) });
    return fail(refused ?? NO_SOURCE);
  }
  const kept: { answer?: Result<KpiAnswer> } = {};
  const read = async () => {
    kept.answer = await metricsApi.read(request, signal);
    return kept.answer;
  };
  const told =
    view?.role.detail === "aggregates"
      ? await enoughOf(read, { request, signal }, { gated, view, metric })
      : asItIs(await read());
  trail.note({ ...about, ...outcomeOf(told, kept.answer) });
  return told;
}

function asItIs(answer: Result<KpiAnswer>): Result<ToldKpi> {
  return answer.ok ? ok({ ...answer.value, notes: [] }) : answer;
}

function outcomeOf(told: Result<ToldKpi>, answer: Result<KpiAnswer> | undefined) {
  const decision = answer?.ok ? "refused" : "failed";
  if (!told.ok) return { decision, reason: toWords(told.failure) } as const;
  const rows = told.value.points.length;
  if (answer?.ok && rows === answer.value.points.length)
    return { decision: "allowed", rows } as const;
  return { decision: "narrowed", rows, reason: sentencesOf(told.value.notes).join("; ") } as const;
}

type Asking = { readonly gated: Gated; readonly view: RoleView; readonly metric: Metric };

/** The API counts nobody: the same figures are held against the same rules as the warehouse's own. */
async function enoughOf(
  read: () => Promise<Result<KpiAnswer>>,
  { request, signal }: Reading,
  { gated, view, metric }: Asking,
): Promise<Result<ToldKpi>> {
  const { kpi, ...span } = request;
  const query = toKpiQuery({ kpis: [kpi], ...span }, view.workspace.model);
  const engine = engineFor({ role: view.role.name }, gated.open);
  const asking = engine && askingOf({ engine, options: { limits: LIMITS, signal }, gated });
  if (!query || !asking) return fail(NO_SOURCE);
  // Asked at once, so that it takes its turn in the order of the questions.
  const reading = read();
  reading.catch(() => {});
  const askShown = async () => {
    const answer = await reading;
    return answer.ok ? ok(toResult(answer.value, request)) : answer;
  };
  const safe = await unlessDown(askSafely(query, { ...asking, askShown }), signal);
  const answer = await reading;
  if (!answer.ok) return answer;
  if (!safe) return uncounted(answer.value, request, metric);
  if (!safe.ok) return safe;
  const { result, notes } = safe.value;
  const left = new Set(result.rows.map(([period]) => period));
  const points = answer.value.points.filter(({ period }) => !request.grain || left.has(period));
  return ok({ ...answer.value, points, notes });
}

/** Undefined where the data do not answer. */
async function unlessDown<T>(
  asking: Promise<Result<T>>,
  signal: AbortSignal,
): Promise<Result<T> | undefined> {
  try {
    const safe = await asking;
    return !safe.ok && isDown(safe.failure) ? undefined : safe;
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof TurnError && isDown(thrown.failure)) return undefined;
    throw thrown;
  }
}

function toResult({ points }: KpiAnswer, { grain }: KpiRequest): QueryResult {
  const rows = points.map(({ period, value }) => (grain ? [period, value] : [value]));
  const none = { columns: [], truncated: false, bytes: 0, costUsd: 0, ms: 0 };
  return { ...none, rows, rowCount: rows.length };
}

function isDown({ kind }: Failure): boolean {
  return kind === "upstream" || kind === "timed-out";
}

/** A count as large as this stands for enough customers too, on any day. */
const MANY = 100;

/** While nobody can be counted: large counts, and of all else whole months. */
function uncounted(
  answer: KpiAnswer,
  { start, end, grain }: KpiRequest,
  { unit }: Metric,
): Result<ToldKpi> {
  const isMonths = start.endsWith("-01") && end.endsWith("-01") && (grain ?? "month") === "month";
  const isCount = unit === "count" || unit === undefined;
  const points = answer.points.filter(
    ({ value }) => isMonths || (isCount && value !== null && value >= MANY),
  );
  const lost = answer.points.length - points.length;
  const notes = lost > 0 ? [{ groups: lost, named: [], why: UNCOUNTED_WHY }] : [];
  return points.length > 0 ? ok({ ...answer, points, notes }) : fail(UNCOUNTED);
}

const UNCOUNTED_WHY = "whether enough customers stand behind them cannot be counted now";

const UNCOUNTED: Failure = {
  kind: "denied",
  message: "Whether enough customers stand behind that cannot be counted now; ask for whole months",
};
