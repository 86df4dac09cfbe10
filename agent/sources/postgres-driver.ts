/** One statement with the values of `$1`, `$2`, …. */
export type PostgresStatement = { readonly sql: string; readonly values: readonly string[] };

/** `settings` hold for the statement alone. `dbRole` is the database's. */
export type PostgresSession = {
  readonly dbRole: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
};

/** `rows` hold values as Postgres writes them; `oid` says of what type. */
export type PostgresRows = {
  readonly columns: readonly { readonly name: string; readonly oid: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
};

/** Postgres, a server's or the embedded one. */
export type PostgresDriver = AsyncDisposable & {
  /**
   * Runs one statement read-only, in a transaction of its own, as the role of the session.
   *
   * @throws what the engine throws (`code` is its SQLSTATE); the reason of `signal` when that aborts.
   */
  run(
    statement: PostgresStatement,
    session: PostgresSession,
    signal: AbortSignal,
  ): Promise<PostgresRows>;
  /** Starts what the first statement would have to wait for; nothing to start where it is a server's. */
  warm?(): Promise<void>;
};

/** Types whose text is asked for as it is: bool, int8, int2, int4, text, float4, float8, varchar, date, timestamp, timestamptz, numeric. */
export const PLAIN_OIDS: readonly number[] = [
  16, 20, 21, 23, 25, 700, 701, 1043, 1082, 1114, 1184, 1700,
];

/** What goes before the statement in its transaction. Names are quoted, values are parameters of `set_config`. */
export function sessionSql(session: PostgresSession): readonly PostgresStatement[] {
  const settings = { ...session.settings, statement_timeout: String(session.timeoutMs) };
  return [
    ...Object.entries(settings).map(([name, value]) => ({
      sql: "SELECT set_config($1, $2, true)",
      values: [name, value],
    })),
    { sql: `SET LOCAL ROLE "${session.dbRole.replaceAll('"', '""')}"`, values: [] },
  ];
}
