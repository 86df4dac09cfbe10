import type { CsvTable } from "../csv.ts";
import { addDays, monthEnd, monthsFrom } from "../days.ts";
import { createRandom, type Random } from "../random.ts";
import { COUNTRIES, INDUSTRIES, makeNames } from "./names.ts";

const MONTHS = monthsFrom("2023-02-01", 26);
const ACCOUNTS = 150;

type Plan = "Team" | "Business" | "Enterprise";
type Account = {
  readonly id: string;
  readonly name: string;
  readonly industry: string;
  readonly country: string;
  readonly signed: string;
  readonly plan: Plan;
  readonly seats: number;
};
/** One account at one month end. */
type Standing = {
  readonly plan: Plan;
  readonly seats: number;
  readonly used: number;
  readonly mrr: number;
};

/** Every table of the subscription workspace, the same each time. */
export function subscriptionTables(): readonly CsvTable[] {
  const random = createRandom(20_250_331);
  const accounts = makeAccounts(random);
  const months: CsvTable["rows"][number][] = [];
  const usage: CsvTable["rows"][number][] = [];
  for (const account of accounts) {
    for (const { month, standing } of lifeOf(account, random)) {
      const { plan, seats, used, mrr } = standing;
      months.push([monthEnd(month), account.id, plan, seats, used, mrr.toFixed(2)]);
      usage.push([month, account.id, ...usageOf(month, standing, random)]);
    }
  }
  return [
    {
      name: "accounts",
      columns: ["account_id", "account_name", "industry", "country", "signed_on"],
      rows: accounts.map(({ id, name, industry, country, signed }) => [
        id,
        name,
        industry,
        country,
        signed,
      ]),
    },
    {
      name: "account_months",
      columns: ["month_end", "account_id", "plan", "seats", "used_seats", "mrr_eur"],
      rows: months.toSorted(byFirstTwo),
    },
    {
      name: "usage",
      columns: ["month", "account_id", "credits_used", "hosting_cost_usd", "tickets"],
      rows: usage.toSorted(byFirstTwo),
    },
    { name: "mrr_goals", columns: ["month_end", "plan", "mrr_goal_eur"], rows: makeGoals() },
  ];
}

function byFirstTwo(a: CsvTable["rows"][number], b: CsvTable["rows"][number]): number {
  const [left, right] = [`${a[0]} ${a[1]}`, `${b[0]} ${b[1]}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

function makeAccounts(random: Random): readonly Account[] {
  return makeNames(ACCOUNTS, random)
    .map((name) => {
      const plan = random.weighted<Plan>([
        ["Team", 56],
        ["Business", 32],
        ["Enterprise", 12],
      ]);
      const isOld = random.next() < 0.42;
      return {
        name,
        plan,
        industry: random.weighted(INDUSTRIES),
        country: random.weighted(COUNTRIES),
        signed: isOld
          ? addDays("2021-02-01", random.between(0, 729))
          : addDays("2023-02-01", random.between(0, 780)),
        seats: seatsOf(plan, random),
      };
    })
    .toSorted((a, b) => (a.signed < b.signed ? -1 : 1))
    .map((account, index) => ({ id: `A-${String(index + 1).padStart(4, "0")}`, ...account }));
}

function seatsOf(plan: Plan, random: Random): number {
  if (plan === "Team") return random.between(3, 18);
  return plan === "Business" ? random.between(20, 75) : random.between(90, 260);
}

/** An account from its first month to the one before it leaves. */
function lifeOf(
  account: Account,
  random: Random,
): readonly { month: string; standing: Standing }[] {
  const life: { month: string; standing: Standing }[] = [];
  let seats = account.seats;
  let used = Math.round(seats * (0.62 + 0.3 * random.next()));
  const price = 0.92 + 0.1 * random.next();
  for (const month of MONTHS.filter((first) => monthEnd(first) >= account.signed)) {
    if (life.length > 0 && random.next() < leaving(account.plan, month)) return life;
    if (random.next() < 0.12) seats = Math.max(3, Math.round(seats * (0.95 + 0.2 * random.next())));
    used = Math.min(seats, Math.max(1, used + random.between(-1, 2)));
    const mrr = Math.round(seats * seatPrice(account.plan, month) * price * 100) / 100;
    life.push({ month, standing: { plan: account.plan, seats, used, mrr } });
  }
  return life;
}

/** The Team plan costs 15% more since 1 September 2024, and small accounts leave in the three months after. */
function seatPrice(plan: Plan, month: string): number {
  if (plan === "Team") return month >= "2024-09-01" ? 27.6 : 24;
  return plan === "Business" ? 31 : 38;
}

function leaving(plan: Plan, month: string): number {
  if (plan === "Team") return month >= "2024-10-01" && month <= "2024-12-01" ? 0.085 : 0.016;
  return plan === "Business" ? 0.009 : 0.003;
}

/** Credits, dollars of hosting, and support tickets, many of them after the outage of November 2024. */
function usageOf(
  month: string,
  { used }: Standing,
  random: Random,
): readonly [number, string, number] {
  const credits = Math.round(used * (34 + 22 * random.next()) * (month >= "2024-08-01" ? 1.18 : 1));
  const hosting = credits * 0.011 + used * 0.42;
  const trouble = month === "2024-11-01" ? 4 : 1;
  const tickets = Math.floor(used * 0.045 * trouble * 2 * random.next());
  return [credits, hosting.toFixed(2), tickets];
}

const FIRST_GOAL: Readonly<Record<Plan, number>> = {
  Team: 9000,
  Business: 38_000,
  Enterprise: 45_000,
};
const GROWTH: Readonly<Record<Plan, number>> = { Team: 1.03, Business: 1.034, Enterprise: 1.032 };

function makeGoals(): CsvTable["rows"] {
  return MONTHS.flatMap((month, index) =>
    (Object.keys(FIRST_GOAL) as Plan[]).map((plan) => [
      monthEnd(month),
      plan,
      Math.round((FIRST_GOAL[plan] * GROWTH[plan] ** index) / 100) * 100,
    ]),
  );
}
