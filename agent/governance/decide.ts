import { fail, ok, type Result } from "../failure.ts";
import { compileQuery } from "../semantic/compile.ts";
import type { CompiledQuery, MetricQuery, SemanticQuery } from "../semantic/metric-query.ts";
import { readQueryComment } from "../semantic/query-comment.ts";
import { type GuardedStatement, guardSql, type SqlScope } from "../sql/guard.ts";
import { projectTables } from "../sql/project-tables.ts";
import type { Workspace } from "../workspace.ts";
import type { RoleView } from "./governance.ts";

/** What a statement comes to: it runs as it stands, or is a question that only aggregates answer. */
export type Decided =
  | {
      readonly kind: "statement";
      readonly statement: GuardedStatement;
      /** Canonical, as it was asked: what the model named, without what the gate added. */
      readonly asked: GuardedStatement;
      readonly compiled?: CompiledQuery;
    }
  | {
      readonly kind: "aggregates";
      readonly query: MetricQuery;
      readonly asked: GuardedStatement;
      readonly compiled: CompiledQuery;
    };

type Open = { readonly workspace: Workspace; readonly scope: SqlScope };

/**
 * Whether a statement may run for the role, on what it would bind to. Without a view everything of the workspace may.
 * Pure; the failure is `denied` where the role is the reason, `query-rejected` where the statement is.
 */
export function decide(sql: string, open: Open, view: RoleView | undefined): Result<Decided> {
  if (!view) return decideOpen(sql, open);
  const compiled = compiledAs(sql, view.workspace, open.scope);
  if (compiled) return decideCompiled(compiled, view);
  return view.role.sql === "compiled" ? fail(DENIED_FREE) : decideFree(sql, open, view);
}

function decideOpen(sql: string, open: Open): Result<Decided> {
  const guarded = guardSql(sql, open.scope);
  if (!guarded.ok) return guarded;
  const compiled = compiledAs(sql, open.workspace, open.scope)?.compiled;
  const statement = guarded.value;
  return ok({ kind: "statement", statement, asked: statement, ...(compiled && { compiled }) });
}

type Claim = {
  readonly query: SemanticQuery;
  readonly compiled: CompiledQuery;
  readonly statement: GuardedStatement;
};

/**
 * The semantic query that the statement says it was compiled from: believed only when compiling it again gives the same
 * statement. A comment that stands alone is compiled for whoever cannot do so.
 */
export function compiledAs(sql: string, workspace: Workspace, scope: SqlScope): Claim | undefined {
  const query = readQueryComment(sql);
  const compiled = query && compileQuery(query, workspace.model, workspace);
  if (!compiled?.ok) return undefined;
  const isBare = sql.trim().split("\n", 2).length === 1;
  const again = guardSql(compiled.value.sql, scope);
  const given = isBare ? again : guardSql(sql, scope);
  const isSame = given.ok && again.ok && given.value.sql === again.value.sql;
  return query && isSame ? { query, compiled: compiled.value, statement: again.value } : undefined;
}

/** What was compiled from the role's model reads what the model needs; that it reads nothing hidden is looked at once more. */
function decideCompiled({ query, compiled, statement }: Claim, view: RoleView): Result<Decided> {
  if (readsStrict(statement, view)) return fail(DENIED_HIDDEN);
  if (view.role.detail === "rows")
    return ok({ kind: "statement", statement, asked: statement, compiled });
  if (query.kind === "rows") return fail(deniedRows(view));
  // A group of those that have something is held against no other: what it gives away is not known.
  if (query.filters.some(({ by }) => by)) return fail(DENIED_LINKS);
  return ok({ kind: "aggregates", query, asked: statement, compiled });
}

/** Free SQL is read in a world without what is hidden, and runs on tables cut down to that world. */
function decideFree(sql: string, open: Open, view: RoleView): Result<Decided> {
  const asked = guardSql(sql, view.scope);
  if (!asked.ok) return asked;
  const statement = guardSql(projectTables(asked.value.sql, view.scope, open.scope), open.scope);
  if (!statement.ok) return statement;
  return readsStrict(statement.value, view)
    ? fail(DENIED_HIDDEN)
    : ok({ kind: "statement", statement: statement.value, asked: asked.value });
}

function readsStrict({ columns }: GuardedStatement, { strict }: RoleView): boolean {
  return columns.some((column) => strict.has(column.toLowerCase()));
}

const DENIED_FREE = {
  kind: "denied",
  message: "Your role asks by the metrics of this workspace, not by SQL of one's own",
} as const;

const DENIED_HIDDEN = {
  kind: "denied",
  message: "That needs data which your role does not show",
} as const;

const DENIED_LINKS = {
  kind: "denied",
  message: "Your role is not shown who has something or has nothing; totals and breakdowns are",
} as const;

function deniedRows({ role }: RoleView) {
  return {
    kind: "denied",
    message: `Single rows are not shown to ${role.title}; totals and breakdowns are`,
  } as const;
}
