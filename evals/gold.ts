import type { Deps } from "../agent/deps.ts";
import { toWords } from "../agent/failure.ts";
import { guardSql } from "../agent/sql/guard.ts";
import type { Turn } from "./question.ts";
import type { GoldTable } from "./scoring/check.ts";
import { type Gold, goldSqlOf } from "./scoring/score-turn.ts";

/** Runs gold SQL on a workspace's warehouse, each statement once. */
export type GoldSource = {
  /** @throws {Error} with the statement, when it is refused: a mistake of the golden question. */
  forTurn(workspace: string, turn: Turn): Promise<Gold>;
};

export function createGoldSource(deps: Deps): GoldSource {
  const known = new Map<string, Promise<GoldTable>>();
  const run = (workspace: string, sql: string) => {
    const key = `${workspace}: ${sql}`;
    const table = known.get(key) ?? runGold(deps, workspace, sql);
    known.set(key, table);
    return table;
  };
  return {
    forTurn: async (workspace, turn) => {
      const statements = goldSqlOf(turn.expect);
      const tables = await Promise.all(
        statements.map(async (sql) => [sql, await run(workspace, sql)] as const),
      );
      return new Map(tables);
    },
  };
}

async function runGold(deps: Deps, workspace: string, sql: string): Promise<GoldTable> {
  const open = deps.workspaces.get(workspace);
  if (!open) throw new Error(`Cannot run gold SQL: there is no workspace "${workspace}"`);
  const guarded = guardSql(sql, open.scope);
  if (!guarded.ok) throw refused(sql, guarded.failure);
  const result = await open.warehouse.query(guarded.value, {
    limits: { maxRows: 1000, timeoutMs: 30_000, maxCostUsd: 1 },
    signal: AbortSignal.timeout(30_000),
  });
  if (!result.ok) throw refused(sql, result.failure);
  const { columns, rows } = result.value;
  return { columns: columns.map(({ name }) => name), rows };
}

function refused(sql: string, failure: Parameters<typeof toWords>[0]): Error {
  const reason = "reason" in failure ? failure.reason : toWords(failure);
  return new Error(`Cannot run gold SQL (${reason}):\n${sql}`);
}
