import { type Failure, fail, ok, type Result, toWords } from "../failure.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Policy } from "../policy.ts";
import { metricPlan } from "../semantic/metric-plan.ts";
import type { CompiledQuery } from "../semantic/metric-query.ts";
import type { Store } from "../semantic/stores.ts";
import type { Coverage } from "../semantic/time-range.ts";
import type { CustomerDatabase } from "../sources/customer-database.ts";
import type { KpiAnswer, KpiRequest, MetricsApi } from "../sources/metrics-api.ts";
import { type GuardedStatement, guardSql, type SqlScope } from "../sql/guard.ts";
import type { Ledgers } from "../store/ledgers.ts";
import type { Memories } from "../store/memories.ts";
import type { QueryOptions, QueryResult, Warehouse } from "../warehouse/warehouse.ts";
import type { Workspace } from "../workspace.ts";
import { type Decided, decide } from "./decide.ts";
import { type Engine, engineFor } from "./engine.ts";
import type { Governance, RoleView } from "./governance.ts";
import { NO_SOURCE, notedKnowledge, notedMemories, readKpi, refusalFor } from "./noted-sources.ts";
import { type Note, sentencesOf } from "./notes.ts";
import { askSafely } from "./safe/ask-safely.ts";
import { lastTold } from "./sparse-ends.ts";
import type { Trail } from "./trail.ts";

/** What a statement found, and what of it is told. */
export type Reached = {
  readonly asked: GuardedStatement;
  /** Set when it was compiled from the model of who asks. */
  readonly compiled?: CompiledQuery;
  readonly result: QueryResult;
  /** What was kept back, and why. */
  readonly notes: readonly Note[];
  /** The last date of the data read (ISO), null when they carry no time. */
  readonly asOf: string | null;
};

/** The one way to the sources of a workspace: decides for who asks, runs, and notes what was read. */
export type Gate = {
  /** A refusal for the role's sake is `denied`; else as `Warehouse.query`. */
  query(sql: string, options: GateOptions): Promise<Result<Reached>>;
  /** Figures of the whole, of metrics that the role has. */
  kpi(request: KpiRequest, signal: AbortSignal): Promise<Result<KpiAnswer>>;
  readonly knowledge: Knowledge;
  readonly memories: Memories;
  note: Trail["note"];
};

/** `store` is where the statement's tables are; `customer` the one that it is about, where it is about one alone. */
export type GateOptions = QueryOptions & { readonly store?: Store; readonly customer?: string };

export type Gated = {
  readonly open: {
    readonly workspace: Workspace;
    readonly scope: SqlScope;
    readonly coverage: ReadonlyMap<string, Coverage>;
    readonly warehouse: Pick<Warehouse, "query" | "asOf">;
    readonly knowledge: Knowledge;
    readonly customers?: CustomerDatabase;
    readonly metricsApi?: MetricsApi;
  };
  /** Undefined where everything of the workspace is everyone's. */
  readonly governed: { readonly governance: Governance; readonly view: RoleView } | undefined;
  readonly policy: Policy;
  readonly memories: Memories;
  readonly ledgers: Ledgers;
  readonly keepDays: number;
  readonly trail: Trail;
};

/** The gate of one turn. */
export function createGate(gated: Gated): Gate {
  const { open, governed, trail } = gated;
  const view = governed?.view;
  return {
    note: trail.note,
    knowledge: notedKnowledge(view?.knowledge ?? open.knowledge, trail),
    memories: notedMemories(gated.memories, trail, governed?.governance.redactor ?? asItIs),
    kpi: (request, signal) => readKpi({ request, signal }, { ...open, trail }, view),
    query: async (sql, options) => {
      const role = view?.role.name ?? gated.policy.role;
      const engine = engineFor({ ...options, role }, open);
      if (!engine) return refuse(sql, NO_SOURCE, { trail, source: options.store ?? "warehouse" });
      const decided = await decideOn(sql, { engine, options, gated });
      if (!decided.ok) return refuse(sql, decided.failure, { trail, source: engine.name });
      const run = { engine, options, gated };
      return decided.value.kind === "aggregates"
        ? queryAggregates(decided.value, run)
        : queryRows(decided.value, run);
    },
  };
}

function asItIs(text: string): string {
  return text;
}

async function decideOn(sql: string, run: Run): Promise<Result<Decided>> {
  const { engine, options, gated } = run;
  const { open, governed } = gated;
  const view = governed?.view;
  const refused = refusalFor(engine.name, view);
  if (refused) return fail(refused);
  const { name, scope, readable } = engine;
  const shown = view && name === "customers" ? { ...view, scope: view.customers ?? scope } : view;
  const decided = decide(sql, { workspace: open.workspace, scope }, shown);
  if (!decided.ok || !readable || !view) return decided;
  const { asked, compiled } = decided.value;
  return isReadable(asked, await readable(options.signal))
    ? decided
    : fail(deniedByStore(compiled, view));
}

/** True when the store lets the role read every column of the statement, and something of each of its tables. */
function isReadable({ tables, columns }: GuardedStatement, readable: ReadonlySet<string>): boolean {
  const all = [...readable];
  return (
    columns.every((column) => readable.has(column.toLowerCase())) &&
    tables.every((table) => all.some((one) => one.startsWith(`${table.toLowerCase()}.`)))
  );
}

function deniedByStore(compiled: CompiledQuery | undefined, { role }: RoleView): Failure {
  const what = compiled === undefined ? "That" : compiled.title;
  return { kind: "denied", message: `${what} is not shown to the role ${role.title}` };
}

type Refusing = { readonly trail: Trail; readonly source: string };

function refuse(sql: string, failure: Failure, { trail, source }: Refusing): Result<never> {
  trail.note({ source, decision: "refused", statement: sql, reason: wordsOf(failure) });
  return fail(failure);
}

type Run = { readonly engine: Engine; readonly options: GateOptions; readonly gated: Gated };
type Rows = Extract<Decided, { kind: "statement" }>;
type Aggregates = Extract<Decided, { kind: "aggregates" }>;

async function queryRows({ statement, asked, compiled }: Rows, run: Run): Promise<Result<Reached>> {
  const { engine, options, gated } = run;
  const result = await read(statement, { ...run, asked, by: engine.asked });
  if (!result.ok) return gated.governed ? fail(withoutNames(result.failure)) : result;
  const asOf = await engine.asked.asOf(statement.tables, options.signal);
  return ok({ asked, result: result.value, notes: [], asOf, ...(compiled && { compiled }) });
}

async function queryAggregates(
  { query, asked, compiled }: Aggregates,
  run: Run,
): Promise<Result<Reached>> {
  const { engine, options, gated } = run;
  const { governed, policy, trail } = gated;
  if (!governed) return fail({ kind: "internal" });
  const { governance, view } = governed;
  const ask = (by: Engine["facts"]) => (sql: string, maxRows: number) => {
    const guarded = guardSql(sql, engine.scope);
    if (!guarded.ok) return Promise.resolve(guarded);
    const limits = { ...options.limits, maxRows };
    const own = { ...run, options: { ...options, limits }, asked: guarded.value };
    return read(guarded.value, { ...own, by });
  };
  const safe = await askSafely(query, {
    model: governance.whole,
    shown: view.workspace.model,
    options: gated.open.workspace,
    access: governance.access,
    coverage: gated.open.coverage,
    policy,
    ledgers: gated.ledgers,
    keepDays: gated.keepDays,
    askShown: ask(engine.asked),
    ask: ask(engine.facts),
  });
  const { tables, columns, sql: statement } = asked;
  const about = { source: engine.name, tables, columns, statement };
  if (!safe.ok) {
    trail.note({ ...about, decision: "refused", reason: wordsOf(safe.failure) });
    return fail(withoutNames(safe.failure));
  }
  const { result, notes } = safe.value;
  const { rowCount: rows, bytes } = result;
  trail.note({
    ...{ ...about, rows, bytes, decision: notes.length > 0 ? "narrowed" : "allowed" },
    ...(notes.length > 0 && { reason: sentencesOf(notes).join("; ") }),
  });
  const asOf = await lastDay({ query, asked }, { engine, options, gated });
  return ok({ asked, compiled, result: cut(result, options.limits.maxRows), notes, asOf });
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

type Reading = Run & { readonly asked: GuardedStatement; readonly by: Engine["facts"] };

/** Runs a statement and notes what it read, also when it fails: it may have been on its way. */
async function read(
  statement: GuardedStatement,
  { asked, by, engine, options, gated: { trail } }: Reading,
): Promise<Result<QueryResult>> {
  const { tables, columns } = asked;
  const about = { source: engine.name, tables, columns, statement: statement.sql };
  try {
    const result = await by.query(statement, options);
    if (result.ok) {
      const { rowCount: rows, bytes } = result.value;
      trail.note({ ...about, decision: "allowed", rows, bytes });
    } else trail.note({ ...about, decision: "failed", reason: toWords(result.failure) });
    return result;
  } catch (thrown) {
    trail.note({ ...about, decision: "failed", reason: "The source did not answer" });
    throw thrown;
  }
}

/** An engine's complaint may name what the role does not know. */
function withoutNames(failure: Failure): Failure {
  return failure.kind === "query-rejected"
    ? {
        kind: "query-rejected",
        reason: "The warehouse could not run the statement; write it otherwise",
      }
    : failure;
}

function wordsOf(failure: Failure): string {
  return failure.kind === "query-rejected" ? failure.reason : toWords(failure);
}
