import { addDays, addMonths, startOf, step } from "../../../semantic/dates.ts";
import type { Grain, IsoDate, TimeRange } from "../../../semantic/time-range.ts";
import { fixed, horizon, lastDay, type Period, periodAt, toRange } from "./period.ts";
import { firstOf, type Groups, type Reader, rule, type Scan } from "./scan.ts";
import type { Clock } from "./time-mention.ts";
import { COUNT, countOf, UNIT, UNITS, type Unit, unitOf } from "./words.ts";

const FULL = "(?: (?:full|complete|whole|completed))?";
const KIND = "(?: (?<kind>fiscal|calendar))?";
const BACK = "last|past|previous|prior|preceding|recent|most recent|trailing|rolling";

/** A period told from today: "yesterday", "this month", "last quarter", "last 30 days", "3 weeks ago", "the year before last". */
export const readRelativePeriod: Reader<Period> = firstOf<Period>([
  rule("(?:the )?day before yesterday", (_, { clock }) => day(clock, -2)),
  rule(
    "(?:the |that |this )same (?:period|quarter|month|week|year|day)(?! (?:last|a|one|in|of|the|previous))|that (?:period|quarter|month|week|year)",
    (_, { clock }) => clock.anchor && fixed(clock.anchor),
  ),
  rule("yesterday", (_, { clock }) => day(clock, -1)),
  rule("today", (_, { clock }) => day(clock, 0)),
  rule("tomorrow", (_, { clock }) => day(clock, 1)),
  rule("(?:on |last |this past |past )(?<name>mon|tues|wednes|thurs|fri|satur|sun)day", weekday),
  rule(`(?:the )?${UNIT} before last`, (groups, { clock }) => whole(clock, groups, -2)),
  rule(`(?:the )?(?:${BACK}) ${COUNT}${FULL}${KIND} ${UNIT}s?(?! average)`, lastSeveral),
  rule(`(?:the )?next ${COUNT} ${UNITS}`, nextSeveral),
  rule(`(?:the )?(?:past|trailing|rolling) (?:12 months|year)(?! average)`, (_, { clock }) =>
    several(clock, 12, unitOf("month")),
  ),
  rule("ttm|ltm", (_, { clock }) => several(clock, 12, unitOf("month"))),
  rule(`(?:the )?(?:most recent|latest)${FULL}${KIND} ${UNIT}`, (groups, { clock }) =>
    periodOfUnit(clock, groups, lastDay({ end: horizon(clock) })),
  ),
  rule(`(?:the )?(?:last|past|previous|prior|preceding)${FULL}${KIND} ${UNIT}`, (groups, scan) =>
    whole(scan.clock, groups, -1),
  ),
  rule(`(?:the )?(?:this|current|present)${KIND} ${UNIT}`, (groups, { clock }) =>
    whole(clock, groups, 0),
  ),
  rule(`(?:the )?(?:next|coming|upcoming|following)${KIND} ${UNIT}`, (groups, { clock }) =>
    whole(clock, groups, 1),
  ),
  rule(`(?<count>\\d{1,3}|a few|a couple(?: of)?) ${UNITS} (?:ago|back)`, (groups, { clock }) =>
    whole(clock, groups, -countOf(groups["count"])),
  ),
]);

function day(clock: Clock, days: number): Period {
  const start = addDays(clock.today, days);
  return fixed(toRange(clock, { start, end: addDays(start, 1) }));
}

const WEEKDAYS = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"];

/** The latest such day that is over. */
function weekday({ name }: Groups, { clock }: Scan): Period {
  const today = WEEKDAYS.indexOf(name ?? "");
  const monday = startOf("week", addDays(clock.today, -1));
  const thisWeek = addDays(monday, today);
  const start = thisWeek < clock.today ? thisWeek : addDays(thisWeek, -7);
  return fixed(toRange(clock, { start, end: addDays(start, 1) }));
}

/** The whole period `count` units from the one that holds today. */
function whole(clock: Clock, groups: Groups, count: number): Period {
  const unit = unitOf(groups["unit"]);
  if (unit.grain === "day" && unit.of > 1) return fortnight(clock, count);
  return periodOfUnit(clock, groups, stepFrom(clock, groups, count));
}

function stepFrom(clock: Clock, { unit: word, kind }: Groups, count: number): IsoDate {
  const unit = unitOf(word);
  const start = startOfUnit(clock, unit, { date: clock.today, fiscal: kind === "fiscal" });
  return step(unit.grain, start, count * unit.of);
}

function periodOfUnit(clock: Clock, { unit: word, kind }: Groups, date: IsoDate): Period {
  const unit = unitOf(word);
  const fiscal = kind === "fiscal";
  if (unit.of === 1) return fixed(periodAt(clock, unit.grain, { date, fiscal }));
  const start = startOfUnit(clock, unit, { date, fiscal });
  return fixed(toRange(clock, { start, end: step(unit.grain, start, unit.of) }));
}

/** First day of the unit that holds the date. Halves are the fiscal year's. */
function startOfUnit(
  clock: Clock,
  unit: Unit,
  { date, fiscal }: { date: IsoDate; fiscal: boolean },
): IsoDate {
  if (unit.of === 1) return periodAt(clock, unit.grain, { date, fiscal }).start;
  const year = startOf("year", date, clock.fiscalYearStartMonth);
  const second = addMonths(year, 6);
  return date < second ? year : second;
}

function fortnight(clock: Clock, count: number): Period {
  const start = addDays(startOf("week", clock.today), 14 * count);
  return fixed(toRange(clock, { start, end: addDays(start, 14) }));
}

function lastSeveral(groups: Groups, { clock }: Scan): Period | undefined {
  const count = countOf(groups["count"]);
  return count === 0 ? undefined : several(clock, count, unitOf(groups["unit"]));
}

/**
 * "Last 30 days" ends with the data, or today. Longer units are the last whole ones: counted back from
 * today, or from where the data end when the newest of them would be empty.
 */
function several(clock: Clock, count: number, unit: Unit): Period {
  const amount = count * unit.of;
  if (unit.grain === "day")
    return fixed(labelled(clock, lastDays(clock, amount), `${amount} days`));
  const end = lastWholeEnd(clock, unit);
  const start = step(unit.grain, end, -amount);
  const name = amount === 1 ? unit.grain : `${amount} ${unit.grain}s`;
  return fixed(labelled(clock, { start, end }, name));
}

function lastDays(clock: Clock, days: number): { start: IsoDate; end: IsoDate } {
  const end = horizon(clock);
  return { start: addDays(end, -days), end };
}

function lastWholeEnd(clock: Clock, { grain }: Unit): IsoDate {
  const current = periodAt(clock, grain, { date: clock.today }).start;
  const lastWhole = step(grain, current, -1);
  const { dataEnd } = clock;
  if (dataEnd === undefined || dataEnd >= lastWhole) return current;
  return periodAt(clock, grain, { date: dataEnd }).end;
}

function labelled(clock: Clock, span: { start: IsoDate; end: IsoDate }, name: string): TimeRange {
  const range = toRange(clock, span);
  return { ...range, label: `last ${name} (${range.label})` };
}

function nextSeveral(groups: Groups, { clock }: Scan): Period | undefined {
  const unit = unitOf(groups["unit"]);
  const grain: Grain = unit.grain;
  const amount = countOf(groups["count"]) * unit.of;
  if (amount === 0) return undefined;
  const start = step(grain, periodAt(clock, grain, { date: clock.today }).start, 1);
  return fixed(toRange(clock, { start, end: step(grain, start, amount) }));
}
