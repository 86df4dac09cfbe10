import { guardSql } from "../sql/guard.ts";
import { HONEST } from "../sql/testing/honest.ts";
import { SCOPE } from "../sql/testing/scope.ts";
import { withToday } from "./bigquery-clock.ts";

const canonical = (sql: string): string => {
  const guarded = guardSql(sql, SCOPE);
  if (!guarded.ok) throw new Error(JSON.stringify(guarded.failure));
  return guarded.value.sql;
};

describe("withToday()", () => {
  test.each([
    ["SELECT CURRENT_DATE", "DATE '2025-01-06'"],
    ["SELECT CURRENT_DATE()", "DATE '2025-01-06'"],
    ["SELECT CURRENT_DATE('Asia/Tokyo')", "DATE '2025-01-06'"],
    ["SELECT CURRENT_DATE(CONCAT('Asia/', 'Tokyo'))", "DATE '2025-01-06'"],
    ["SELECT CURRENT_TIMESTAMP()", "TIMESTAMP '2025-01-06 00:00:00+00'"],
    ["SELECT CURRENT_DATETIME()", "DATETIME '2025-01-06 00:00:00'"],
  ])("puts the workspace's date into %s", (sql, literal) => {
    expect(withToday(canonical(sql), "2025-01-06")).toBe(`SELECT ${literal}`);
  });

  test.each([
    "SELECT 'CURRENT_DATE()' AS note",
    "SELECT id AS `current_date` FROM sales",
    "SELECT x.current_date FROM (SELECT 1 AS `current_date`) AS x",
  ])("leaves alone what only looks like it: %s", (sql) => {
    expect(withToday(canonical(sql), "2025-01-06")).toBe(canonical(sql));
  });

  test("leaves every statement alone where the date is the real one", () => {
    for (const sql of HONEST) expect(withToday(sql, undefined)).toBe(sql);
  });

  test("makes statements that the guard reads as before, without the current date", () => {
    const asking = HONEST.filter((sql) => sql.includes("CURRENT_DATE"));
    expect(asking.length).toBeGreaterThan(0);
    for (const sql of asking) {
      const fixed = withToday(canonical(sql), "2025-01-06");
      expect(canonical(fixed)).toBe(fixed);
      expect(fixed).not.toContain("CURRENT_DATE");
    }
  });
});
