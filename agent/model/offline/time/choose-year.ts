import type { TimeRange } from "../../../semantic/time-range.ts";
import type { PeriodDraft } from "./draft.ts";
import { type Cycle, inYear, lastDay, latestYear, rangeIn, type YearRef } from "./period.ts";
import type { Clock } from "./time-mention.ts";
import { wholeYear } from "./years.ts";

/** What a period came out as; `implicit` when its year was not in the text. */
export type Chosen = { readonly range: TimeRange; readonly implicit: boolean };

/** Periods that belong together ("Q1, Q2 and Q3 2023"), and a year that the text gives elsewhere. */
export type Chain = {
  readonly members: readonly PeriodDraft[];
  readonly clock: Clock;
  readonly year: YearRef | undefined;
};

type Fixed = Extract<PeriodDraft["period"], { kind: "fixed" }>;

/** Ranges in the order of the members; undefined where no year has such a period. */
export function chooseRanges(chain: Chain): readonly (Chosen | undefined)[] {
  const shared = sharedYear(chain);
  return chain.members.map((member, index) => {
    const { period } = member;
    if (period.kind === "fixed") {
      const range = sameInYear(chain, period, index) ?? alsoFiscal(chain, period) ?? period.range;
      return { range, implicit: false };
    }
    const said = fromNeighbour(chain, period.cycle, index) ?? fromText(chain, period.cycle);
    if (said) return { range: said, implicit: false };
    const range = inSharedYear(chain, member, shared);
    return range && { range, implicit: true };
  });
}

/** "Q4 2024 vs 2023", "December of 2023 and 2024": the year stands for the same period in it. */
function sameInYear(
  { members }: Chain,
  { wholeYear }: Fixed,
  index: number,
): TimeRange | undefined {
  const before = members[index - 1]?.period;
  if (!before?.cycle || typeof wholeYear?.year !== "number") return undefined;
  const range = rangeIn(before.cycle, wholeYear.year);
  if (before.kind === "open") return members[index]?.role === "comparison" ? range : undefined;
  return before.range.start === range?.start ? undefined : range;
}

/** "Fiscal 2023 and 2024": both are fiscal years. */
function alsoFiscal({ members, clock }: Chain, { wholeYear: said }: Fixed): TimeRange | undefined {
  const isFiscal = members.some(
    ({ period }) => period.kind === "fixed" && period.wholeYear?.fiscal === true,
  );
  if (!isFiscal || typeof said?.year !== "number" || said.fiscal !== undefined) return undefined;
  const whole = wholeYear(clock, { year: said.year, fiscal: true });
  return whole.kind === "fixed" ? whole.range : undefined;
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
  const donors = members.map((member) => donorOf(member, members));
  const after = donors.slice(index + 1).find((range) => range !== undefined);
  if (after) return rangeIn(cycle, cycle.yearOf(lastDay(after)));
  const before = donors.slice(0, index).findLast((range) => range !== undefined);
  if (!before) return undefined;
  const year = cycle.yearOf(lastDay(before));
  const same = rangeIn(cycle, year);
  const next = rangeIn(cycle, year + 1);
  const isListed = members[index]?.role === undefined;
  const goesOn = isListed && same && same.start < before.start;
  return goesOn && next && next.start <= clock.today ? next : same;
}

/** A period whose year others may share; not one that differs from another in nothing but its year ("Q4 vs Q4 2023"). */
function donorOf({ period }: PeriodDraft, members: readonly PeriodDraft[]): TimeRange | undefined {
  if (period.kind !== "fixed" || !period.cycle) return undefined;
  const { name } = period.cycle;
  const isSetApart = members.some(
    (other) => other.period.kind === "open" && other.period.cycle.name === name,
  );
  return isSetApart ? undefined : period.range;
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
