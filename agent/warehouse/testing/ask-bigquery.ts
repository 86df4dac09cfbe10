import type { Failure } from "../../failure.ts";
import { type GuardedStatement, guardSql } from "../../sql/guard.ts";
import { type BigqueryOptions, type BigqueryWarehouse, openBigquery } from "../bigquery.ts";
import { CONTRACT_TABLES } from "../warehouse.contract.ts";
import type { QueryOptions, QueryResult } from "../warehouse.ts";
import {
  type BigqueryStandIn,
  openBigqueryStandIn,
  type StandInOptions,
} from "./bigquery-stand-in.ts";
import { seedStandIn, toSeed } from "./seed-stand-in.ts";

export type Asking = AsyncDisposable & {
  readonly standIn: BigqueryStandIn;
  readonly warehouse: BigqueryWarehouse;
  /** Rows and what they cost, or why not. */
  ask(sql: string, options?: Partial<QueryOptions>): Promise<QueryResult | Failure>;
};

export const LIMITS = { maxRows: 100, timeoutMs: 10_000, maxCostUsd: 1 };

/** A stand-in that holds the tables of the contract, and the adapter before it. */
export async function openAsking(
  options: Partial<BigqueryOptions> = {},
  standInOptions: StandInOptions = {},
): Promise<Asking> {
  const standIn = await openBigqueryStandIn(standInOptions);
  await seedStandIn(standIn.url, "contract", CONTRACT_TABLES.map(toSeed));
  const warehouse = await openBigquery({
    project: "p",
    location: "US",
    apiEndpoint: standIn.url,
    dataset: "contract",
    timeColumns: new Map([["orders", "day"]]),
    ...options,
  });
  return {
    standIn,
    warehouse,
    ask: async (sql, asked) => {
      const statement = guardSql(sql, warehouse.scope);
      const guarded = statement.ok ? statement.value : forge(sql);
      const { signal } = new AbortController();
      const result = await warehouse.query(guarded, { limits: LIMITS, signal, ...asked });
      return result.ok ? result.value : result.failure;
    },
    [Symbol.asyncDispose]: async () => {
      await warehouse[Symbol.asyncDispose]();
      await standIn[Symbol.asyncDispose]();
    },
  };
}

/** As if the guard had a hole: what stands behind it must hold alone. */
function forge(sql: string): GuardedStatement {
  return { sql, tables: ["orders"] } as unknown as GuardedStatement;
}
