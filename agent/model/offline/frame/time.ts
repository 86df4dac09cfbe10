import { periodOf, previous, yearBefore } from "../../../semantic/dates.ts";
import type { Metric } from "../../../semantic/model.ts";
import type { Grain, TimeRange } from "../../../semantic/time-range.ts";
import type { Reading } from "../reading/reading.ts";
import type { Frame, Intent } from "./frame.ts";
import type { Asked, Given } from "./given.ts";
import { chooseGrain } from "./grain.ts";
import { atState, besideData, fiscalNote, type Placed, reachedOfTarget } from "./in-data.ts";
import { intoYear, moved, shifted } from "./shifts.ts";
import { sameDays, soFar } from "./so-far.ts";
import { stretchOf } from "./stretch.ts";
import {
  coverageOf,
  isRegister,
  isSnapshot,
  isStanding,
  latestPeriod,
  spanLabel,
  type World,
} from "./world.ts";

export type ChosenTime = {
  readonly parts: Pick<Frame, "range" | "partial" | "against" | "grain">;
  readonly assumed: readonly string[];
};

/** The periods a question is about; what it left open is decided here and said in `assumed`. */
export function chooseTime(asked: Asked): ChosenTime {
  const { main, given } = asked;
  const { world, reading } = given;
  const about = { main, world };
  const chosen = chooseRange(asked);
  const state = placedBy(asked.intent, chosen.range, about);
  const wanted = wantedAgainst(asked, state.range);
  const {
    range,
    against: whole,
    notes,
  } = besideData(
    { ...(state.range && { range: state.range }), ...(wanted && { against: wanted }) },
    reading,
    about,
  );
  const against = range && whole && main ? sameDays(whole, range, { main, world }) : whole;
  const { grain, isTooFine } = grainKept(asked, range);
  return {
    parts: {
      ...(range && { range }),
      ...(range && main && soFar(range, main, world) !== range && { partial: true as const }),
      ...(against && { against }),
      ...(grain && { grain }),
    },
    assumed: [
      ...chosen.assumed,
      ...state.notes,
      ...notes,
      ...fiscalNote(range, reading, world),
      ...(against === whole ? [] : [notOver(range)]),
      ...(isTooFine ? [`The data on ${main?.label} are kept month by month`] : []),
    ],
  };
}

/** The period as the data and the targets allow it. */
function placedBy(
  intent: Intent,
  range: TimeRange | undefined,
  about: { readonly main: Metric | undefined; readonly world: World },
): Placed {
  // What is held against another period is as long as that.
  const isCompared = intent === "trend" || intent === "why" || intent === "periods";
  if (isCompared) return { ...(range && { range }), notes: [] };
  return intent === "target" ? reachedOfTarget(range, about) : atState(range, about);
}

function wantedAgainst(asked: Asked, range: TimeRange | undefined): TimeRange | undefined {
  return range && asked.intent !== "trend" ? chooseAgainst(asked, range) : undefined;
}

/** No finer than the data are. */
function grainKept(
  asked: Asked,
  range: TimeRange | undefined,
): { readonly grain: Grain | undefined; readonly isTooFine: boolean } {
  const wanted = chooseGrain(asked, range);
  const isTooFine = isFinerThanKept(wanted, asked.main, asked.given.world);
  return { grain: isTooFine ? "month" : wanted, isTooFine };
}

function isFinerThanKept(
  grain: Grain | undefined,
  main: Metric | undefined,
  world: World,
): boolean {
  const isMonthly = main !== undefined && coverageOf(world, main)?.grain === "month";
  return isMonthly && (grain === "day" || grain === "week");
}

function notOver(range: TimeRange | undefined): string {
  return `${range?.label} is not complete, so it is held against the same days of the period before`;
}

type Chosen = { readonly range?: TimeRange; readonly assumed: readonly string[] };

function chooseRange({ given, intent, main }: Asked): Chosen {
  const { reading, before, world } = given;
  const fiscal = world.workspace.fiscalYearStartMonth;
  const stretch = intent === "trend" ? stretchOf(reading) : undefined;
  if (stretch) return { range: stretch, assumed: [] };
  const [named] = intent === "periods" ? latestFirst(bothOf(reading)) : reading.ranges;
  if (named && comparesBack(given)) return { range: before?.range ?? named, assumed: [] };
  if (named) return { range: intoYear(named, given), assumed: [] };
  const base = pointsAtPeriod(given, intent) ? before?.leadingPeriod : before?.range;
  if (base) return { range: shifted(base, reading.shift, fiscal), assumed: [] };
  return main && coverageOf(world, main) ? unnamedRange({ given, intent, main }) : { assumed: [] };
}

/** "Why?", "and the month before?", after a period was picked from a series: about that one. */
export function pointsAtPeriod(
  { reading, before }: Pick<Given, "reading"> & { readonly before?: Frame },
  intent: Intent,
): boolean {
  if (!before?.leadingPeriod || reading.shift === "year-before") return false;
  return intent === "why" || reading.shift !== undefined;
}

/** The period of a question that names none, nor follows one that does. */
function unnamedRange({ given, intent, main }: Asked & { readonly main: Metric }): Chosen {
  const { reading, before, world } = given;
  const fiscal = world.workspace.fiscalYearStartMonth;
  if (reading.shift && reading.shift !== "next") {
    const known = coverageOf(world, main);
    if (known && reading.shift === "year-before" && before)
      return { range: yearBefore(periodOf("year", known.end, fiscal), fiscal), assumed: [] };
    const { range } = latestWhole(main, given, before?.grain);
    if (range) return { range: shifted(range, reading.shift, fiscal), assumed: [] };
  }
  // How a register stands is a matter of all that it holds, not of who came in the last quarter.
  const isState = intent === "health" && isRegister(world, main.dataset) && !main.additive;
  const isSeries = ["trend", "target"].includes(intent) && reading.grain !== undefined;
  return !isState && !isSeries && needsPeriod(intent, reading.compare !== undefined)
    ? latestWhole(main, given, compareGrainOf(main, given))
    : everything(main, world);
}

/** "Compared with a year ago", of a state: the latest one, and not that of the last whole year. */
function compareGrainOf(main: Metric, { reading, world }: Given): Grain | undefined {
  const isState = isSnapshot(world, main) && reading.compare === "year-before";
  return isState ? undefined : reading.compareGrain;
}

/** "Compare that with last year": the period that is named is held against the one before. */
function comparesBack({ reading, before }: Given): boolean {
  return (
    before?.range !== undefined &&
    reading.cues.has("compare") &&
    bothOf(reading).length === 1 &&
    /\b(?:that|this|it|them|those)\b/i.test(reading.text)
  );
}

/** Two named periods are told from the earlier to the later, whichever stands first in the question. */
function bothOf({ ranges, against }: Reading): readonly TimeRange[] {
  return against && ranges.length === 1 ? [...ranges, against] : ranges;
}

function latestFirst(ranges: readonly TimeRange[]): TimeRange[] {
  return ranges.toSorted((a, b) => (a.start < b.start ? 1 : -1));
}

/** These are questions about a period, whether they name one or not. */
function needsPeriod(intent: Intent, compares: boolean): boolean {
  return (
    compares ||
    intent === "why" ||
    intent === "periods" ||
    intent === "target" ||
    intent === "health"
  );
}

function latestWhole(main: Metric, { world }: Given, wanted: Grain | undefined): Chosen {
  const state = isSnapshot(world, main) && main.target === undefined;
  const grain = wanted ?? main.target?.grain ?? (state ? "month" : "quarter");
  const range = latestPeriod(world, main, grain);
  if (!range) return { assumed: [] };
  if (isSnapshot(world, main)) return { range, assumed: [] };
  return {
    range,
    assumed: [`No period was named, so this is ${range.label}, the latest complete ${grain}`],
  };
}

function everything(main: Metric, world: World): Chosen {
  const known = coverageOf(world, main);
  if (!known || isSnapshot(world, main) || isStanding(world, main)) return { assumed: [] };
  return { assumed: [`No period was named, so this covers all data (${spanLabel(known)})`] };
}

function chooseAgainst(
  { given, intent }: Pick<Asked, "given" | "intent">,
  range: TimeRange,
): TimeRange | undefined {
  const { reading, before, world } = given;
  const fiscal = world.workspace.fiscalYearStartMonth;
  const named = namedAgainst({ given, intent }, range);
  // "Q4 against Q4 last year", said in the year after: no period is held against itself.
  if (named?.start === range.start && named.end === range.end) return yearBefore(range, fiscal);
  if (named) return named;
  if (reading.compare === "year-before") return yearBefore(range, fiscal);
  if (reading.compare === "previous" || intent === "why") return previous(range, fiscal);
  if (intent !== "periods") return undefined;
  return before?.against && before.range && before.range.label === range.label
    ? before.against
    : previous(range, fiscal);
}

/** The second of two periods that the question names; the one that it names beside the one before it. */
function namedAgainst(
  { given, intent }: Pick<Asked, "given" | "intent">,
  range: TimeRange,
): TimeRange | undefined {
  const { reading, world } = given;
  const [only, second] = latestFirst(bothOf(reading));
  if (intent === "periods" && second) return second;
  return only && comparesBack(given)
    ? moved(only, range, world.workspace.fiscalYearStartMonth)
    : reading.against;
}
