import { z } from "zod";
import { pseudonymOf } from "../policy.ts";
import { runStatement, titleOf, withoutComment } from "./statement.ts";
import { defineTool } from "./tool.ts";

const input = z.strictObject({
  sql_query: z.string().min(1).describe("One SELECT in BigQuery SQL over the tables of the schema"),
});

/** Runs one SELECT on the warehouse: guarded, graded by what ran, bound to an evidence id. */
export const queryBigquery = defineTool({
  name: "query_bigquery",
  description:
    "Runs one read-only BigQuery SELECT on the company's data and returns its rows. Every figure of an answer must come from such rows.",
  input,
  label: ({ sql_query }, open) => titleOf(sql_query, open, open.scope),
  query: ({ sql_query }) => withoutComment(sql_query),
  run: ({ sql_query }, context) => {
    const labels = { user: pseudonymOf(context.policy), turn: context.messageId };
    return runStatement(sql_query, { tool: "query_bigquery", labels }, context);
  },
});
