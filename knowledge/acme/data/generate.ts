import type { GeneratedTable } from "../../../agent/warehouse/generated-table.ts";
import { balanceCells } from "./balance.ts";
import { toIso } from "./calendar.ts";
import { type Customer, createCustomers } from "./customers.ts";
import { targetRows } from "./plan.ts";
import { discountOf, revenueOf } from "./prices.ts";
import { PRODUCTS } from "./products.ts";
import { createRandom } from "./random.ts";
import { createCells, type Sale } from "./sales.ts";
import { settleVisits } from "./settle.ts";
import { createVisits } from "./visits.ts";

/** Acme's four tables, 2023-2024; the same rows in the same order each time. */
export function generate(): readonly GeneratedTable[] {
  const customers = createCustomers();
  const cells = createCells(settleVisits(createVisits(customers)));
  balanceCells(cells);
  const sales = inOrder(cells.flatMap((cell) => cell.sales));
  return [transactions(sales), customerTable(customers, sales), products(), targets()];
}

/** By date; within a day as they came in. */
function inOrder(sales: readonly Sale[]): readonly Sale[] {
  const random = createRandom("acme order");
  const keyed = sales.map((sale) => ({ sale, key: sale.on + random.next() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ sale }) => sale);
}

const usd = (cents: number) => (cents / 100).toFixed(2);

function transactions(sales: readonly Sale[]): GeneratedTable {
  return {
    name: "transactions",
    columns: [
      { name: "transaction_id", type: "STRING" },
      { name: "transaction_date", type: "DATE" },
      { name: "customer_id", type: "STRING" },
      { name: "product_id", type: "STRING" },
      { name: "region", type: "STRING" },
      { name: "channel", type: "STRING" },
      { name: "quantity", type: "INT64" },
      { name: "unit_price", type: "NUMERIC" },
      { name: "discount_rate", type: "NUMERIC" },
      { name: "revenue", type: "NUMERIC" },
    ],
    rows: sales.map((sale, i) => [
      `T-${100001 + i}`,
      toIso(sale.on),
      sale.customer.id,
      sale.product.id,
      sale.customer.region,
      sale.channel,
      sale.quantity,
      usd(sale.unitCents),
      usd(discountOf(sale)),
      usd(revenueOf(sale)),
    ]),
  };
}

function customerTable(customers: readonly Customer[], sales: readonly Sale[]): GeneratedTable {
  const bought = new Map<Customer, number>();
  for (const sale of sales) {
    bought.set(sale.customer, (bought.get(sale.customer) ?? 0) + revenueOf(sale));
  }
  const random = createRandom("acme history");
  return {
    name: "customers",
    columns: [
      { name: "customer_id", type: "STRING" },
      { name: "customer_name", type: "STRING" },
      { name: "segment", type: "STRING" },
      { name: "region", type: "STRING" },
      { name: "acquisition_date", type: "DATE" },
      { name: "lifetime_value", type: "NUMERIC" },
      { name: "pricing_plan", type: "STRING" },
    ],
    rows: customers.map((customer) => [
      customer.id,
      customer.name,
      customer.segment,
      customer.region,
      toIso(customer.acquired),
      usd((bought.get(customer) ?? 0) + historyCents(customer, random.next())),
      customer.plan,
    ]),
  };
}

/** What a customer had bought before 2023: the usual order at the usual pace, for as long as they had been one. */
function historyCents(customer: Customer, chance: number): number {
  if (customer.acquired >= 0) return 0;
  const orders = 1 + Math.floor((-customer.acquired / customer.gapDays) * (0.25 + 0.3 * chance));
  return Math.round(orders * customer.orderUsd * 94 * (0.9 + 0.2 * chance));
}

function products(): GeneratedTable {
  return {
    name: "products",
    columns: [
      { name: "product_id", type: "STRING" },
      { name: "product_name", type: "STRING" },
      { name: "category", type: "STRING" },
      { name: "list_price", type: "NUMERIC" },
    ],
    rows: PRODUCTS.map((p) => [p.id, p.name, p.category, usd(p.listCents)]),
  };
}

function targets(): GeneratedTable {
  return {
    name: "targets",
    columns: [
      { name: "year", type: "INT64" },
      { name: "quarter", type: "INT64" },
      { name: "region", type: "STRING" },
      { name: "revenue_target", type: "NUMERIC" },
    ],
    rows: targetRows(),
  };
}
