import { at } from "./random.ts";

/** A day of the two years: 0 is 2023-01-01, 730 is 2024-12-31. Earlier days are negative. */
export type Day = number;

const MS_A_DAY = 86_400_000;
const START_MS = Date.UTC(2023, 0, 1);

export const LAST_DAY: Day = 730;

/** Day of an ISO date. */
export function day(iso: string): Day {
  return (Date.parse(iso) - START_MS) / MS_A_DAY;
}

const toDate = (on: Day) => new Date(START_MS + on * MS_A_DAY);

export function toIso(on: Day): string {
  return toDate(on).toISOString().slice(0, 10);
}

const MONTHS = Array.from({ length: LAST_DAY + 1 }, (_, on) => {
  const date = toDate(on);
  return (date.getUTCFullYear() - 2023) * 12 + date.getUTCMonth();
});

/** Months since January 2023, 0..23. */
export function monthOf(on: Day): number {
  return at(MONTHS, on);
}

/** Quarters since Q1 2023, 0..7. */
export function quarterOf(on: Day): number {
  return Math.floor(monthOf(on) / 3);
}

/** Orders by month of the year: business peaks at quarter ends, people at home before Christmas. */
const BUSINESS_SEASON = [0.9, 0.94, 1.08, 0.97, 1.0, 1.07, 0.91, 0.92, 1.09, 1.02, 1.05, 1.02];
const HOME_SEASON = [0.88, 0.86, 0.94, 0.95, 0.96, 0.97, 0.94, 1.08, 1.0, 0.98, 1.34, 1.3];

/** How busy the month of a day is, 1 on average. */
export function seasonOf(on: Day, atHome: boolean): number {
  return at(atHome ? HOME_SEASON : BUSINESS_SEASON, monthOf(on) % 12);
}

/** Sunday first. */
const BUSINESS_WEEK = [0.02, 1.02, 1.12, 1.1, 1.04, 0.86, 0.07];
const HOME_WEEK = [1.18, 0.9, 0.86, 0.88, 0.92, 1.04, 1.26];

const HOLIDAYS = new Set(
  [
    ["2023-01-01", "2023-01-02", "2023-01-16", "2023-05-29", "2023-07-04", "2023-09-04"],
    ["2023-11-23", "2023-12-24", "2023-12-25", "2023-12-31"],
    ["2024-01-01", "2024-01-15", "2024-05-27", "2024-07-04", "2024-09-02"],
    ["2024-11-28", "2024-12-24", "2024-12-25", "2024-12-31"],
  ]
    .flat()
    .map(day),
);

/** Black Friday and Cyber Monday. */
const SALE_DAYS = new Set(["2023-11-24", "2023-11-27", "2024-11-29", "2024-12-02"].map(day));

/** How likely an order falls on this day rather than on one beside it. */
export function dayWeight(on: Day, atHome: boolean): number {
  const week = at(atHome ? HOME_WEEK : BUSINESS_WEEK, toDate(on).getUTCDay());
  if (HOLIDAYS.has(on)) return week * (atHome ? 0.45 : 0.06);
  return atHome && SALE_DAYS.has(on) ? week * 4 : week;
}
