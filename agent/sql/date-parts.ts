import type { DatePart } from "./ast.ts";
import { complain } from "./complaint.ts";
import { type SqlType, scalar } from "./types.ts";

const CLOCK = ["MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR"];
const CALENDAR = ["DAY", "WEEK", "ISOWEEK", "MONTH", "QUARTER", "YEAR", "ISOYEAR"];
const EXTRACTABLE = [...CLOCK, ...CALENDAR, "DAYOFWEEK", "DAYOFYEAR", "DATE", "TIME", "DATETIME"];
const UNITS = [...CLOCK, "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];

/** Which parts each function takes. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  EXTRACT: EXTRACTABLE,
  DATE_DIFF: [...CLOCK, ...CALENDAR],
  DATE_TRUNC: [...CLOCK, ...CALENDAR],
  LAST_DAY: ["WEEK", "ISOWEEK", "MONTH", "QUARTER", "YEAR", "ISOYEAR"],
  DATETIME_DIFF: [...CLOCK, ...CALENDAR],
  DATETIME_TRUNC: [...CLOCK, ...CALENDAR],
  TIMESTAMP_DIFF: [...CLOCK, "DAY"],
  TIMESTAMP_TRUNC: [...CLOCK, ...CALENDAR],
};

/** The type that EXTRACT of the part has. @throws {Complaint} when `name` does not take it. */
export function checkPart(name: string, part: DatePart): SqlType {
  const allowed = ALLOWED[name] ?? [];
  if (!allowed.includes(part.name)) {
    complain(`${name} does not take ${part.name}; it takes ${allowed.join(", ")}`);
  }
  if (part.name === "DATE" || part.name === "TIME" || part.name === "DATETIME")
    return scalar(part.name);
  return scalar("INT64");
}

/** @throws {Complaint} when an INTERVAL cannot be of this unit. */
export function checkInterval(unit: string): void {
  if (!UNITS.includes(unit))
    complain(`INTERVAL does not take ${unit}; it takes ${UNITS.join(", ")}`);
}
