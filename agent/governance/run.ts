import { type Failure, type Result, toWords } from "../failure.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Policy } from "../policy.ts";
import type { CompiledQuery } from "../semantic/metric-query.ts";
import type { Store } from "../semantic/stores.ts";
import type { Coverage } from "../semantic/time-range.ts";
import type { CustomerDatabase } from "../sources/customer-database.ts";
import type { MetricsApi } from "../sources/metrics-api.ts";
import type { GuardedStatement, SqlScope } from "../sql/guard.ts";
import type { Ledgers } from "../store/ledgers.ts";
import type { Memories } from "../store/memories.ts";
import type { QueryOptions, QueryResult, Warehouse } from "../warehouse/warehouse.ts";
import type { Workspace } from "../workspace.ts";
import type { Engine } from "./engine.ts";
import type { Governance, RoleView } from "./governance.ts";
import type { Note } from "./notes.ts";
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

/** `store` is where the statement's tables are; `customer` the one that it is about, where it is about one alone. */
export type GateOptions = QueryOptions & { readonly store?: Store; readonly customer?: string };

/** What a gate is made of. */
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

/** One statement on its way to an engine. */
export type Run = {
  readonly engine: Engine;
  readonly options: GateOptions;
  readonly gated: Gated;
};

type Reading = Run & { readonly asked: GuardedStatement; readonly by: Engine["facts"] };

/** Runs a statement and notes what it read, also when it fails: it may have been on its way. */
export async function read(
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
export function withoutNames(failure: Failure): Failure {
  return failure.kind === "query-rejected"
    ? {
        kind: "query-rejected",
        reason: "The warehouse could not run the statement; write it otherwise",
      }
    : failure;
}

/** A failure in words for the audit. */
export function reasonOf(failure: Failure): string {
  return failure.kind === "query-rejected" ? failure.reason : toWords(failure);
}
