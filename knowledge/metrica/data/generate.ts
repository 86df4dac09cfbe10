import type {
  GeneratedBySql,
  GeneratedTable,
  GenerateOptions,
} from "../../../agent/warehouse/generated-table.ts";
import { createCustomers, DAYS, planOn, toIso } from "./customers.ts";
import { eventsSql } from "./events-sql.ts";
import { peopleSql } from "./people-sql.ts";
import { ROLLUPS } from "./rollups-sql.ts";

const EVENTS = 2_000_000;

/** Metrica's warehouse, the first half of 2026: accounts, sessions, about `rows` events, and what sums them up. */
export function generate({
  rows = EVENTS,
}: GenerateOptions): readonly (GeneratedTable | GeneratedBySql)[] {
  return [
    accounts(),
    { name: "people", statements: peopleSql(rows) },
    { name: "events", statements: eventsSql(rows) },
    { name: "rollups", statements: ROLLUPS },
  ];
}

/** The nightly copy of the customer table: no contact, no money. */
function accounts(): GeneratedTable {
  return {
    name: "accounts",
    columns: [
      { name: "customer_id", type: "STRING" },
      { name: "company_name", type: "STRING" },
      { name: "plan_tier", type: "STRING" },
      { name: "industry", type: "STRING" },
      { name: "sign_in", type: "STRING" },
      { name: "created_on", type: "DATE" },
    ],
    rows: createCustomers().map((customer) => [
      customer.id,
      customer.name,
      (planOn(customer, (customer.churned ?? DAYS) - 1) ?? customer.plans[0])?.tier ?? null,
      customer.industry,
      customer.sso ? "single sign-on" : "password",
      toIso(customer.created),
    ]),
  };
}
