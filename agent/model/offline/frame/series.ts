import type { Metric } from "../../../semantic/model.ts";
import type { Grain } from "../../../semantic/time-range.ts";
import type { Cue, Reading } from "../reading/reading.ts";
import type { Given } from "./given.ts";
import { isSnapshot } from "./world.ts";

/** What is known of a question while it is decided what it asks for. */
export type AskedFor = Given & {
  readonly main: Metric | undefined;
  readonly has: (...cues: readonly Cue[]) => boolean;
};

/** From the shortest. */
export const GRAINS: readonly Grain[] = ["day", "week", "month", "quarter", "year"];

const SEVERAL =
  /\b(?:last|past|previous|these) (?:\d+|two|three|four|five|six|eight|nine|ten|twelve|few) (?:complete |full |fiscal )?(week|month|quarter|year)s\b/i;

/** "Are we getting more tests?" asks how it went. */
export function isBecoming({ text, ranges }: Reading): boolean {
  return /\bgetting\b/i.test(text) && ranges.length < 2;
}

/** "Churn over the last four quarters": a state has a value for each, and none for all. */
export function isStatesOf({ reading, roles, main, world, has }: AskedFor): boolean {
  if (!main || !isSnapshot(world, main) || !SEVERAL.test(reading.text)) return false;
  return (
    roles.dimensions.length === 0 && reading.ranking === undefined && !has("average", "compare")
  );
}

/** The period that several of are asked for. */
export function severalOf(text: string): Grain | undefined {
  const word = SEVERAL.exec(text)?.[1]?.toLowerCase();
  return GRAINS.find((grain) => grain === word);
}

/** "When did revenue first exceed $4M": the first of the periods that meet a limit. */
export function asksFirstTime({ has, reading, roles }: AskedFor): boolean {
  const isLimited = reading.conditions.some(({ op }) => op !== "eq");
  return (
    has("first-time") && isLimited && roles.metrics.length > 0 && roles.dimensions.length === 0
  );
}

/** "Month over month in Q4": a change from period to period within a longer one. */
export function isSeries({ compare, compareGrain, ranges }: Reading): boolean {
  const [range] = ranges;
  const longer =
    range && compareGrain && GRAINS.indexOf(range.grain) > GRAINS.indexOf(compareGrain);
  return compare === "previous" && longer === true;
}

/** "Did we hit the target in every quarter": period by period, no finer than the targets are. */
export function isTargetSeries({ reading, roles, main, has }: AskedFor): boolean {
  const { grain } = reading;
  if (!main?.target || !(roles.target || has("target"))) return false;
  if (grain === undefined || grain === "auto") return false;
  return GRAINS.indexOf(grain) >= GRAINS.indexOf(main.target.grain);
}
