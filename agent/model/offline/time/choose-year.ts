import type { TimeRange } from "../../../semantic/time-range.ts";
import type { PeriodDraft } from "./draft.ts";
import { type Cycle, inYear, lastDay, latestYear, rangeIn, type YearRef } from "./period.ts";
import type { Clock } from "./time-mention.ts";

/** What a period came out as; `implicit` when its year was not in the text. */
export type Chosen = { readonly range: TimeRange; readonly implicit: boolean };

/** Periods that belong together ("Q1, Q2 and Q3 2023"), and a year that the text gives elsewhere. */
export type Chain = {
  readonly members: readonly PeriodDraft[];
  readonly clock: Clock;
  readonly year: YearRef | undefined;
};

/** Ranges in the order of the members; undefined where no year has such a period. */
export function chooseRanges(chain: Chain): readonly (Chosen | undefined)[] {
  const shared = sharedYear(chain);
  return chain.members.map((member, index) => {
    const { period } = member;
    if (period.kind === "fixed") return { range: period.range, implicit: false };
    const said = fromNeighbour(chain, period.cycle, index) ?? fromText(chain, period.cycle);
    if (said) return { range: said, implicit: false };
    const range = inSharedYear(chain, member, shared);
    return range && { range, implicit: true };
  });
}

function fromText({ year }: Chain, cycle: Cycle): TimeRange | undefined {
  const period = year && inYear(cycle, year);
  return period?.kind === "fixed" ? period.range : undefined;
}

/** "Q1 and Q3 2023": the year behind holds for both; else the one before, or the year after it where a list goes on. */
function fromNeighbour(
  { members, clock }: Chain,
  cycle: Cycle,
  index: number,
): TimeRange | undefined {
  const after = members.slice(index + 1).flatMap((member) => donor(member, cycle))[0];
  if (after) return rangeIn(cycle, cycle.yearOf(lastDay(after)));
  const before = members
    .slice(0, index)
    .flatMap((member) => donor(member, cycle))
    .at(-1);
  if (!before) return undefined;
  const year = cycle.yearOf(lastDay(before));
  const same = rangeIn(cycle, year);
  const next = rangeIn(cycle, year + 1);
  const isListed = members[index]?.role === undefined;
  const goesOn = isListed && same && same.start < before.start;
  return goesOn && next && next.start <= clock.today ? next : same;
}

function donor({ period }: PeriodDraft, cycle: Cycle): readonly TimeRange[] {
  if (period.kind !== "fixed" || !period.cycle || period.cycle.name === cycle.name) return [];
  return [period.range];
}

/** The anchor's year, or the latest in which every open member has begun. */
function sharedYear({ members, clock }: Chain): number | undefined {
  const cycles = members.flatMap(({ period }) => (period.kind === "open" ? [period.cycle] : []));
  const years = cycles.flatMap((cycle) => latestYear(cycle, clock.today) ?? []);
  if (years.length === 0) return undefined;
  const latest = Math.min(...years);
  const first = cycles[0];
  const anchored = clock.anchor && first ? first.yearOf(lastDay(clock.anchor)) : latest;
  return Math.min(latest, anchored);
}

function inSharedYear(
  { members, clock }: Chain,
  { period, role }: PeriodDraft,
  year: number | undefined,
): TimeRange | undefined {
  if (period.kind !== "open" || year === undefined) return undefined;
  const range =
    rangeIn(period.cycle, year) ??
    rangeIn(period.cycle, latestYear(period.cycle, clock.today) ?? year);
  const isItself =
    members.length === 1 && role === "comparison" && range?.start === clock.anchor?.start;
  // "Vs Q4" while speaking of Q4 means the one before.
  return isItself ? rangeIn(period.cycle, year - 1) : range;
}
