import type { Grain } from "./time-range.ts";

/** First day of the period that holds a day, as a DATE. Weeks start on Monday; quarters and years with the fiscal year. */
export function truncateSql(date: string, grain: Grain, fiscalStart: number): string {
  switch (grain) {
    case "day":
      return date;
    case "week":
      return `DATE_TRUNC(${date}, WEEK(MONDAY))`;
    case "month":
      return `DATE_TRUNC(${date}, MONTH)`;
    case "quarter":
      return shifted(date, "QUARTER", (fiscalStart - 1) % 3);
    case "year":
      return shifted(date, "YEAR", fiscalStart - 1);
  }
}

/** Moves the fiscal year onto the calendar year, truncates, and moves back. */
function shifted(date: string, unit: string, months: number): string {
  if (months === 0) return `DATE_TRUNC(${date}, ${unit})`;
  const moved = `DATE_SUB(${date}, INTERVAL ${months} MONTH)`;
  return `DATE_ADD(DATE_TRUNC(${moved}, ${unit}), INTERVAL ${months} MONTH)`;
}

/** A number that grows by one from each period to the next, so that windows can tell neighbours from gaps. */
export function periodNumberSql(period: string, grain: Grain): string {
  switch (grain) {
    case "day":
      return `DATE_DIFF(${period}, ${EPOCH}, DAY)`;
    case "week":
      return `DIV(DATE_DIFF(${period}, ${EPOCH}, DAY), 7)`;
    case "month":
      return `DATE_DIFF(${period}, ${EPOCH}, MONTH)`;
    case "quarter":
      return `DIV(DATE_DIFF(${period}, ${EPOCH}, MONTH), 3)`;
    case "year":
      return `DATE_DIFF(${period}, ${EPOCH}, YEAR)`;
  }
}

/** A Monday and the first of a year, long before any data. */
const EPOCH = "DATE '1900-01-01'";
