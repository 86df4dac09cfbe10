import type { GeneratedTable } from "../../../agent/warehouse/generated-table.ts";
import { createCustomers, DAYS, monthEnds, planOn, toIso } from "./customers.ts";

/** Months of subscriptions before the first of the usage data. */
const MONTHS_BEFORE = 12;

/** The rows of the customer database. */
export function generate(): readonly GeneratedTable[] {
  return [customers(), subscriptions()];
}

const usd = (cents: number) => (cents / 100).toFixed(2);

function customers(): GeneratedTable {
  return {
    name: "customers",
    columns: [
      { name: "customer_id", type: "STRING" },
      { name: "company_name", type: "STRING" },
      { name: "contact_email", type: "STRING" },
      { name: "plan_tier", type: "STRING" },
      { name: "mrr", type: "NUMERIC" },
      { name: "created_at", type: "DATE" },
      { name: "churned_on", type: "DATE" },
    ],
    rows: createCustomers().map((customer) => {
      const now = planOn(customer, DAYS - 1);
      const last = planOn(customer, (customer.churned ?? DAYS) - 1);
      return [
        customer.id,
        customer.name,
        customer.email,
        (now ?? last ?? customer.plans[0])?.tier ?? null,
        usd(now?.cents ?? 0),
        toIso(customer.created),
        customer.churned === null ? null : toIso(customer.churned),
      ];
    }),
  };
}

function subscriptions(): GeneratedTable {
  return {
    name: "subscriptions",
    columns: [
      { name: "as_of", type: "DATE" },
      { name: "customer_id", type: "STRING" },
      { name: "plan_tier", type: "STRING" },
      { name: "mrr", type: "NUMERIC" },
    ],
    rows: monthEnds(MONTHS_BEFORE).flatMap((day) =>
      createCustomers().flatMap((customer) => {
        const plan = planOn(customer, day);
        return plan ? [[toIso(day), customer.id, plan.tier, usd(plan.cents)]] : [];
      }),
    ),
  };
}
