import { fail, ok, type Result } from "../failure.ts";
import type { Query } from "./ast.ts";
import { Complaint } from "./complaint.ts";
import type { GuardedStatement } from "./guard.ts";
import { parseStatement } from "./parse-query.ts";
import { type Printed, printPostgres } from "./postgres/query.ts";
import type { Catalog } from "./resolution.ts";
import { resolveStatement } from "./resolve-query.ts";

export type PostgresDialect = {
  readonly catalog: Catalog;
  /** The date that CURRENT_DATE gives, where the workspace has a clock of its own; else the real one. */
  readonly today?: string;
  /** Rows to ask for at most. */
  readonly most: number;
};

/**
 * A guarded statement in Postgres' SQL with its values as parameters, with the same rows as BigQuery would give. What
 * cannot be made the same is `query-rejected` with words. Never throws.
 */
export function toPostgres(statement: GuardedStatement, dialect: PostgresDialect): Result<Printed> {
  try {
    const query = parseStatement(statement.sql);
    const resolution = resolveStatement(query, dialect.catalog);
    return ok(printPostgres(atMost(query, dialect.most), { resolution, ...dialect }));
  } catch (cause) {
    const reason =
      cause instanceof Complaint
        ? cause.message
        : "The statement could not be translated; write a simpler one";
    return fail({ kind: "query-rejected", reason });
  }
}

function atMost(query: Query, most: number): Query {
  const { limit } = query;
  const fits = limit?.kind === "number" && Number(limit.text) <= most;
  return fits ? query : { ...query, limit: { kind: "number", text: String(most) } };
}
