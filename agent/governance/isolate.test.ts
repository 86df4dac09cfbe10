import type { OpenWorkspace } from "../deps.ts";
import { compileQuery } from "../semantic/compile.ts";
import type { SemanticQuery } from "../semantic/metric-query.ts";
import { toToolSql } from "../semantic/query-comment.ts";
import type { CustomerSession } from "../sources/customer-database.ts";
import { metrics } from "./testing/hostile.ts";
import { openAtlas } from "./testing/open-atlas.ts";
import { openGate } from "./testing/open-gate.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const named = (field: string, ...values: string[]) => [{ field, op: "in" as const, values }];

/** The statement that ran for an analyst, and its rows. */
async function ran(query: SemanticQuery, open = atlas, store?: "customers") {
  const gate = openGate(open, { role: "Analyst" });
  const model = open.governance?.views.get("Analyst")?.workspace.model ?? open.workspace.model;
  const compiled = compileQuery(query, model, open.workspace);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure));
  const options = {
    limits: { maxRows: 10, timeoutMs: 5_000, maxCostUsd: 1 },
    signal: new AbortController().signal,
    ...(store && { store }),
  };
  const reached = await gate.gate.query(toToolSql(query, compiled.value), options);
  if (!reached.ok) throw new Error(JSON.stringify(reached.failure));
  return { sql: gate.noted.at(-1)?.statement ?? "", rows: reached.value.result.rows };
}

describe("a question about one subject", () => {
  test.each([
    ["its name", named("accounts.company_name", "Company F5")],
    ["its key", named("accounts.customer_id", "c005")],
  ])("named by %s reads the rows of no other", async (_, filters) => {
    const { sql, rows } = await ran(metrics({ metrics: ["event_count"], filters }));
    expect(sql).toMatch(/events\.customer_id (?:IN \(|= )'c005'/);
    const bare = await openGate(atlas, { role: "Analyst" }).query(
      "SELECT COUNT(*) AS n FROM atlas.events WHERE customer_id = 'c005'",
    );
    expect(bare.ok && bare.value.result.rows).toEqual(rows);
  });

  test.each([
    ["several", named("accounts.company_name", "Company F5", "Company G6")],
    ["a group", named("accounts.tier", "pro")],
    ["none", []],
  ])("is not one about %s", async (_, filters) => {
    const { sql } = await ran(metrics({ metrics: ["event_count"], filters }));
    expect(sql).not.toMatch(/events\.customer_id (?:IN|=) [('c]*c0/);
  });

  test("tells a store with row security whom it is about", async () => {
    const sessions: CustomerSession[] = [];
    const customers = {
      scope: atlas.scope,
      warm: () => {},
      readable: async () =>
        new Set(
          [...atlas.scope.tables].flatMap(([table, all]) => all.map((one) => `${table}.${one}`)),
        ),
      as: (session: CustomerSession) => {
        sessions.push(session);
        return atlas.warehouse;
      },
      [Symbol.asyncDispose]: async () => {},
    };
    const open = { ...atlas, customers };
    const query = metrics({
      metrics: ["customer_count"],
      filters: named("accounts.company_name", "Company F5"),
    });
    const { rows } = await ran(query, open, "customers");
    expect(rows).toEqual([[1]]);
    expect(sessions.findLast(({ role }) => role === "Analyst")).toMatchObject({
      role: "Analyst",
      customer: "c005",
    });
  });
});
