import type { OpenWorkspace } from "../deps.ts";
import { forged, metrics } from "./testing/hostile.ts";
import { openAtlas } from "./testing/open-atlas.ts";
import { openGate } from "./testing/open-gate.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const SECRET = /jane\d*@|Jane Secret|secret\d/i;
const ROLES = ["Support", "Analyst", "Executive"] as const;

const rows = (fields: readonly string[], more = {}) =>
  ({ kind: "rows", dataset: "accounts", fields, filters: [], limit: 5, ...more }) as const;
const byMail = { field: "accounts.contact_email", op: "contains", values: ["jane5@"] } as const;

/** Statements that reach for personal data, by every way that was thought of. */
const SNATCHES: readonly string[] = [
  "SELECT contact_email FROM atlas.accounts",
  "SELECT Contact_EMAIL AS x FROM accounts",
  "SELECT a.contact_name FROM atlas.accounts AS a",
  "SELECT * FROM atlas.accounts",
  "SELECT a.* EXCEPT (tier) FROM atlas.accounts AS a",
  "SELECT TO_JSON_STRING(a) AS j FROM atlas.accounts AS a",
  "SELECT ARRAY_AGG(a) AS j FROM atlas.accounts AS a",
  "SELECT ANY_VALUE(a) AS j FROM atlas.accounts AS a GROUP BY tier",
  "SELECT STRUCT(a) AS j FROM atlas.accounts AS a",
  "SELECT MAX(contact_email) AS m FROM atlas.accounts",
  "SELECT COUNT(*) AS n FROM atlas.accounts WHERE contact_email LIKE 'jane5@%'",
  "SELECT customer_id FROM atlas.accounts ORDER BY contact_email LIMIT 1",
  "SELECT customer_id, RANK() OVER (ORDER BY contact_email) AS r FROM atlas.accounts",
  "SELECT customer_id FROM atlas.accounts QUALIFY ROW_NUMBER() OVER (ORDER BY contact_name) = 1",
  "SELECT tier, STRING_AGG(contact_name) AS names FROM atlas.accounts GROUP BY tier",
  "SELECT CAST(FORMAT('%T', a) AS INT64) AS x FROM atlas.accounts AS a",
  "SELECT CAST(contact_email AS INT64) AS x FROM atlas.accounts",
  "SELECT 1 / LENGTH(contact_email) AS x FROM atlas.accounts",
  "SELECT e.user_id FROM atlas.events AS e JOIN atlas.accounts AS a ON a.contact_email = e.user_id",
  "SELECT customer_id FROM atlas.accounts WHERE EXISTS (SELECT 1 FROM atlas.accounts AS b WHERE b.contact_email > 'k')",
  "WITH w AS (SELECT * FROM atlas.accounts) SELECT w.contact_email FROM w",
  "SELECT x.contact_email FROM (SELECT * FROM atlas.accounts) AS x",
  "SELECT customer_id FROM atlas.accounts UNION ALL SELECT contact_email FROM atlas.accounts",
  "SELECT `contact_email` FROM `atlas`.`accounts`",
  "SELECT * FROM atlas.accounts PIVOT (COUNT(customer_id) FOR tier IN ('pro' AS pro))",
  "SELECT column_name FROM atlas.INFORMATION_SCHEMA.COLUMNS",
  "SELECT * FROM duckdb_columns()",
  "SELECT sent FROM (SELECT contact_email, COUNT(*) AS sent FROM atlas.accounts GROUP BY contact_email)",
];

describe("createGate()", () => {
  describe.each(ROLES)("as %s", (role) => {
    test.each(SNATCHES)("tells no personal data for %s", async (sql) => {
      const { query, noted } = openGate(atlas, { role });
      const reached = await query(sql);
      expect(JSON.stringify(reached)).not.toMatch(SECRET);
      if (reached.ok) expect(JSON.stringify(reached.value.result.columns)).not.toMatch(/contact/);
      for (const { columns = [] } of noted) expect(columns.join()).not.toMatch(/contact/);
      expect(noted).not.toEqual([]);
    });

    test("believes no query that was compiled from more than its own model", async () => {
      const { ask } = openGate(atlas, { role });
      const queries = [
        rows(["accounts.contact_email"]),
        rows(["accounts.mail_domain"]),
        rows(["accounts.customer_id"], { filters: [byMail] }),
        rows(["accounts.customer_id"], {
          orderBy: [{ by: "accounts.contact_email", direction: "asc" }],
        }),
        metrics({ dimensions: ["accounts.contact_email"] }),
        metrics({ filters: [byMail] }),
        metrics({ metrics: ["mails_sent"] }),
      ];
      for (const query of queries)
        expect(await ask(query), JSON.stringify(query)).toBeTypeOf("string");
    });

    test("runs nothing that is not what its comment says", async () => {
      const { query } = openGate(atlas, { role });
      const [comment = ""] = forged(metrics({}), atlas).split("\n");
      const reached = await query(`${comment}\nSELECT contact_email FROM atlas.accounts`);
      expect(reached.ok).toBe(false);
    });
  });

  test("compiles a query for a model that cannot", async () => {
    const { query } = openGate(atlas, { role: "Support" });
    const [comment = ""] = forged(metrics({ metrics: ["customer_count"] }), atlas).split("\n");
    const reached = await query(comment);
    expect(reached.ok && reached.value.result.rows).toEqual([[60]]);
  });

  test.each(["Support", "Executive"] as const)("shows %s no row", async (role) => {
    const { ask, query } = openGate(atlas, { role });
    expect(await ask(rows(["accounts.tier", "accounts.country"]))).toMatch(
      /Single rows are not shown/,
    );
    const free = await query("SELECT tier FROM atlas.accounts");
    expect(!free.ok && free.failure).toMatchObject({ kind: "denied" });
  });

  test.each(["Support", "Executive"] as const)(
    "groups and filters nothing for %s by whom it is about",
    async (role) => {
      const { ask } = openGate(atlas, { role });
      for (const field of ["events.user_id", "events.customer_id", "accounts.company_name"]) {
        expect(await ask(metrics({ dimensions: [field] })), field).toBeTypeOf("string");
        const filters = [{ field, op: "eq", values: ["c005"] }] as const;
        expect(await ask(metrics({ filters })), field).toBeTypeOf("string");
      }
    },
  );

  test("shows each role its own of what is confidential", async () => {
    const of = async (role: string, name: string) =>
      openGate(atlas, { role }).ask(metrics({ metrics: [name] }));
    expect(await of("Analyst", "total_mrr")).toEqual([[904204]]);
    expect(await of("Analyst", "largest_mrr")).toEqual([[900000]]);
    expect(await of("Executive", "largest_mrr")).toBeTypeOf("string");
    expect(await of("Support", "total_mrr")).toBeTypeOf("string");
  });

  test("answers an analyst what is an analyst's, by columns cut out of the tables", async () => {
    const { query, noted } = openGate(atlas, { role: "Analyst" });
    const reached = await query(
      "SELECT company_name, mrr FROM atlas.accounts WHERE tier = 'enterprise'",
    );
    expect(reached.ok && reached.value.result.rowCount).toBe(5);
    expect(noted).toMatchObject([
      {
        source: "warehouse",
        decision: "allowed",
        tables: ["accounts"],
        columns: ["accounts.company_name", "accounts.mrr", "accounts.tier"],
        rows: 5,
      },
    ]);
  });

  test("keeps the engine's words from whoever may not know its names", async () => {
    const { query } = openGate(atlas, { role: "Analyst" });
    const reached = await query("SELECT CAST(company_name AS INT64) AS x FROM atlas.accounts");
    expect(JSON.stringify(reached)).not.toMatch(/Company [A-Z]|contact/);
  });

  test("lets a filter's value change nothing but the value", async () => {
    const nasty = ["'; DROP TABLE accounts; --", "x' OR '1'='1", "\\' OR TRUE --", "\u2028*/", "`"];
    const { ask } = openGate(atlas, { role: "Analyst" });
    for (const value of nasty) {
      const filters = [{ field: "accounts.tier", op: "eq", values: [value] }] as const;
      expect(await ask(metrics({ metrics: ["customer_count"], filters })), value).toEqual([[0]]);
    }
  });

  test("hands out documents by audience", async () => {
    const of = async (role: string) => {
      const { gate, noted } = openGate(atlas, { role });
      const signal = new AbortController().signal;
      const found = await gate.knowledge.search("x", { topK: 5, signal });
      expect(noted.at(-1)).toMatchObject({ source: "knowledge", rows: found.length });
      const board = await gate.knowledge.document("board-2025.md");
      return [found.map(({ source }) => source).join(), board?.source];
    };
    expect(await of("Support")).toEqual(["tiers.md", undefined]);
    expect(await of("Analyst")).toEqual(["tiers.md,queries.md", undefined]);
    expect(await of("Executive")).toEqual(["tiers.md,board-2025.md", "board-2025.md"]);
  });
});
