import { type Day, LAST_DAY, quarterOf } from "./calendar.ts";
import { type Customer, PRICE_INCREASE } from "./customers.ts";
import { cellOf, FINAL_CHURN, REGIONS, type Region } from "./plan.ts";
import { createRandom, type Random } from "./random.ts";
import { nearby, type Visits } from "./visits.ts";

type Schedule = Map<Customer, Day[]>;

/** Last day of the earlier 90-day window; the last window is the 90 days after it. */
const WINDOW_END: Day = LAST_DAY - 90;

/** The same visits with as few changes as bring churn and the number of transactions to the plan. */
export function settleVisits(visits: Visits): Visits {
  const schedule: Schedule = new Map([...visits].map(([customer, days]) => [customer, [...days]]));
  settleChurn(schedule, createRandom("acme churn"));
  const random = createRandom("acme counts");
  for (const region of REGIONS) {
    const customers = [...schedule.keys()].filter((customer) => customer.region === region);
    for (let quarter = 0; quarter < 8; quarter += 1) {
      settleCount(schedule, { customers, quarter, region }, random);
    }
  }
  return schedule;
}

/** Too many churned: the surplus, price refusers first, had one more order in October before they left. */
function settleChurn(schedule: Schedule, random: Random): void {
  const active = [...schedule].filter(([, days]) =>
    days.some((on) => on > WINDOW_END - 90 && on <= WINDOW_END),
  );
  const churned = active.filter(([, days]) => !days.some((on) => on > WINDOW_END));
  const surplus = churned.length - Math.round(active.length * FINAL_CHURN);
  if (surplus < 0)
    throw new Error(`Cannot settle churn: ${-surplus} churned customers are missing`);
  churned.sort(([a], [b]) => b.slowdown - a.slowdown || a.acquired - b.acquired);
  for (const [customer, days] of churned.slice(0, surplus)) {
    const october = random.int(WINDOW_END + 5, PRICE_INCREASE - 5);
    days.push(nearby(october, customer.segment === "Consumer", random));
  }
  for (const [, days] of churned.slice(surplus)) keepOffEdges(days);
}

/** The last order lies days inside the window, so churn is the same whichever edge of it is counted in. */
function keepOffEdges(days: Day[]): void {
  const last = days.length - 1;
  const on = days[last] ?? WINDOW_END;
  days[last] = Math.min(WINDOW_END - 3, Math.max(WINDOW_END - 86, on));
}

type Cell = { customers: readonly Customer[]; quarter: number; region: Region };

/** Adds or drops orders between a customer's first and last one of the quarter, which leaves churn as it is. */
function settleCount(schedule: Schedule, cell: Cell, random: Random): void {
  const inCell = (on: Day) => quarterOf(on) === cell.quarter;
  const daysOf = (customer: Customer) => schedule.get(customer) ?? [];
  const planned = cellOf(cell.quarter, cell.region).transactions;
  let count = cell.customers.reduce((n, c) => n + daysOf(c).filter(inCell).length, 0);
  const regulars = cell.customers.filter((c) => daysOf(c).filter(inCell).length >= 2);
  while (count !== planned) {
    const customer = random.pick(regulars);
    const days = daysOf(customer);
    const within = days.filter(inCell).sort((a, b) => a - b);
    if (count < planned) {
      days.push(between(within, customer, random));
      count += 1;
    } else if (within.length >= 4) {
      days.splice(days.indexOf(random.pick(within.slice(1, -1))), 1);
      count -= 1;
    }
  }
}

function between(days: readonly Day[], customer: Customer, random: Random): Day {
  const first = days[0] ?? 0;
  const last = days.at(-1) ?? first;
  const drawn = nearby(random.int(first, last), customer.segment === "Consumer", random);
  return Math.min(last, Math.max(first, drawn));
}
