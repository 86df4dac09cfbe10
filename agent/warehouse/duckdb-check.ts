import { TurnError } from "../failure.ts";
import type { EngineConnection } from "./duckdb-engine.ts";

/** Operators that read nothing but what the statement itself makes; a grouping is a leaf where its rows come from a join beside it. */
const HARMLESS =
  /^(HASH_GROUP_BY|PERFECT_HASH_GROUP_BY|DUMMY_SCAN|EMPTY_RESULT|COLUMN_DATA_SCAN|DELIM_SCAN|CTE_SCAN|REC_CTE_SCAN|RECURSIVE_CTE_SCAN)$/;
const TABLE_SCAN = /^(SEQ_SCAN|TABLE_SCAN|INDEX_SCAN)$/;

/**
 * DuckDB's own opinion of a translated statement, since parsers disagree: its parser must see one SELECT, and its plan
 * must scan no table but those given, each as `schema.table`.
 *
 * @throws {TurnError} of kind `query-rejected` when it reaches further; what the engine throws for a statement it cannot plan.
 */
export async function checkStatement(
  connection: EngineConnection,
  sql: string,
  tables: ReadonlySet<string>,
): Promise<void> {
  if (!(await isOneSelect(connection, sql)))
    refuse("The engine does not read the statement as one SELECT");
  const { rows } = await connection.query(`EXPLAIN (FORMAT json) ${sql}`);
  const plan: unknown = JSON.parse(String(rows[0]?.[1]));
  for (const { name, table } of leaves(plan)) {
    if (TABLE_SCAN.test(name) && table !== undefined && tables.has(table)) continue;
    if (!HARMLESS.test(name))
      refuse(`The engine would read more than the tables named: ${table ?? name}`);
  }
}

async function isOneSelect(connection: EngineConnection, sql: string): Promise<boolean> {
  const { rows } = await connection.query(
    "SELECT CAST(json_serialize_sql($1::VARCHAR) AS VARCHAR)",
    {
      values: [sql],
    },
  );
  const { error, statements } = JSON.parse(String(rows[0]?.[0])) as {
    error: boolean;
    statements?: readonly unknown[];
  };
  return !error && statements?.length === 1;
}

function refuse(reason: string): never {
  throw new TurnError({ kind: "query-rejected", reason });
}

type PlanNode = {
  readonly name?: string;
  readonly children?: readonly PlanNode[];
  readonly extra_info?: { readonly Table?: string };
};
type Leaf = { readonly name: string; readonly table: string | undefined };

/** Operators without children: where a plan's rows come from. `table` is `schema.table`. */
function leaves(plan: unknown): readonly Leaf[] {
  if (Array.isArray(plan)) return plan.flatMap(leaves);
  const { name = "", children = [], extra_info: info } = plan as PlanNode;
  if (children.length > 0) return children.flatMap(leaves);
  return [
    { name: name.trim(), table: info?.Table?.split(".").slice(-2).join(".").replaceAll('"', "") },
  ];
}
