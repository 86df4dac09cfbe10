import type { Result } from "../../failure.ts";
import { type GuardedStatement, guardSql, type SqlScope } from "../guard.ts";
import { reasonOf } from "./shop.ts";

/** What the statements of the guard's tests may read. */
export const SCOPE: SqlScope = {
  dataset: "shop",
  tables: new Map([
    ["sales", ["id", "day", "region", "amount", "qty", "sold_at", "note", "ratio", "online"]],
    ["lists", ["k", "tags", "nested"]],
    ["customers", ["customer_id", "customer_name", "region", "drop", "Order Date"]],
  ]),
};

/** The canonical text, or the words of the refusal. */
export function guardText(sql: string): string {
  return textOf(guardSql(sql, SCOPE));
}

export function textOf(result: Result<GuardedStatement>): string {
  return result.ok ? result.value.sql : `Refused: ${reasonOf(result.failure)}`;
}
