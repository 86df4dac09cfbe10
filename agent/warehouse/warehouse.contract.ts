import type { Cell } from "../events.ts";
import type { Result } from "../failure.ts";
import { guardSql, type SqlScope } from "../sql/guard.ts";
import type { GeneratedTable } from "./generated-table.ts";
import type { QueryLimits, QueryResult, Warehouse } from "./warehouse.ts";

/** What the warehouse under test must hold, in the dataset `contract`; `orders` happen on `day`. */
export const CONTRACT_TABLES: readonly GeneratedTable[] = [
  {
    name: "orders",
    columns: [
      { name: "id", type: "STRING" },
      { name: "units", type: "INT64" },
      { name: "price", type: "NUMERIC" },
      { name: "day", type: "DATE" },
      { name: "paid", type: "BOOL" },
      { name: "score", type: "FLOAT64" },
      { name: "at", type: "TIMESTAMP" },
    ],
    rows: [
      ["007", 2, "10.10", "2024-01-31", true, 0.5, "2024-01-31T23:30:00Z"],
      ["008", 3, "0.2", "2024-03-01", false, -1.25, "2024-03-01T00:00:00.25Z"],
      ["x'y", null, null, null, null, null, null],
    ],
  },
  {
    name: "codes",
    columns: [
      { name: "code", type: "STRING" },
      { name: "big", type: "INT64" },
      { name: "exact", type: "NUMERIC" },
    ],
    rows: [["secret-value", "9007199254740993", "12345678901234567890.123456789"]],
  },
];

export type OpenContract = () => Promise<{
  readonly warehouse: Warehouse;
  readonly scope: SqlScope;
}>;

/** About as long as an engine can be kept busy without a table. */
const ENDLESS =
  "SELECT COUNT(*) FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS a, UNNEST(GENERATE_ARRAY(1, 1000000)) AS b WHERE MOD(a * b, 7) = 3";
const LIMITS: QueryLimits = { maxRows: 100, timeoutMs: 20_000, maxCostUsd: 1 };

/** What every warehouse does alike. `open` gives one that holds `CONTRACT_TABLES`; it is disposed here. */
export function testWarehouse(name: string, open: OpenContract): void {
  describe(`${name} as a warehouse`, () => {
    let warehouse: Warehouse;
    let scope: SqlScope;
    beforeAll(async () => {
      ({ warehouse, scope } = await open());
    });
    afterAll(() => warehouse[Symbol.asyncDispose]());

    const query = (
      sql: string,
      { limits = {}, signal = new AbortController().signal }: Asked = {},
    ): Promise<Result<QueryResult>> => {
      const guarded = guardSql(sql, scope);
      if (!guarded.ok)
        throw new Error(`The guard refused ${sql}: ${JSON.stringify(guarded.failure)}`);
      return warehouse.query(guarded.value, { limits: { ...LIMITS, ...limits }, signal });
    };
    const rows = async (sql: string): Promise<readonly (readonly Cell[])[]> => {
      const result = await query(sql);
      return result.ok ? result.value.rows : [[JSON.stringify(result.failure)]];
    };

    test("query() gives plain cells and says their types", async () => {
      const result = await query("SELECT * FROM orders ORDER BY id");
      if (!result.ok) throw new Error(JSON.stringify(result.failure));
      const { columns, rows: found, rowCount, truncated } = result.value;
      expect(columns.map((column) => `${column.name} ${column.type}`)).toEqual([
        "id string",
        "units integer",
        "price number",
        "day date",
        "paid boolean",
        "score number",
        "at timestamp",
      ]);
      expect(found).toEqual([
        ["007", 2, 10.1, "2024-01-31", true, 0.5, "2024-01-31T23:30:00Z"],
        ["008", 3, 0.2, "2024-03-01", false, -1.25, "2024-03-01T00:00:00.25Z"],
        ["x'y", null, null, null, null, null, null],
      ]);
      expect({ rowCount, truncated }).toEqual({ rowCount: 3, truncated: false });
    });

    test("query() gives what a double would lose as a string", async () => {
      expect(await rows("SELECT big, exact FROM codes")).toEqual([
        ["9007199254740993", "12345678901234567890.123456789"],
      ]);
    });

    test("query() adds decimals exactly", async () => {
      expect(await rows("SELECT SUM(price), COUNT(price) FROM orders")).toEqual([[10.3, 2]]);
    });

    test("query() names what has no name as BigQuery does, and gives nested values as JSON", async () => {
      const result = await query("SELECT COUNT(*), [1, 2], STRUCT('a' AS b), JSON '{\"c\":3}'");
      expect(result.ok && result.value.columns).toEqual([
        { name: "f0_", type: "integer" },
        { name: "f1_", type: "json" },
        { name: "f2_", type: "json" },
        { name: "f3_", type: "json" },
      ]);
      expect(result.ok && result.value.rows).toEqual([[1, "[1,2]", '{"b":"a"}', '{"c":3}']]);
    });

    test("query() gives columns where there are no rows", async () => {
      const result = await query("SELECT id, day FROM orders WHERE FALSE");
      expect(result.ok && result.value).toMatchObject({
        columns: [
          { name: "id", type: "string" },
          { name: "day", type: "date" },
        ],
        rows: [],
        rowCount: 0,
        truncated: false,
      });
    });

    test.each([
      [2, 2, true],
      [3, 3, false],
    ])("query() gives at most maxRows = %i", async (maxRows, rowCount, truncated) => {
      const result = await query("SELECT id FROM orders ORDER BY id", { limits: { maxRows } });
      expect(result.ok && result.value).toMatchObject({ rowCount, truncated });
      expect(result.ok && result.value.rows).toHaveLength(rowCount);
    });

    test.each([
      ["a value that cannot be cast", "SELECT CAST(code AS INT64) FROM codes"],
      ["a value that is no date", "SELECT PARSE_DATE('%Y', code) FROM codes"],
      ["a division by zero", "SELECT units / (units - units) FROM orders WHERE units = 2"],
    ])("query() refuses %s in words without the value", async (_, sql) => {
      const result = await query(sql);
      expect(result).toMatchObject({ ok: false, failure: { kind: "query-rejected" } });
      expect(JSON.stringify(result)).not.toContain("secret-value");
    });

    test("query() refuses a column that is neither grouped nor aggregated, by its name", async () => {
      const result = await query("SELECT id, SUM(units) FROM orders GROUP BY day");
      expect(JSON.stringify(result)).toMatch(/query-rejected.*\bid\b/);
    });

    test("query() that takes too long is a result of kind timed-out", async () => {
      const result = await query(ENDLESS, { limits: { timeoutMs: 100 } });
      expect(result).toEqual({
        ok: false,
        failure: { kind: "timed-out", what: "query", afterMs: 100 },
      });
    });

    test("query() rejects with the reason of its signal, before it starts and while it runs", async () => {
      const reason = new Error("The person left");
      await expect(query("SELECT 1", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const controller = new AbortController();
      const running = query(ENDLESS, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 50);
      await expect(running).rejects.toBe(reason);
      expect(await rows("SELECT 1")).toEqual([[1]]);
    });

    test("query() runs calls at the same time, more of them than it has connections", async () => {
      const sums = Array.from({ length: 12 }, (_, i) =>
        rows(`SELECT SUM(units) + ${i} FROM orders`),
      );
      expect(await Promise.all(sums)).toEqual(sums.map((_, i) => [[5 + i]]));
    });

    test("asOf() is the last date among the tables, null where they carry no time", async () => {
      const { signal } = new AbortController();
      expect(await warehouse.asOf(["orders"], signal)).toBe("2024-03-01");
      expect(await warehouse.asOf(["codes", "orders"], signal)).toBe("2024-03-01");
      expect(await warehouse.asOf(["codes"], signal)).toBeNull();
      expect(await warehouse.asOf([], signal)).toBeNull();
    });
  });
}

type Asked = { readonly limits?: Partial<QueryLimits>; readonly signal?: AbortSignal };
