import { type Day, day, LAST_DAY } from "./calendar.ts";
import { createNames } from "./names.ts";
import type { PricingPlan, Region, Segment } from "./plan.ts";
import { REGIONS, SEGMENTS } from "./plan.ts";
import { categoryWeights } from "./products.ts";
import { at, createRandom, type Random } from "./random.ts";

/** A customer and the habits that the visits and sales are drawn from. */
export type Customer = {
  readonly id: string;
  readonly name: string;
  readonly segment: Segment;
  readonly region: Region;
  readonly plan: PricingPlan;
  readonly acquired: Day;
  /** Mean days between two orders. */
  readonly gapDays: number;
  /** Median order in USD before the season. */
  readonly orderUsd: number;
  /** Liking for each category, in the order of `CATEGORIES`. */
  readonly tastes: readonly number[];
  /** Use of each channel, in the order of `CHANNELS`. */
  readonly channels: readonly number[];
  /** No order from this day on… */
  readonly lapses: Day;
  /** …until this day, if any. */
  readonly returns: Day;
  /** West legacy customers only: how much slower they order from 1 November 2024; Infinity stops. */
  readonly slowdown: number;
};

/** The 12% increase of legacy prices: in force at once in West, held back by price locks elsewhere. */
export const PRICE_INCREASE: Day = day("2024-11-01");
/** The increase was announced to them by letter. */
const PRICE_NOTICE: Day = day("2024-10-01");
const NEVER: Day = LAST_DAY + 1;

/** How many customers stand at the start of 2023 and join in the eight quarters after, by region. */
const JOINING: readonly (readonly number[])[] = [
  [214, 10, 11, 12, 16, 18, 21, 24, 27],
  [202, 11, 12, 13, 17, 16, 19, 23, 27],
  [176, 9, 10, 10, 13, 15, 16, 18, 22],
  [200, 12, 14, 13, 16, 18, 22, 24, 12],
];

/** Shares of Enterprise, SMB and Consumer, by region. */
const SEGMENT_MIX = [
  [0.072, 0.4, 0.528],
  [0.05, 0.37, 0.58],
  [0.06, 0.42, 0.52],
  [0.058, 0.47, 0.472],
];

/** Chance of a legacy plan until the plan was closed to new customers in July 2024. */
const LEGACY_CHANCE = [0.2, 0.16, 0.18, 0.74];

const HABITS: Record<Segment, { gap: number; order: number; spread: number; lapse: number }> = {
  Enterprise: { gap: 9.5, order: 5200, spread: 0.62, lapse: 0.008 },
  SMB: { gap: 21, order: 1900, spread: 0.5, lapse: 0.03 },
  Consumer: { gap: 28, order: 560, spread: 0.42, lapse: 0.045 },
};

/** Chance that a West legacy customer stops when prices rise, and how much slower the others order. */
const WEST_STOPS: Record<Segment, number> = { Enterprise: 0.2, SMB: 0.82, Consumer: 0.6 };

/** Direct, Partner and Online by segment and region: East sells through partners, West online. */
const CHANNEL_MIX: Record<Segment, readonly (readonly number[])[]> = {
  Enterprise: [
    [82, 14, 4],
    [74, 20, 6],
    [52, 44, 4],
    [70, 16, 14],
  ],
  SMB: [
    [48, 26, 26],
    [38, 36, 26],
    [20, 60, 20],
    [26, 18, 56],
  ],
  Consumer: [
    [12, 22, 66],
    [8, 36, 56],
    [4, 40, 56],
    [4, 8, 88],
  ],
};

/** Everyone who ever was a customer, by acquisition date. */
export function createCustomers(): readonly Customer[] {
  const random = createRandom("acme customers 55");
  const nameOf = createNames(createRandom("acme names"));
  const drafts = JOINING.flatMap((counts, region) =>
    counts.flatMap((count, wave) =>
      Array.from({ length: count }, () => draft(at(REGIONS, region), wave, random)),
    ),
  );
  return drafts
    .sort((a, b) => a.acquired - b.acquired)
    .map((customer, i) => ({ id: `C-${10001 + i}`, name: nameOf(customer.segment), ...customer }));
}

function draft(region: Region, wave: number, random: Random): Omit<Customer, "id" | "name"> {
  const at4 = REGIONS.indexOf(region);
  const segment = at(SEGMENTS, random.weighted(at(SEGMENT_MIX, at4)));
  const acquired = wave === 0 ? longAgo(random) : (wave - 1) * 91 + random.int(1, 89);
  const openToLegacy = acquired < day("2024-07-01");
  const plan = openToLegacy && random.next() < at(LEGACY_CHANCE, at4) ? "legacy" : "standard";
  const habit = HABITS[segment];
  const slowdown = region === "West" && plan === "legacy" ? slowdownOf(segment, random) : 1;
  const natural = lapseDay(Math.max(acquired, 0), habit.lapse, random);
  const lapses = leavesAtNotice(slowdown, random) ? Math.min(natural, PRICE_NOTICE) : natural;
  return {
    region,
    segment,
    plan,
    acquired,
    gapDays: Math.min(45, random.around(habit.gap, 0.32)),
    orderUsd: random.around(habit.order, habit.spread),
    tastes: categoryWeights(segment, region).map((weight) => weight * random.around(1, 0.7)),
    channels: at(CHANNEL_MIX[segment], at4).map((weight) => weight * random.around(1, 0.9)),
    lapses,
    returns: random.next() < 0.12 ? lapses + random.int(110, 260) : NEVER,
    slowdown,
  };
}

/** Nine years before the data, more of them recent. */
function longAgo(random: Random): Day {
  return -1 - Math.floor((1 - Math.sqrt(random.next())) * 9 * 365);
}

/** Some were gone before the data begins. */
function lapseDay(from: Day, quarterly: number, random: Random): Day {
  if (from === 0 && random.next() < 0.035) return 0;
  return Math.floor(from + 25 + (-Math.log(1 - random.next()) / quarterly) * 91);
}

/** Some do not wait for the new prices: the notice is enough. */
function leavesAtNotice(slowdown: number, random: Random): boolean {
  return slowdown === Number.POSITIVE_INFINITY && random.next() < 0.07;
}

function slowdownOf(segment: Segment, random: Random): number {
  return random.next() < WEST_STOPS[segment] ? Number.POSITIVE_INFINITY : random.around(1.7, 0.25);
}
