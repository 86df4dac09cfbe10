import { toDuckdb } from "./dialect.ts";
import { guardSql } from "./guard.ts";
import { UNKNOWN } from "./types.ts";

const COLUMNS = ["day", "club"];
const scope = { dataset: "gym", tables: new Map([["visits", COLUMNS]]) };
const tables = new Map([["visits", COLUMNS.map((name) => ({ name, type: UNKNOWN }))]]);

/** As many queries within expressions, each one of several ways to be let in. */
function translate(many: number) {
  const ways = Array.from(
    { length: many },
    (_, i) =>
      `(club = 'a' AND day < DATE '2025-01-01' AND day IN (SELECT MAX(day) - ${i} FROM gym.visits))`,
  );
  const guarded = guardSql(`SELECT COUNT(*) FROM gym.visits WHERE ${ways.join(" OR ")}`, scope);
  if (!guarded.ok) throw new Error(JSON.stringify(guarded.failure));
  return toDuckdb(guarded.value, { catalog: { dataset: "gym", tables } });
}

test("toDuckdb() takes as many queries within expressions as it says, wherever they stand, and no more", () => {
  expect(translate(3).ok).toBe(true);
  expect(translate(16).ok).toBe(true);
  expect(translate(17)).toMatchObject({
    failure: { kind: "query-rejected", reason: expect.stringContaining("More than 16 queries") },
  });
});
