import { type Day, day, monthOf, quarterOf } from "./calendar.ts";
import { type Customer, PRICE_INCREASE } from "./customers.ts";
import { CHANNELS, type Channel, cellOf, REGIONS } from "./plan.ts";
import { discountOf } from "./prices.ts";
import { CATEGORIES, type Product, productsOf } from "./products.ts";
import { at, createRandom, type Random } from "./random.ts";
import type { Visits } from "./visits.ts";

/** One transaction. `unitCents` is before discount; `extra` is the discount beside the volume's, in hundredths. */
export type Sale = {
  readonly on: Day;
  readonly customer: Customer;
  readonly product: Product;
  readonly channel: Channel;
  readonly unitCents: number;
  readonly extra: number;
  quantity: number;
};

/** All sales of a quarter and region, `quarter` counting from Q1 2023. */
export type Cell = { readonly plannedCents: number; readonly sales: readonly Sale[] };

type Order = { readonly on: Day; readonly customer: Customer; readonly wish: number };

/** What everyone bought, each cell near its planned revenue. */
export function createCells(visits: Visits): Cell[] {
  const random = createRandom("acme sales");
  const orders = Array.from({ length: 8 * REGIONS.length }, (): Order[] => []);
  for (const [customer, days] of visits) {
    for (const on of days) {
      const cell = quarterOf(on) * REGIONS.length + REGIONS.indexOf(customer.region);
      at(orders, cell).push({ on, customer, wish: wishOf(customer, on, random) });
    }
  }
  return orders.map((cell, i) => {
    const region = at(REGIONS, i % REGIONS.length);
    const plannedCents = cellOf(Math.floor(i / REGIONS.length), region).revenueCents;
    const scale = plannedCents / cell.reduce((sum, order) => sum + order.wish, 0);
    return { plannedCents, sales: cell.map((order) => toSale(order, order.wish * scale, random)) };
  });
}

const SPREAD = { Enterprise: 0.62, SMB: 0.58, Consumer: 0.5 } as const;

/** What an order is worth before all orders of the cell are scaled to its revenue; larger at quarter ends. */
function wishOf(customer: Customer, on: Day, random: Random): number {
  const closing = customer.segment !== "Consumer" && monthOf(on) % 3 === 2 ? 1.14 : 1;
  return random.around(customer.orderUsd * closing, SPREAD[customer.segment]);
}

/** `cents` is what the order should come to, net. */
function toSale(order: Order, cents: number, random: Random): Sale {
  const { customer, on } = order;
  const products = productsOf(random.weighted(customer.tastes));
  const product = at(products, random.weighted(products.map((p) => suits(p, cents, customer))));
  const unitCents = unitPrice(product, customer, on);
  const sale = {
    on,
    customer,
    product,
    channel: at(CHANNELS, random.weighted(customer.channels)),
    unitCents,
    extra: extraDiscount(order, product, random),
    quantity: Math.max(1, Math.round(cents / unitCents)),
  };
  const net = 1 - discountOf(sale) / 100;
  return { ...sale, quantity: Math.max(1, Math.round(cents / (unitCents * net))) };
}

/** Pieces an order usually has. */
const TYPICAL_QUANTITY = { Enterprise: 11, SMB: 4.5, Consumer: 1.5 } as const;

/** How well a product suits an order of this worth: neither too dear for it nor a warehouse full. */
function suits(product: Product, cents: number, customer: Customer): number {
  const pieces = cents / product.listCents;
  const distance = Math.log(pieces / TYPICAL_QUANTITY[customer.segment]);
  const width = pieces < 1 || customer.segment === "Consumer" ? 0.5 : 1;
  return product.popularity * Math.exp(-((distance / width) ** 2) / 2) + 1e-9;
}

/** Legacy prices rose to the standard list on 1 November 2024 in West; other regions have price locks. */
function unitPrice(product: Product, customer: Customer, on: Day): number {
  if (customer.plan === "standard") return product.listCents;
  const raised = customer.region === "West" && on >= PRICE_INCREASE;
  return raised ? product.listCents : product.legacyCents;
}

const HOLIDAY_STARTS = new Set([day("2023-11-20"), day("2024-11-20")]);
const HOLIDAY_DAYS = 42;
const HOLIDAY_CATEGORIES = new Set<string>(CATEGORIES.slice(0, 2));

/** Frame agreements of Enterprise, the sellers' own 5%, the holiday promotion for Consumer. */
function extraDiscount(order: Order, product: Product, random: Random): number {
  const generous = random.next() < 0.12 ? 5 : 0;
  switch (order.customer.segment) {
    case "Enterprise":
      return 5 + generous;
    case "SMB":
      return generous;
    case "Consumer":
      return HOLIDAY_CATEGORIES.has(product.category) && isHoliday(order.on) ? 10 : 0;
  }
}

function isHoliday(on: Day): boolean {
  return [...HOLIDAY_STARTS].some((start) => on >= start && on < start + HOLIDAY_DAYS);
}
