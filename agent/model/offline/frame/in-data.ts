import {
  addDays,
  daysBetween,
  describePeriod,
  endOf,
  periodOf,
  startOf,
} from "../../../semantic/dates.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { TimeRange } from "../../../semantic/time-range.ts";
import type { Reading } from "../reading/reading.ts";
import { soFar } from "./so-far.ts";
import { coverageOf, isSnapshot, type World } from "./world.ts";

/** Periods as they are held against the data, and what has to be said of that. */
export type Placed = {
  readonly range?: TimeRange;
  readonly against?: TimeRange;
  readonly notes: readonly string[];
};

/** Days that may be free at the beginning of a period that is complete. */
const FREE_DAYS = 7;

type About = { readonly main: Metric | undefined; readonly world: World };

/** "MRR on June 29": of what is kept as states, the last one that was reached by then. */
export function atState(range: TimeRange | undefined, { main, world }: About): Placed {
  const known = main && coverageOf(world, main);
  if (!range || !known || !isSnapshot(world, main)) return { ...(range && { range }), notes: [] };
  const isDays = range.end < endOf("month", range.start) && range.start > known.start;
  if (!isDays) return { range, notes: [] };
  return {
    range: { ...range, start: known.start },
    notes: [
      `${capital(main.label)} is kept as a state: this is the last one on or before ${range.label}`,
    ],
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Of a period that is not over, what is held against a target: the whole periods that the target is set by. */
export function reachedOfTarget(range: TimeRange | undefined, { main, world }: About): Placed {
  const fiscal = world.workspace.fiscalYearStartMonth;
  const reached = range && main ? soFar(range, main, world) : range;
  if (!range || !reached || !main?.target || reached === range)
    return { ...(range && { range }), notes: [] };
  const end = startOf(main.target.grain, reached.end, fiscal);
  if (end <= range.start) return { range, notes: [] };
  const label = describePeriod(range.start, end, fiscal);
  return {
    range: { start: range.start, end, grain: main.target.grain, label },
    notes: [`${range.label} is not complete, so its target is held against ${label}`],
  };
}

/**
 * "Which grew most", of the first year that has data: held against the year after, as there is none before. A period that
 * the data only cover in part is said.
 */
export function besideData(
  { range, against }: Omit<Placed, "notes">,
  reading: Reading,
  { main, world }: About,
): Placed {
  const known = main && coverageOf(world, main);
  if (!range || !against || !known) return { ...both(range, against), notes: [] };
  const isNamed = (reading.against ?? reading.compare) !== undefined || reading.ranges.length > 0;
  const next = periodOf(range.grain, range.end, world.workspace.fiscalYearStartMonth);
  if (!isNamed && against.end <= known.start && next.start <= known.end)
    return {
      range: next,
      against: range,
      notes: [
        `The data do not reach back before ${range.label}, so ${next.label} is held against it`,
      ],
    };
  // A first day without anything, as at a weekend, leaves nothing out.
  const isCut = daysBetween(against.start, known.start) > FREE_DAYS && known.start < against.end;
  const note = `The data begin on ${describePeriod(known.start, addDays(known.start, 1))}, so ${against.label} is not complete`;
  return { range, against, notes: isCut && !isSnapshot(world, main) ? [note] : [] };
}

function both(range: TimeRange | undefined, against: TimeRange | undefined): Omit<Placed, "notes"> {
  return { ...(range && { range }), ...(against && { against }) };
}

/** "H2 2024" is a half of the fiscal year where nobody says which year is meant. */
export function fiscalNote(
  range: TimeRange | undefined,
  { text, ranges }: Reading,
  { workspace }: World,
): readonly string[] {
  const isNamed = ranges.some(({ label }) => label === range?.label);
  if (!range || !isNamed || workspace.fiscalYearStartMonth === 1) return [];
  if (!/^(?:Q|H)\d FY/.test(range.label) || /\b(?:fy|fiscal|calendar)/i.test(text)) return [];
  const months = describePeriod(range.start, addDays(addDays(range.end, -1), 1), 1);
  return [
    `${range.label} is one of the fiscal year${months === range.label ? "" : ` (${months})`}`,
  ];
}
