import { COUNTRIES, FAMILIES, FIRST, PEOPLE, TRADES } from "./names.ts";
import { chance, pick } from "./random.ts";

/** The data's days are counted from this one; the last is day 180. */
export const FIRST_DAY = "2026-01-01";
export const DAYS = 181;
const CUSTOMERS = 228;
/** Customers that were won within the days of the data. */
const NEW = 46;

export type Tier = "Starter" | "Growth" | "Enterprise";

/** A day is counted from `FIRST_DAY`; money in cents. */
export type Customer = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly industry: string;
  readonly country: string;
  readonly created: number;
  /** First day on which nobody of theirs comes any more. */
  readonly churned: number | null;
  /** In the order of time, the first when they came; what they pay for a month. */
  readonly plans: readonly { readonly from: number; readonly tier: Tier; readonly cents: number }[];
  /** Their people sign in through the company's own single sign-on. */
  readonly sso: boolean;
  /** How many people they have, against others. */
  readonly weight: number;
};

/** Every customer that Metrica ever had, by number. */
export function createCustomers(): readonly Customer[] {
  return Array.from({ length: CUSTOMERS }, (_, index) => createCustomer(index));
}

function createCustomer(index: number): Customer {
  const id = `C-${1001 + index}`;
  const { name, industry } = nameOf(index);
  const isNew = index >= CUSTOMERS - NEW;
  const created = isNew
    ? Math.floor(((index - CUSTOMERS + NEW) / NEW) * (DAYS - 8))
    : -20 - Math.floor(chance(id, "age") ** 1.4 * 1300);
  const tier = tierOf(id);
  const churned = churnDay(id, tier, created);
  const sso = tier === "Enterprise" ? chance(id, "sso") < 0.55 : chance(id, "sso") < 0.12;
  const domain = `${name.toLowerCase().replaceAll(/\W/g, "")}.example`;
  return {
    id,
    name,
    email: `${pick(PEOPLE, id, "person")}.${pick(FAMILIES, id, "family")}@${domain}`,
    industry,
    country: pick(COUNTRIES, id, "country"),
    created,
    churned,
    plans: plansOf(id, tier, created),
    sso,
    weight: weightOf(id, tier),
  };
}

/** Every first word comes once a round, each time with another trade. */
function nameOf(index: number): { name: string; industry: string } {
  const first = FIRST[(index * 29) % FIRST.length] ?? "";
  const round = Math.floor(index / FIRST.length);
  const drawn = Math.floor(chance(first, "trade") * TRADES.length);
  const [trade, industry] = TRADES[(drawn + round * 5) % TRADES.length] ?? TRADES[0];
  return { name: `${first} ${trade}`, industry };
}

function tierOf(id: string): Tier {
  const drawn = chance(id, "tier");
  if (drawn < 0.17) return "Enterprise";
  return drawn < 0.5 ? "Growth" : "Starter";
}

const LEAVING = { Starter: 0.24, Growth: 0.13, Enterprise: 0.07 } as const;

function churnDay(id: string, tier: Tier, created: number): number | null {
  if (chance(id, "leaves") >= LEAVING[tier]) return null;
  const day = 12 + Math.floor(chance(id, "when") * (DAYS - 14));
  return day > created + 25 ? day : null;
}

const MONTHLY = {
  Starter: [9900, 45000],
  Growth: [60000, 290000],
  Enterprise: [420000, 1650000],
} as const;

/** What a customer pays grows with each year's renewal; some come up from a smaller plan. */
function plansOf(id: string, tier: Tier, created: number): Customer["plans"] {
  const [low, high] = MONTHLY[tier];
  const cents = Math.round((low + (high - low) * chance(id, "mrr") ** 2) / 1000) * 1000;
  const renewed = created + 365 * Math.max(1, Math.floor(-created / 365));
  const before = Math.round((cents * (0.86 + 0.1 * chance(id, "raise"))) / 1000) * 1000;
  const smaller = tier === "Growth" && chance(id, "rose") < 0.3 && created < -200;
  if (smaller) {
    const rose = Math.floor(chance(id, "rose on") * 150);
    return [
      { from: created, tier: "Starter", cents: 45000 },
      { from: rose, tier, cents },
    ];
  }
  if (renewed >= DAYS || renewed < created + 300) return [{ from: created, tier, cents }];
  return [
    { from: created, tier, cents: before },
    { from: renewed, tier, cents },
  ];
}

const SEATS = { Starter: 1, Growth: 5, Enterprise: 26 } as const;

/** A long tail: a few of each tier have several times the usual. */
function weightOf(id: string, tier: Tier): number {
  return SEATS[tier] * (0.35 + -Math.log(1 - 0.97 * chance(id, "seats")));
}

/** What a customer had on a day, undefined before they came and after they left. */
export function planOn(customer: Customer, day: number): Customer["plans"][number] | undefined {
  if (customer.churned !== null && day >= customer.churned) return undefined;
  return customer.plans.findLast(({ from }) => from <= day);
}

/** The ISO date of a day. */
export function toIso(day: number): string {
  return new Date(Date.parse(FIRST_DAY) + day * 86_400_000).toISOString().slice(0, 10);
}

/** Day numbers of the month ends in the data and the `before` months ahead of it, in order. */
export function monthEnds(before: number): readonly number[] {
  const first = Date.parse(FIRST_DAY);
  const ends = Array.from({ length: before + 12 }, (_, index) =>
    Math.round((Date.UTC(2026, index - before + 1, 0) - first) / 86_400_000),
  );
  return ends.filter((day) => day < DAYS);
}
