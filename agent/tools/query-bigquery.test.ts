import type { OpenWorkspace } from "../deps.ts";
import type { TableEvidence } from "../events.ts";
import { compileQuery } from "../semantic/compile.ts";
import type { SemanticQuery } from "../semantic/metric-query.ts";
import { toToolSql } from "../semantic/query-comment.ts";
import { createToolContext } from "../testing/create-tool-context.ts";
import { openShop } from "../testing/open-shop.ts";
import { queryBigquery } from "./query-bigquery.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

const SALES: SemanticQuery = {
  kind: "metrics",
  metrics: ["sales"],
  dimensions: ["products.category"],
  filters: [],
  time: { start: "2024-10-01", end: "2025-01-01" },
};

function compiled(query = SALES): string {
  const result = compileQuery(query, shop.workspace.model, shop.workspace);
  if (!result.ok) throw new Error("Cannot compile");
  return toToolSql(query, result.value);
}

function run(sql: string, open: Partial<OpenWorkspace> = {}) {
  return queryBigquery.run({ sql_query: sql }, createToolContext({ ...shop, ...open }));
}

async function evidenceOf(sql: string): Promise<TableEvidence> {
  const { evidence } = await run(sql);
  if (evidence?.tool !== "query_bigquery") throw new Error(`No rows: ${sql}`);
  return evidence;
}

const VERIFIED = "SELECT COUNT(*) AS orders FROM shop.orders";

describe("query_bigquery", () => {
  test("gives the model rows as objects, and people a table", async () => {
    const { output, evidence, results } = await run(
      "SELECT order_id, status FROM shop.orders WHERE order_id < 3 ORDER BY order_id",
    );
    expect(results).toBe(2);
    expect(output).toEqual({
      success: true,
      data: [
        { order_id: 1, status: "done" },
        { order_id: 2, status: "returned" },
      ],
      row_count: 2,
      columns: [
        { name: "order_id", type: "integer" },
        { name: "status", type: "string" },
      ],
      error: null,
      evidence_id: "E1.1",
      truncated: false,
      tables: ["orders"],
      as_of: null,
    });
    expect(evidence).toMatchObject({ grade: "sql", title: "Rows from orders", id: "E1.1" });
  });

  test("gives at most 1,000 rows and says that there were more", async () => {
    const evidence = await evidenceOf(
      "SELECT a.order_id FROM shop.orders AS a CROSS JOIN shop.orders AS b",
    );
    expect(evidence).toMatchObject({ row_count: 1000, truncated: true });
    expect(evidence.rows).toHaveLength(1000);
  });

  test.each([
    ["as it stands", VERIFIED],
    ["in other spacing and case", "select  count( * )\n\tAS orders\nfrom shop.orders -- all"],
  ])("grades a verified query %s", async (_, sql) => {
    expect(await evidenceOf(sql)).toMatchObject({
      grade: "verified",
      title: "How many orders were there?",
    });
  });

  test.each([
    ["another alias", "SELECT COUNT(*) AS n FROM shop.orders"],
    ["a condition", `${VERIFIED} WHERE order_id > 0`],
    ["another table", "SELECT COUNT(*) AS orders FROM shop.order_lines"],
  ])("does not take a query with %s for the verified one", async (_, sql) => {
    expect((await evidenceOf(sql)).grade).toBe("sql");
  });

  test("grades a query compiled from the semantic model, with its title, units and names", async () => {
    const evidence = await evidenceOf(compiled());
    expect(evidence).toMatchObject({ grade: "metric", title: "Sales by category, Q4 2024" });
    expect(evidence.columns).toMatchObject([
      { name: "category", label: "category" },
      { name: "sales", label: "sales", unit: "eur" },
    ]);
    expect(evidence.sql).not.toContain("metric_query");
  });

  test.each<[string, (sql: string) => string]>([
    ["other SQL", () => "SELECT 1 AS sales"],
    ["a condition more", (sql) => sql.replace("WHERE", "WHERE order_lines.quantity > 1 AND")],
    ["another period", (sql) => sql.replace("'2024-10-01'", "'2024-07-01'")],
    ["another factor", (sql) => sql.replace("SUM(", "2 * SUM(")],
    ["another column under the name", (sql) => sql.replace("unit_price", "quantity")],
  ])("does not believe a comment over %s", async (_, forge) => {
    const [comment = "", ...lines] = compiled().split("\n");
    const forged = `${comment}\n${forge(lines.join("\n"))}`;
    const evidence = await evidenceOf(forged);
    expect(evidence.grade).toBe("sql");
    expect(evidence.title).not.toContain("Q4 2024");
    expect(queryBigquery.label({ sql_query: forged }, shop)).toBe("Querying the warehouse");
  });

  test.each([
    ["no JSON", "-- metric_query: {nonsense"],
    [
      "an unknown metric",
      '-- metric_query: {"kind":"metrics","metrics":["x"],"dimensions":[],"filters":[]}',
    ],
    ["another form", '-- metric_query: {"kind":"metrics"}'],
    ["something else", "-- note: sales"],
  ])("runs a query whose comment is %s", async (_, comment) => {
    expect(await evidenceOf(`${comment}\n${VERIFIED}`)).toMatchObject({ grade: "verified" });
  });

  test("says in words what a compiled query asks for, and shows it without its comment", () => {
    const input = { sql_query: compiled() };
    expect(queryBigquery.label(input, shop)).toBe("Querying sales by category, Q4 2024");
    expect(queryBigquery.query(input)).toMatch(/^SELECT\n/);
  });

  test("names real columns to the model, and keeps the engine's words from people", async () => {
    const { output, failed } = await run("SELECT shipping_fees FROM shop.orders");
    expect(output).toMatchObject({ success: false, data: [], row_count: 0, columns: [] });
    expect(output["error"]).toContain("shipping_fee");
    expect(failed).toBe("The warehouse refused a query");
  });

  test("says what a query would cost when that is too much", async () => {
    const failure = { kind: "query-too-large", costUsd: 4.2, limitUsd: 1 } as const;
    const query = async () => ({ ok: false, failure }) as const;
    const { output, failed } = await run(VERIFIED, { warehouse: { ...shop.warehouse, query } });
    expect(failed).toContain("$4.20");
    expect(output["error"]).toBe(failed);
  });

  test.each([
    "DELETE FROM shop.orders",
    "SELECT * FROM information_schema.tables",
    "SELECT 1; SELECT 2",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM elsewhere.orders",
  ])("refuses %s before the warehouse sees it", async (sql) => {
    const query = vi.fn();
    const { output } = await run(sql, { warehouse: { ...shop.warehouse, query } });
    expect(output).toMatchObject({ success: false });
    expect(query).not.toHaveBeenCalled();
  });
});
