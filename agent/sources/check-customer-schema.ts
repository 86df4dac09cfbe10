import type { SqlScope } from "../sql/guard.ts";
import type { PostgresDriver, PostgresRows } from "./postgres-driver.ts";

export type SchemaToCheck = {
  readonly driver: PostgresDriver;
  /** What the model names. */
  readonly scope: SqlScope;
  /** Roles of the database. */
  readonly roles: readonly string[];
  readonly timeoutMs: number;
};

/** Whatever there is, whoever may read it; and the roles that the service may take. */
const THERE_IS = `SELECT 'column', c.relname || '.' || a.attname
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'role', rolname FROM pg_catalog.pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')`;

/**
 * What a workspace names and its customer database lacks, as `table.column` and `role name`: a migration that has not been
 * run. Empty when the database does not answer, which is told where it is asked.
 */
export async function missingInDatabase(to: SchemaToCheck): Promise<readonly string[]> {
  const read = await readAsAny(to);
  if (!read) return [];
  const there = new Set(read.rows.map(([kind, name]) => `${kind} ${name}`.toLowerCase()));
  const columns = [...to.scope.tables].flatMap(([table, names]) =>
    names.map((name) => `${table}.${name}`),
  );
  return [
    ...columns.filter((name) => !there.has(`column ${name}`.toLowerCase())),
    ...to.roles.filter((name) => !there.has(`role ${name}`)).map((name) => `role ${name}`),
  ];
}

/** Any role will do, and one of them may be what is missing. */
async function readAsAny({
  driver,
  scope,
  roles,
  timeoutMs,
}: SchemaToCheck): Promise<PostgresRows | undefined> {
  const statement = { sql: THERE_IS, values: [scope.dataset] };
  for (const dbRole of roles) {
    const session = { dbRole, settings: {}, timeoutMs };
    const read = await driver
      .run(statement, session, AbortSignal.timeout(timeoutMs))
      .catch(() => undefined);
    if (read) return read;
  }
  return undefined;
}
