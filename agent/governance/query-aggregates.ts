import { fail, ok, type Result } from "../failure.ts";
import { metricPlan } from "../semantic/metric-plan.ts";
import { guardSql } from "../sql/guard.ts";
import type { QueryResult } from "../warehouse/warehouse.ts";
import type { Decided } from "./decide.ts";
import type { Engine } from "./engine.ts";
import { sentencesOf } from "./notes.ts";
import { type Reached, type Run, read, reasonOf, withoutNames } from "./run.ts";
import { askSafely, type SafeAsking } from "./safe/ask-safely.ts";
import { lastTold } from "./sparse-ends.ts";

type Aggregates = Extract<Decided, { kind: "aggregates" }>;

/** The figures of a question of which only aggregates may be told; what they rest on is noted too. */
export async function queryAggregates(
  { query, asked, compiled }: Aggregates,
  run: Run,
): Promise<Result<Reached>> {
  const { engine, options, gated } = run;
  const asking = askingOf(run);
  if (!asking) return fail({ kind: "internal" });
  const safe = await askSafely(query, asking);
  const { tables, columns, sql: statement } = asked;
  const about = { source: engine.name, tables, columns, statement };
  if (!safe.ok) {
    gated.trail.note({ ...about, decision: "refused", reason: reasonOf(safe.failure) });
    return fail(withoutNames(safe.failure));
  }
  const { result, notes } = safe.value;
  const { rowCount: rows, bytes } = result;
  gated.trail.note({
    ...{ ...about, rows, bytes, decision: notes.length > 0 ? "narrowed" : "allowed" },
    ...(notes.length > 0 && { reason: sentencesOf(notes).join("; ") }),
  });
  const asOf = await lastDay({ query, asked }, run);
  return ok({ asked, compiled, result: cut(result, options.limits.maxRows), notes, asOf });
}

/** How the gate itself counts who stands behind a figure; undefined where nothing is governed. */
export function askingOf(run: Run): SafeAsking | undefined {
  const { engine, options, gated } = run;
  const { governed, policy, ledgers, keepDays, open } = gated;
  if (!governed) return undefined;
  const { governance, view } = governed;
  const ask = (by: Engine["facts"]) => (sql: string, maxRows: number) => {
    const guarded = guardSql(sql, engine.scope);
    if (!guarded.ok) return Promise.resolve(guarded);
    const limits = { ...options.limits, maxRows };
    const own = { ...run, options: { ...options, limits }, asked: guarded.value };
    return read(guarded.value, { ...own, by });
  };
  return {
    model: governance.whole,
    shown: view.workspace.model,
    options: open.workspace,
    access: governance.access,
    coverage: view.coverage,
    today: open.workspace.today(),
    policy,
    ledgers,
    keepDays,
    askShown: ask(engine.asked),
    ask: ask(engine.facts),
  };
}

/** The last day of the data read, unless it is that of a single one. */
async function lastDay(
  { query, asked: { tables } }: Pick<Aggregates, "query" | "asked">,
  { engine, options, gated: { governed } }: Run,
): Promise<string | null> {
  if (!governed) return null;
  const { whole, ends } = governed.governance;
  const dense = tables.filter((table) => !ends.tables.has(table));
  if (dense.length > 0) return engine.asked.asOf(dense, options.signal);
  const metrics = whole.metrics.filter(({ name }) => query.metrics.includes(name));
  return lastTold(
    metrics.flatMap((metric) => metricPlan(whole, metric).bases),
    whole,
    ends,
  );
}

function cut(result: QueryResult, maxRows: number): QueryResult {
  if (result.rows.length <= maxRows) return result;
  const rows = result.rows.slice(0, maxRows);
  return { ...result, rows, rowCount: rows.length, truncated: true };
}
