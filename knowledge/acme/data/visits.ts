import { type Day, dayWeight, LAST_DAY, seasonOf } from "./calendar.ts";
import { type Customer, PRICE_INCREASE } from "./customers.ts";
import { createRandom, type Random } from "./random.ts";

/** Days on which a customer ordered, ascending. */
export type Visits = ReadonlyMap<Customer, readonly Day[]>;

/** A customer who has not left orders at least this often, so that only those who leave count as churned. */
const LONGEST_GAP = 72;

/** When everyone ordered, from habit, season and week alone. */
export function createVisits(customers: readonly Customer[]): Visits {
  const random = createRandom("acme visits");
  return new Map(customers.map((customer) => [customer, daysOf(customer, random)]));
}

function daysOf(customer: Customer, random: Random): Day[] {
  const days: Day[] = [];
  const atHome = customer.segment === "Consumer";
  let next = firstDay(customer, random);
  while (next <= LAST_DAY) {
    const on = next < 0 ? -1 : nearby(next, atHome, random);
    if (isCustomer(customer, on)) days.push(on);
    next += gapAfter(customer, next, random);
  }
  return days.sort((a, b) => a - b);
}

/** Old customers are in mid-rhythm when the data begins; new ones order within days of joining. */
function firstDay(customer: Customer, random: Random): Day {
  return customer.acquired < 0
    ? -random.next() * 4 * customer.gapDays
    : Math.min(LAST_DAY, customer.acquired + random.next() * 9);
}

function isCustomer(customer: Customer, on: Day): boolean {
  if (on < Math.max(customer.acquired, 0)) return false;
  if (on >= customer.lapses && on < customer.returns) return false;
  return on < PRICE_INCREASE || customer.slowdown !== Number.POSITIVE_INFINITY;
}

function gapAfter(customer: Customer, on: Day, random: Random): number {
  const pace = seasonOf(Math.max(0, Math.floor(on)), customer.segment === "Consumer");
  const gap = Math.min(LONGEST_GAP, random.wait(customer.gapDays / pace));
  if (on < PRICE_INCREASE || customer.slowdown === Number.POSITIVE_INFINITY) return gap;
  return gap * customer.slowdown;
}

/** The day itself or one up to three days beside it, as the week and the holidays have it. */
export function nearby(day: number, atHome: boolean, random: Random): Day {
  const middle = Math.floor(day);
  const days = [-3, -2, -1, 0, 1, 2, 3]
    .map((offset) => middle + offset)
    .filter((on) => on >= 0 && on <= LAST_DAY);
  return days[random.weighted(days.map((on) => dayWeight(on, atHome)))] ?? middle;
}
