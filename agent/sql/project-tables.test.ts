import { openDuckdb } from "../warehouse/duckdb.ts";
import { guardSql, type SqlScope } from "./guard.ts";
import { projectTables } from "./project-tables.ts";

const whole: SqlScope = {
  dataset: "crm",
  tables: new Map([
    ["people", ["id", "email", "tier"]],
    ["visits", ["person", "id", "page"]],
  ]),
};
const narrow: SqlScope = {
  dataset: "crm",
  tables: new Map([
    ["people", ["id", "tier"]],
    ["visits", ["person", "id", "page"]],
  ]),
};

const setup = [
  "CREATE SCHEMA crm",
  "CREATE TABLE crm.people (id BIGINT, email VARCHAR, tier VARCHAR)",
  "INSERT INTO crm.people VALUES (1, 'secret@one', 'pro'), (2, 'secret@two', 'free')",
  "CREATE TABLE crm.visits (person BIGINT, id BIGINT, page VARCHAR)",
  "INSERT INTO crm.visits VALUES (1, 1, 'home'), (2, 2, 'home'), (1, 3, 'docs')",
];

/** Every way that was thought of to take up a column without its name. */
const SLY = [
  "SELECT * FROM crm.people",
  "SELECT p.* FROM crm.people AS p",
  "SELECT * EXCEPT (tier) FROM crm.people",
  "SELECT TO_JSON_STRING(p) AS j FROM crm.people AS p",
  "SELECT TO_JSON_STRING(people) AS j FROM crm.people",
  "SELECT ARRAY_AGG(p) AS a FROM crm.people AS p",
  "SELECT ANY_VALUE(p) AS a FROM crm.people AS p",
  "SELECT MAX(TO_JSON_STRING(p)) AS a FROM crm.people AS p",
  "SELECT p FROM crm.people AS p",
  "SELECT * FROM crm.people JOIN crm.visits USING (id)",
  "SELECT * FROM (SELECT * FROM crm.people)",
  "WITH w AS (SELECT * FROM crm.people) SELECT * FROM w",
  "SELECT * FROM crm.people UNION ALL SELECT person, page FROM crm.visits",
  "SELECT (SELECT AS STRUCT p.*).tier FROM crm.people AS p",
  "SELECT * FROM crm.people PIVOT (COUNT(id) FOR tier IN ('pro' AS pro))",
  "SELECT tier FROM crm.people ORDER BY TO_JSON_STRING(people)",
  "SELECT page FROM crm.visits WHERE EXISTS (SELECT * FROM crm.people AS p WHERE TO_JSON_STRING(p) LIKE '%@%')",
];

describe("projectTables()", () => {
  test("lets no statement reach a column that the scope does not name", async () => {
    await using warehouse = await openDuckdb({ source: { setup }, dataset: "crm" });
    const options = {
      limits: { maxRows: 100, timeoutMs: 10_000, maxCostUsd: 1 },
      signal: new AbortController().signal,
    };
    let ran = 0;
    for (const sql of SLY) {
      const guarded = guardSql(sql, narrow);
      if (!guarded.ok) continue;
      const statement = guardSql(projectTables(guarded.value.sql, narrow, whole), whole);
      if (!statement.ok) throw new Error(`${sql} was not read again`);
      expect(statement.value.columns, sql).not.toContain("people.email");
      const result = await warehouse.query(statement.value, options);
      expect(JSON.stringify(result), sql).not.toMatch(/secret|email/);
      if (result.ok) ran++;
    }
    expect(ran).toBeGreaterThan(8);
  });

  test("changes nothing where all of a table is shown", () => {
    const guarded = guardSql("SELECT page FROM visits AS v WHERE v.id > 1", whole);
    if (!guarded.ok) throw new Error("refused");
    expect(projectTables(guarded.value.sql, whole, whole)).toBe(guarded.value.sql);
  });
});

describe("guardSql().columns", () => {
  test.each([
    ["SELECT tier FROM people", "people.tier"],
    ["SELECT COUNT(*) AS n FROM people WHERE email LIKE 'a%'", "people.email"],
    ["SELECT tier FROM people ORDER BY email", "people.email,people.tier"],
    ["SELECT * EXCEPT (email) FROM people", "people.id,people.tier"],
    ["SELECT TO_JSON_STRING(p) AS j FROM people AS p", "people.email,people.id,people.tier"],
    ["SELECT page FROM people JOIN visits USING (id)", "people.id,visits.id,visits.page"],
    ["SELECT x FROM (SELECT email AS x FROM people)", "people.email"],
    [
      "WITH w AS (SELECT email AS x, tier FROM people) SELECT tier FROM w",
      "people.email,people.tier",
    ],
    [
      "SELECT ROW_NUMBER() OVER (PARTITION BY tier ORDER BY email) AS r FROM people",
      "people.email,people.tier",
    ],
    ["SELECT STRUCT(email AS e).e FROM people", "people.email"],
    [
      "SELECT id FROM visits WHERE id IN (SELECT id FROM people WHERE email = 'x')",
      "people.email,people.id,visits.id",
    ],
    ["SELECT COUNT(*) AS n FROM people", ""],
    [
      "SELECT v.page FROM visits AS v WHERE EXISTS (SELECT 1 FROM people AS p WHERE p.email = v.page)",
      "people.email,visits.page",
    ],
  ])("of %s are %s", (sql, columns) => {
    const guarded = guardSql(sql, whole);
    expect(guarded.ok && guarded.value.columns.join(",")).toBe(columns);
  });
});
