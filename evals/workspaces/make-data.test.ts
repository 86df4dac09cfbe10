import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CsvTable, toCsv } from "./csv.ts";
import { freightTables } from "./freight/make-data.ts";
import { libraryTables } from "./library/make-data.ts";
import { subscriptionTables } from "./subscriptions/make-data.ts";

const here = dirname(fileURLToPath(import.meta.url));
const committed = (workspace: string, name: string) =>
  readFile(join(here, workspace, "data", `${name}.csv`), "utf8");

describe.each<[string, () => readonly CsvTable[]]>([
  ["freight", freightTables],
  ["library", libraryTables],
  ["subscriptions", subscriptionTables],
])("the data of %s", (workspace, tables) => {
  test("is what its script makes, to the byte", async () => {
    for (const table of tables()) {
      expect(toCsv(table) === (await committed(workspace, table.name)), table.name).toBe(true);
    }
  });

  test("has no key twice", () => {
    const keys: Readonly<Record<string, number>> = {
      copies: 2,
      account_months: 2,
      usage: 2,
      loan_goals: 2,
      mrr_goals: 2,
    };
    for (const { name, rows } of tables()) {
      const width = keys[name] ?? 1;
      const found = rows.map((row) => row.slice(0, width).join("|"));
      expect(new Set(found).size, name).toBe(rows.length);
    }
  });
});

describe("the loans of library", () => {
  const tables = new Map(libraryTables().map((table) => [table.name, table.rows]));
  const loans = tables.get("loans") ?? [];

  test("lend no copy twice at one time", () => {
    const back = new Map<string, string>();
    for (const [, branch, copy, , loaned, , returned] of loans) {
      const key = `${branch}/${copy}`;
      expect(String(loaned) > (back.get(key) ?? ""), `${key} on ${loaned}`).toBe(true);
      back.set(key, String(returned ?? "9999"));
    }
  });

  test("are none at Harbour while it was closed", () => {
    const closed = loans.filter(
      ([, branch, , , day]) =>
        branch === "HA" && String(day) >= "2025-03-10" && String(day) <= "2025-04-20",
    );
    expect(closed).toHaveLength(0);
  });

  test("name copies and members that exist", () => {
    const copies = new Set(
      (tables.get("copies") ?? []).map(([branch, copy]) => `${branch}/${copy}`),
    );
    const members = new Set((tables.get("members") ?? []).map(([id]) => id));
    for (const [id, branch, copy, member] of loans) {
      expect(copies.has(`${branch}/${copy}`) && members.has(member ?? ""), String(id)).toBe(true);
    }
  });
});
