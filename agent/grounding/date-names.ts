import { isIsoDate } from "../semantic/dates.ts";

const MONTHS =
  "january february march april may june july august september october november december".split(
    " ",
  );

/** Lower case; empty outside 1..12. */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}

/** What a period that starts on the date may be called, in lower case: its day, month, quarter (of any fiscal year) and year. */
export function namesOfDate(date: string): readonly string[] {
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
  if (month % 3 === 1) names.push(`q${(month + 2) / 3} ${year}`, `${year}-q${(month + 2) / 3}`);
  names.push(...fiscalQuarters(year, month));
  names.push(...(month === 1 ? [`${year}`, `fy${year}`] : [`fy${year + 1}`]));
  return names;
}

/** The fiscal year's start is not known here: a quarter that begins in May is the second of one from February, and so on. */
function fiscalQuarters(year: number, month: number): readonly string[] {
  return [1, 2, 3, 4].flatMap((quarter) => {
    const start = ((((month - 1 - 3 * (quarter - 1)) % 12) + 12) % 12) + 1;
    if (start === 1) return [];
    const ends = month >= start ? year + 1 : year;
    return [`q${quarter} fy${ends}`];
  });
}
