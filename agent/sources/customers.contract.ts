import { TurnError } from "../failure.ts";
import { guardSql, type SqlScope } from "../sql/guard.ts";
import { missingInDatabase } from "./check-customer-schema.ts";
import { createCustomers } from "./create-customers.ts";
import type { PostgresDriver } from "./postgres-driver.ts";

/** A little company's customers, with a role that may know all but the letters to write to, and one that knows sums. */
export const LEDGER: readonly string[] = [
  `CREATE SCHEMA ledger;
CREATE TABLE ledger.clients (client_id text PRIMARY KEY, name text, email text, tier text, fee numeric(20, 2), since date);
CREATE VIEW ledger.tiers AS SELECT tier, count(*) AS clients, sum(fee) AS fee FROM ledger.clients GROUP BY tier;
INSERT INTO ledger.clients VALUES
  ('a', 'O''Hara; DROP', 'ann@a.example', 'big', 1200.50, '2025-01-31'),
  ('b', 'Bread', 'ben@b.example', 'small', 80, '2025-02-03'),
  ('c', NULL, 'cat@c.example', 'small', 9007199254740.99, '2025-03-31');`,
  `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_clerk') THEN CREATE ROLE ledger_clerk NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_chief') THEN CREATE ROLE ledger_chief NOLOGIN; END IF;
END $$;
GRANT USAGE ON SCHEMA ledger TO ledger_clerk, ledger_chief;
GRANT SELECT (client_id, name, tier, fee, since) ON ledger.clients TO ledger_clerk;
GRANT SELECT ON ledger.tiers TO ledger_clerk, ledger_chief;
ALTER TABLE ledger.clients ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_client ON ledger.clients FOR SELECT TO ledger_clerk
  USING (coalesce(current_setting('insight.customer', true), '') IN ('', client_id));`,
];

const scope = {
  dataset: "ledger",
  tables: new Map([
    ["clients", ["client_id", "name", "email", "tier", "fee", "since"]],
    ["tiers", ["tier", "clients", "fee"]],
  ]),
};

/** What every driver must keep; `open` gives one on a database that holds `LEDGER`. */
export function testCustomers(name: string, open: () => Promise<PostgresDriver>): void {
  describe(`createCustomers() on ${name}`, () => {
    let driver: PostgresDriver;
    beforeAll(async () => {
      driver = await open();
    }, 60_000);
    afterAll(() => driver[Symbol.asyncDispose]());

    test("run() ends with the reason of a signal that aborts, and answers the next question", async () => {
      const session = { dbRole: "ledger_clerk", settings: {}, timeoutMs: 10_000 };
      const stop = new AbortController();
      const left = driver.run({ sql: "SELECT 1", values: [] }, session, stop.signal);
      stop.abort(new Error("Enough"));
      await expect(left).rejects.toThrow("Enough");
      const two = { sql: "SELECT 2 AS n", values: [] };
      const again = driver.run(two, session, AbortSignal.timeout(20_000));
      expect((await again).rows).toEqual([["2"]]);
    });

    test("missingInDatabase() names columns and roles that are not there, and none that are, whoever may read them", async () => {
      const roles = ["ledger_boss", "ledger_clerk"];
      const check = (tables: SqlScope["tables"], of = roles) =>
        missingInDatabase({ driver, scope: { ...scope, tables }, roles: of, timeoutMs: 10_000 });
      expect(await check(scope.tables)).toEqual(["role ledger_boss"]);
      const grown = new Map([...scope.tables, ["clients", ["email", "region"]], ["gone", ["id"]]]);
      expect(await check(grown, ["ledger_chief"])).toEqual(["clients.region", "gone.id"]);
      expect(await check(scope.tables, ["ledger_boss"])).toEqual([]);
    });

    const ask = async (
      sql: string,
      as: { role?: string; customer?: string; maxRows?: number } = {},
    ) => {
      const { role = "Clerk", maxRows = 100, ...session } = as;
      const database = createCustomers({
        driver,
        scope,
        roles: { Clerk: "ledger_clerk", Chief: "ledger_chief" },
        today: () => "2025-04-01",
        asOf: () => null,
      });
      const guarded = guardSql(sql, scope);
      if (!guarded.ok) throw new TurnError(guarded.failure);
      return database.as({ role, ...session }).query(guarded.value, {
        limits: { maxRows, timeoutMs: 10_000, maxCostUsd: 0 },
        signal: new AbortController().signal,
      });
    };
    const rows = async (sql: string, as?: Parameters<typeof ask>[1]) => {
      const result = await ask(sql, as);
      if (!result.ok) throw new TurnError(result.failure);
      return result.value.rows;
    };
    const refusal = async (sql: string, as?: Parameters<typeof ask>[1]) => {
      const result = await ask(sql, as);
      return result.ok ? "nothing was refused" : JSON.stringify(result.failure);
    };

    test("query() gives numbers, dates and nothings as any warehouse does", async () => {
      const result = await ask(
        "SELECT client_id, name, fee, since FROM clients ORDER BY client_id",
      );
      expect(result).toMatchObject({
        ok: true,
        value: {
          rows: [
            ["a", "O'Hara; DROP", 1200.5, "2025-01-31"],
            ["b", "Bread", 80, "2025-02-03"],
            ["c", null, 9007199254740.99, "2025-03-31"],
          ],
        },
      });
      if (!result.ok) return;
      expect(result.value.columns.map(({ type }) => type)).toEqual([
        "string",
        "string",
        "number",
        "date",
      ]);
    });

    test("readable() tells what the database's own grants let each role read", async () => {
      const database = createCustomers({
        ...{ driver, scope, today: () => undefined, asOf: () => null },
        roles: { Clerk: "ledger_clerk", Chief: "ledger_chief" },
      });
      const of = async (role: string) =>
        [...(await database.readable(role, new AbortController().signal))].toSorted();
      expect(await of("Chief")).toEqual(["tiers.clients", "tiers.fee", "tiers.tier"]);
      expect(await of("Clerk")).toContain("clients.name");
      expect(await of("Clerk")).not.toContain("clients.email");
      expect(await of("Nobody")).toEqual([]);
    });

    test("query() takes texts as values, whatever they hold", async () => {
      const one = (text: string) => rows(`SELECT COUNT(*) AS n FROM clients WHERE name = ${text}`);
      expect(await one(`'O\\'Hara; DROP'`)).toEqual([[1]]);
      expect(await one(`'\\' OR TRUE --'`)).toEqual([[0]]);
      expect(await one(`'$1'`)).toEqual([[0]]);
    });

    test("query() counts, sums, divides and cuts months as BigQuery does", async () => {
      expect(
        await rows(`SELECT DATE_TRUNC(since, MONTH) AS month, COUNTIF(fee > 100) AS dear,
  SAFE_DIVIDE(COUNT(*), 0) AS nothing, COUNT(DISTINCT tier) / 2 AS half, LAST_DAY(MAX(since), MONTH) AS last
FROM clients WHERE tier IN ('big', 'small') GROUP BY month ORDER BY month DESC LIMIT 2`),
      ).toEqual([
        ["2025-03-01", 1, null, 0.5, "2025-03-31"],
        ["2025-02-01", 0, null, 0.5, "2025-02-28"],
      ]);
      expect(
        await rows(
          "SELECT DATE_SUB(CURRENT_DATE(), INTERVAL 1 MONTH) AS a, DATE_DIFF(CURRENT_DATE(), DATE '2025-03-25', DAY) AS b, IF(NULL, 1, 2) AS c",
        ),
      ).toEqual([["2025-03-01", 7, 2]]);
    });

    test("query() puts nothings first, as BigQuery does", async () => {
      expect(await rows("SELECT name FROM clients ORDER BY name")).toEqual([
        [null],
        ["Bread"],
        ["O'Hara; DROP"],
      ]);
    });

    test("query() says that there was more", async () => {
      const result = await ask("SELECT client_id FROM clients ORDER BY client_id", { maxRows: 2 });
      expect(result).toMatchObject({ ok: true, value: { rowCount: 2, truncated: true } });
    });

    test("the database itself refuses what a role may not read, and says no value", async () => {
      const words = await refusal("SELECT email FROM clients");
      expect(words).toContain("does not let this role read");
      expect(words).not.toContain("example");
      expect(await refusal("SELECT * FROM clients")).toContain("does not let this role read");
      expect(await refusal("SELECT client_id FROM clients", { role: "Chief" })).toContain(
        "does not let",
      );
      expect(
        await rows("SELECT tier, clients FROM tiers ORDER BY tier", { role: "Chief" }),
      ).toEqual([
        ["big", 1],
        ["small", 2],
      ]);
    });

    test("a role that the workspace does not name gets nothing", async () => {
      expect(await refusal("SELECT tier FROM tiers", { role: "Stranger" })).toContain("no access");
      expect(await refusal("SELECT tier FROM tiers", { role: "constructor" })).toContain(
        "no access",
      );
    });

    test("a session that is about one customer sees no other's rows, and the next session all again", async () => {
      expect(await rows("SELECT client_id FROM clients", { customer: "b" })).toEqual([["b"]]);
      expect(await rows("SELECT client_id FROM clients", { customer: "' OR TRUE" })).toEqual([]);
      expect(await rows("SELECT COUNT(*) AS n FROM clients")).toEqual([[3]]);
    });

    test("errors hold nothing of the data", async () => {
      const words = await refusal("SELECT CAST(name AS INT64) AS n FROM clients");
      expect(words).toContain("does not fit");
      expect(words).not.toContain("Hara");
    });

    test("nothing is written, whoever asks", async () => {
      const session = { dbRole: "postgres", settings: {}, timeoutMs: 5000 };
      const write = driver.run(
        { sql: "DELETE FROM ledger.clients", values: [] },
        session,
        new AbortController().signal,
      );
      await expect(write).rejects.toMatchObject({ code: "25006" });
      expect(await rows("SELECT COUNT(*) AS n FROM clients")).toEqual([[3]]);
    });
  });
}
