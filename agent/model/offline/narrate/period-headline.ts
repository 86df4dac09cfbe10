import type { Frame } from "../frame/frame.ts";
import { ordinal } from "./breakdown-lead.ts";
import { type Ranked, sizeOf } from "./ranked-periods.ts";
import { type Telling, tableOf } from "./telling.ts";
import { type Point, placeOf, pointsOf } from "./trend-points.ts";
import {
  about,
  capital,
  changeMark,
  figure,
  listOf,
  signedChange,
  signedFigure,
  subject,
} from "./words.ts";

/** The sentence on the periods that a question picks: the best, the third best, the top three, the one after the best. */
export function pickedHeadline(
  telling: Telling,
  ranked: readonly Ranked[],
  points: readonly Point[],
): string {
  const { frame } = telling;
  if (ranked.length === 0) return noneMoved(telling);
  if (frame.extreme === "both") return bothEnds(telling, ranked);
  const { place, limit = 1 } = frame.ranking ?? {};
  const picked = ranked[(place ?? 1) - 1];
  if (!picked) return tooFew(telling, ranked.length, place ?? 1);
  if (frame.beside) return nextTo(telling, picked, points);
  if (place === undefined && limit > 1) return severalFirst(telling, ranked.slice(0, limit));
  return frame.ofChange
    ? moveHeadline(telling, picked, ranked)
    : valueHeadline(telling, picked, ranked);
}

/** "third strongest", "lowest": of what is better low, the best is the lowest. */
export function placeWords(
  { frame, main }: Telling,
  extreme: Frame["extreme"] = frame.extreme,
): string {
  const place = frame.ranking?.place ?? 1;
  const words = placeOf(extreme, main);
  return place > 1 ? `${ordinal(place)} ${words}` : words;
}

function valueHeadline(telling: Telling, { point }: Ranked, ranked: readonly Ranked[]): string {
  const { frame, main, world } = telling;
  const level = ranked.filter((one) => one.point.value === point.value && one.point !== point);
  const labels = listOf(
    [point, ...level.map((one) => one.point)].slice(0, 4).map(({ label }) => label),
  );
  const value = figure(point.value, main.unit, world);
  const each = level.length > 0 ? `${labels}, each with ${value}` : `${labels} with ${value}`;
  const many =
    level.length > 0
      ? `${frame.grain}s for ${about(main, frame, world)} were`
      : `${frame.grain} for ${about(main, frame, world)} was`;
  return `**The ${placeWords(telling)} ${many} ${each}.**`;
}

function bothEnds(telling: Telling, ranked: readonly Ranked[]): string {
  const { main, frame, world } = telling;
  const [first, last] = [ranked[0]?.point, ranked.at(-1)?.point];
  if (!first || !last) return "";
  const show = ({ label, value }: Point) => `${label} with ${figure(value, main.unit, world)}`;
  return `**The ${placeWords(telling, "best")} ${frame.grain} for ${about(main, frame, world)} was ${show(first)}, the ${placeWords(telling, "worst")} ${show(last)}.**`;
}

function severalFirst(telling: Telling, ranked: readonly Ranked[]): string {
  const { main, frame, world } = telling;
  const show = ({ point, was }: Ranked) =>
    was
      ? `${point.label} (${signedFigure(point.value - was.value, main.unit, world)})`
      : `${point.label} (${figure(point.value, main.unit, world)})`;
  const which = frame.ofChange
    ? `${frame.grain}s in which ${about(main, frame, world)} ${verb(frame)}`
    : `${placeWords(telling)} ${frame.grain}s for ${about(main, frame, world)}`;
  return `**The ${ranked.length} ${which}${frame.ofChange ? " most" : ""}: ${listOf(ranked.map(show))}.**`;
}

function verb({ ofChange }: Frame): string {
  return ofChange === "down" ? "fell" : "rose";
}

function moveHeadline(telling: Telling, picked: Ranked, ranked: readonly Ranked[]): string {
  const { frame, main, world } = telling;
  const { point, was } = picked;
  if (!was) return "";
  const place = frame.ranking?.place ?? 1;
  const most = frame.extreme === "worst" ? "least" : "most";
  const nth = place > 1 ? `${ordinal(place)} ${most}` : most;
  const delta = signedFigure(point.value - was.value, main.unit, world);
  const size = main.unit === "percent" ? "–" : signedChange(point.value, was.value, main.unit);
  const relative = size === "–" ? "" : ` (${size})`;
  const show = (value: number) => figure(value, main.unit, world);
  return `**${subject(main, frame, world)} ${verb(frame)} ${nth} in ${point.label}: ${delta}${relative}**${changeMark(point.value - was.value, main.better)}, from ${show(was.value)} in ${was.label} to ${show(point.value)}.${otherWay(telling, picked, ranked)}`;
}

/** Who comes first by amount where the order is relative, and the other way round, when that is another. */
function otherWay(telling: Telling, picked: Ranked, ranked: readonly Ranked[]): string {
  const { frame, main, world } = telling;
  if (main.unit === "percent" || frame.extreme === "worst" || (frame.ranking?.place ?? 1) > 1)
    return "";
  const moved = ranked.flatMap(({ point, was }) => (was ? [{ point, was }] : []));
  const isRelative = frame.relative === true;
  const [other] = moved.toSorted(
    (a, b) => sizeOf(telling, b, !isRelative) - sizeOf(telling, a, !isRelative),
  );
  if (!other || other.point === picked.point) return "";
  return isRelative
    ? ` In amount it is ${other.point.label} (${signedFigure(other.point.value - other.was.value, main.unit, world)}).`
    : ` In relation to before it is ${other.point.label} (${signedChange(other.point.value, other.was.value, main.unit)}).`;
}

/** "The month after the best one". */
function nextTo(telling: Telling, { point }: Ranked, points: readonly Point[]): string {
  const { frame, main, world } = telling;
  const around = aroundOf(telling) ?? points;
  const at = around.findIndex(({ start }) => start === point.start);
  const next = around[frame.beside === "after" ? at + 1 : at - 1];
  const show = ({ label, value }: Point) => `${figure(value, main.unit, world)} in ${label}`;
  const picked = `the ${placeWords(telling)} ${frame.grain} (${show(point)})`;
  if (!next) return `**There are no data for the ${frame.grain} ${frame.beside} ${picked}.**`;
  return `**${subject(main, frame, world)}: ${show(next)}**, the ${frame.grain} ${frame.beside} ${picked}.`;
}

/** The periods of the question with the one before and the one after them. */
function aroundOf(telling: Telling): Point[] | undefined {
  const table = tableOf(telling, "around");
  const { range: _, ...frame } = telling.frame;
  return table && pointsOf({ ...telling, frame }, table);
}

function noneMoved({ frame, main, world }: Telling): string {
  const way = frame.ofChange === "down" ? "fall" : "rise";
  return frame.ofChange
    ? `**${subject(main, frame, world)} did not ${way} in any ${frame.grain}.**`
    : "";
}

function tooFew({ frame }: Telling, there: number, place: number): string {
  return `**There are only ${there} ${frame.grain}s, so none is in ${ordinal(place)} place.**`;
}

/** "First in May 2024": of the periods that meet a limit. */
export function firstMet(telling: Telling, points: readonly Point[], met: string): string {
  const { frame, main, world } = telling;
  const point = frame.extreme === "last" ? points.at(-1) : points[0];
  if (!point) return "";
  const which = frame.extreme === "last" ? "last" : "first";
  return `**${capital(point.label)} was the ${which} ${frame.grain} with ${met}: ${figure(point.value, main.unit, world)}.**`;
}
