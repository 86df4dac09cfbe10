import { z } from "zod";
import type { OpenWorkspace } from "../deps.ts";
import type { SemanticQuery } from "../semantic/metric-query.ts";
import { readQueryComment } from "../semantic/query-comment.ts";
import { storeOf } from "../semantic/stores.ts";
import { runStatement, titleOf, withoutComment } from "./statement.ts";
import { defineTool } from "./tool.ts";

const input = z.strictObject({
  sql_query: z
    .string()
    .min(1)
    .describe("One SELECT in BigQuery SQL over the tables of the customer database alone"),
});

/** Runs one SELECT on the customer database, as the database role that the asker's role maps to. */
export const queryCustomers = defineTool({
  name: "query_customers",
  description:
    "Runs one read-only SELECT on the customer database (customers, plans, recurring revenue), which is not the warehouse: no statement reads both. Returns its rows.",
  input,
  offered: ({ customers }) => customers !== undefined,
  label: ({ sql_query }, open) =>
    open.customers
      ? titleOf(sql_query, open, open.customers.scope).replace("the warehouse", "customers")
      : "Querying customers",
  query: ({ sql_query }) => withoutComment(sql_query),
  run: async ({ sql_query }, context) => {
    const { open } = context;
    if (!open.customers) {
      const words = "This workspace has no customer database";
      return { output: { success: false, error: words }, failed: words };
    }
    const customer = onlyCustomer(readQueryComment(sql_query), open);
    const source = {
      tool: "query_customers",
      store: "customers",
      ...(customer !== undefined && { customer }),
      origin: "customer database",
    } as const;
    return runStatement(sql_query, source, context);
  },
});

/** The customer that a question is about alone, by its key: then the database shows no other's rows. */
function onlyCustomer(
  query: SemanticQuery | undefined,
  { workspace }: OpenWorkspace,
): string | undefined {
  const keys = workspace.model.datasets.flatMap((dataset) => {
    const [key = "", more] = dataset.primaryKey;
    return storeOf(dataset) === "customers" && more === undefined ? [key] : [];
  });
  for (const { field, op, values } of query?.filters ?? []) {
    const [value, another] = values;
    const isKey = keys.includes(field.slice(field.indexOf(".") + 1));
    const isOne = (op === "eq" || op === "in") && value !== undefined && another === undefined;
    if (isKey && isOne) return String(value);
  }
  return undefined;
}
