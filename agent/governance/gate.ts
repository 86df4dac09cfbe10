import { type Failure, fail, ok, type Result } from "../failure.ts";
import type { Knowledge } from "../knowledge.ts";
import type { CompiledQuery } from "../semantic/metric-query.ts";
import type { KpiRequest } from "../sources/metrics-api.ts";
import type { GuardedStatement } from "../sql/guard.ts";
import type { Memories } from "../store/memories.ts";
import { type Decided, decide } from "./decide.ts";
import { engineFor } from "./engine.ts";
import type { RoleView } from "./governance.ts";
import { isolate } from "./isolate.ts";
import { NO_SOURCE, notedKnowledge, notedMemories, refusalFor } from "./noted-sources.ts";
import { queryAggregates } from "./query-aggregates.ts";
import { readKpi, type ToldKpi } from "./read-kpi.ts";
import {
  type Gated,
  type GateOptions,
  type Reached,
  type Run,
  read,
  reasonOf,
  withoutNames,
} from "./run.ts";
import type { Trail } from "./trail.ts";

/** The one way to the sources of a workspace: decides for who asks, runs, and notes what was read. */
export type Gate = {
  /** A refusal for the role's sake is `denied`; else as `Warehouse.query`. */
  query(sql: string, options: GateOptions): Promise<Result<Reached>>;
  /** Figures of the whole, of metrics that the role has. */
  kpi(request: KpiRequest, signal: AbortSignal): Promise<Result<ToldKpi>>;
  readonly knowledge: Knowledge;
  readonly memories: Memories;
  note: Trail["note"];
};

/** The gate of one turn. */
export function createGate(gated: Gated): Gate {
  const { open, governed, trail } = gated;
  const view = governed?.view;
  return {
    note: trail.note,
    knowledge: notedKnowledge(view?.knowledge ?? open.knowledge, trail),
    memories: notedMemories(gated.memories, trail, governed?.governance.redactor ?? asItIs),
    kpi: (request, signal) => readKpi({ request, signal }, gated),
    query: async (sql, options) => {
      const role = view?.role.name ?? gated.policy.role;
      const engine = engineFor({ ...options, role }, open);
      if (!engine) return refuse(sql, NO_SOURCE, { trail, source: options.store ?? "warehouse" });
      const decided = await decideOn(sql, { engine, options, gated });
      if (!decided.ok) return refuse(sql, decided.failure, { trail, source: engine.name });
      const run = { engine, options, gated };
      return decided.value.kind === "aggregates"
        ? queryAggregates(decided.value, run)
        : queryIsolated(sql, decided.value, run);
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
  trail.note({ source, decision: "refused", statement: sql, reason: reasonOf(failure) });
  return fail(failure);
}

type Rows = Extract<Decided, { kind: "statement" }>;

/** Rows as they were asked for; about one subject alone those that are its own. */
async function queryIsolated(sql: string, rows: Rows, run: Run): Promise<Result<Reached>> {
  const { options, gated } = run;
  const own = rows.compiled && (await isolate(sql, run));
  const role = gated.governed?.view.role.name ?? gated.policy.role;
  const engine = own && engineFor({ ...options, role, customer: own.customer }, gated.open);
  if (!own || !engine) return queryRows(rows, run);
  const held = { ...run, engine, options: { ...options, customer: own.customer } };
  const decided = await decideOn(own.sql, held);
  return decided.ok && decided.value.kind === "statement"
    ? queryRows(decided.value, held)
    : queryRows(rows, run);
}

async function queryRows({ statement, asked, compiled }: Rows, run: Run): Promise<Result<Reached>> {
  const { engine, options, gated } = run;
  const result = await read(statement, { ...run, asked, by: engine.asked });
  if (!result.ok) return gated.governed ? fail(withoutNames(result.failure)) : result;
  const asOf = await engine.asked.asOf(statement.tables, options.signal);
  return ok({ asked, result: result.value, notes: [], asOf, ...(compiled && { compiled }) });
}
