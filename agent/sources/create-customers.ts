import { fail, ok, type Result, TurnError } from "../failure.ts";
import type { SqlScope } from "../sql/guard.ts";
import { toPostgres } from "../sql/to-postgres.ts";
import { UNKNOWN } from "../sql/types.ts";
import type { QueryOptions, QueryResult, Warehouse } from "../warehouse/warehouse.ts";
import type { CustomerDatabase, CustomerSession } from "./customer-database.ts";
import { toTable } from "./postgres-cells.ts";
import type { PostgresDriver, PostgresRows } from "./postgres-driver.ts";
import { toRefusal } from "./postgres-errors.ts";

/** The setting by which row security knows the one customer that a session is about. */
const CUSTOMER_SETTING = "insight.customer";

export type CustomersOptions = {
  readonly driver: PostgresDriver;
  readonly scope: SqlScope;
  /** Roles of the database by roles of the chatbot. */
  readonly roles: Readonly<Record<string, string>>;
  /** Where the workspace has a clock of its own. */
  readonly today: () => string | undefined;
  /** The last date of the data; null when it carries none. */
  readonly asOf: () => string | null;
};

/** The customer database of a workspace on a driver. */
export function createCustomers(options: CustomersOptions): CustomerDatabase {
  const { driver, scope } = options;
  const catalog = {
    dataset: scope.dataset,
    tables: new Map(
      [...scope.tables].map(([table, columns]) => [
        table,
        columns.map((name) => ({ name, type: UNKNOWN })),
      ]),
    ),
  };
  const queryAs =
    (session: CustomerSession): Warehouse["query"] =>
    async (statement, { limits, signal }) => {
      const dbRole = dbRoleOf(session, options);
      if (dbRole === undefined) return refuse("This role has no access to the customer database");
      const today = options.today();
      const most = limits.maxRows + 1;
      const printed = toPostgres(statement, { catalog, most, ...(today && { today }) });
      if (!printed.ok) return printed;
      const startedMs = performance.now();
      const settings = { [CUSTOMER_SETTING]: session.customer ?? "" };
      const inside = { dbRole, settings, timeoutMs: limits.timeoutMs };
      const read = await attempt(driver.run(printed.value, inside, signal), { limits, signal });
      return read.ok ? ok(toResult(read.value, limits.maxRows, startedMs)) : read;
    };
  const known = new Map<string, ReadonlySet<string>>();
  return {
    scope,
    readable: async (role, signal) => {
      const dbRole = dbRoleOf({ role }, options);
      if (dbRole === undefined) return new Set();
      const found = known.get(dbRole) ?? (await readGrants(dbRole, options, signal));
      known.set(dbRole, found);
      return found;
    },
    as: (session) => ({
      kind: "postgres",
      query: queryAs(session),
      asOf: async () => options.asOf(),
      [Symbol.asyncDispose]: async () => {},
    }),
    warm: () => {
      // The first question tries again, and is told what went wrong.
      driver.warm?.().catch(() => {});
    },
    [Symbol.asyncDispose]: () => driver[Symbol.asyncDispose](),
  };
}

/** Columns of the schema that the role may read, by the grants of the database itself. */
const GRANTS = `SELECT c.relname, a.attname
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND a.attnum > 0 AND NOT a.attisdropped
  AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')`;

const GRANTS_MS = 5_000;

async function readGrants(
  dbRole: string,
  { driver, scope }: CustomersOptions,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const session = { dbRole, settings: {}, timeoutMs: GRANTS_MS };
  const reading = driver.run({ sql: GRANTS, values: [scope.dataset] }, session, signal);
  const read = await attempt(reading, { limits: { timeoutMs: GRANTS_MS }, signal });
  if (!read.ok) throw new TurnError(read.failure);
  return new Set(read.value.rows.map((row) => row.join(".").toLowerCase()));
}

function dbRoleOf({ role }: CustomerSession, { roles }: CustomersOptions): string | undefined {
  return Object.hasOwn(roles, role) ? roles[role] : undefined;
}

type Waiting = {
  readonly limits: Pick<QueryOptions["limits"], "timeoutMs">;
  readonly signal: AbortSignal;
};

async function attempt(
  reading: Promise<PostgresRows>,
  { limits, signal }: Waiting,
): Promise<Result<PostgresRows>> {
  try {
    return ok(await reading);
  } catch (cause) {
    signal.throwIfAborted();
    return toRefusal(cause, limits.timeoutMs);
  }
}

function toResult(read: PostgresRows, maxRows: number, startedMs: number): QueryResult {
  const { columns, rows } = toTable(read);
  const kept = rows.slice(0, maxRows);
  return {
    columns,
    rows: kept,
    rowCount: kept.length,
    truncated: rows.length > kept.length,
    bytes: 0,
    costUsd: 0,
    ms: performance.now() - startedMs,
  };
}

function refuse(reason: string) {
  return fail({ kind: "query-rejected", reason });
}
