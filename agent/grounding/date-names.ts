import { isIsoDate, periodOf, startOf } from "../semantic/dates.ts";

const MONTHS =
  "january february march april may june july august september october november december".split(
    " ",
  );

/** Lower case; empty outside 1..12. */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}

/**
 * What a period that starts on the date may be called, in lower case: its day, month, quarter and year, the last two as the
 * fiscal year that starts in month `fiscalStart` counts them.
 */
export function namesOfDate(date: string, fiscalStart = 1): readonly string[] {
  if (!isIsoDate(date)) return [date.toLowerCase()];
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const name = MONTHS[month - 1] ?? "";
  const short = name.slice(0, 3);
  const names = [
    date,
    `${name} ${day}, ${year}`,
    `${short} ${day}, ${year}`,
    `${short} ${day}`,
    `${day} ${name} ${year}`,
  ];
  if (day !== 1) return names;
  names.push(`${name} ${year}`, `${short} ${year}`, `${name}`, date.slice(0, 7));
  // May is its own short form: named twice, it would outdo the other months of a sentence.
  return [...new Set([...names, ...longPeriods(date, fiscalStart)])];
}

/** The quarter and the year that start on the date, where one does. */
function longPeriods(date: string, fiscalStart: number): string[] {
  const names = (["quarter", "year"] as const).flatMap((grain) =>
    startOf(grain, date, fiscalStart) === date ? [periodOf(grain, date, fiscalStart).label] : [],
  );
  const plain = names.flatMap((name) =>
    /^Q\d \d{4}$/.test(name) ? [`${name.slice(3)}-${name.slice(0, 2)}`] : [],
  );
  const isYear = startOf("year", date) === date;
  return [...names, ...plain, ...(isYear ? [date.slice(0, 4)] : [])].map((name) =>
    name.toLowerCase(),
  );
}
