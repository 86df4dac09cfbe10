import { addDays, isIsoDate } from "../../../semantic/dates.ts";
import { daysCycle, halfCycle, isoDay, isoWeekCycle, monthCycle, quarterCycle } from "./cycles.ts";
import { type Cycle, fixed, inYear, type Period, toRange } from "./period.ts";
import { firstOf, type Groups, type Reader, type Rule, rule, type Scan } from "./scan.ts";
import type { Clock } from "./time-mention.ts";
import { MONTH, monthNumber, yearNumber } from "./words.ts";
import { isNear } from "./years.ts";

/** "2024-12-05", "12/05/2024" (month first unless that is no date), "5.12.2024", "2024-12", "2024Q4", "4Q23", "1H24", "2024-W23", "5-Dec-24". */
export const readNumericDate: Reader<Period> = firstOf<Period>([
  rule("(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})(?:t\\d[\\d:]*z?)?", readDay),
  rule("(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4}|\\d{2})", readDay),
  rule("(?<day>\\d{1,2})[/.](?<month>\\d{1,2})[/.](?<year>\\d{4})", readDay),
  dated("(?<year>\\d{4})[- ]?w(?<n>\\d{2})", (clock, { n }) => isoWeekCycle(clock, Number(n))),
  dated("(?<year>\\d{4})[-/ ]?q(?<n>[1-4])", (clock, { n }) => quarterCycle(clock, Number(n))),
  dated("(?<n>[1-4])q[- /]?'?(?<year>\\d{4}|\\d{2})", (clock, { n }) =>
    quarterCycle(clock, Number(n)),
  ),
  dated("(?<year>\\d{4})[-/ ]?h(?<n>[12])", (clock, { n }) => halfCycle(clock, Number(n))),
  dated("(?<n>[12])h[- /]?'?(?<year>\\d{4}|\\d{2})", (clock, { n }) => halfCycle(clock, Number(n))),
  dated("(?<year>\\d{4})-(?<n>0[1-9]|1[0-2])(?!-)", (clock, { n }) => monthCycle(clock, Number(n))),
  dated(`(?<day>\\d{1,2})-${MONTH}-'?(?<year>\\d{4}|\\d{2})`, (clock, { day, month }) =>
    daysCycle(clock, monthNumber(month), [Number(day), Number(day)]),
  ),
]);

function dated(source: string, toCycle: (clock: Clock, groups: Groups) => Cycle): Rule<Period> {
  return rule(source, (groups, { clock }) => {
    const year = yearNumber(groups["year"]);
    return isNear(year) ? inYear(toCycle(clock, groups), { year }) : undefined;
  });
}

function readDay(groups: Groups, { clock }: Scan): Period | undefined {
  const year = yearNumber(groups["year"]);
  const start = isoDay(year, Number(groups["month"]), Number(groups["day"]));
  if (!(isNear(year) && isIsoDate(start))) return undefined;
  return fixed(toRange(clock, { start, end: addDays(start, 1) }));
}
