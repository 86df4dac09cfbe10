import { type Telling, tableOf } from "./telling.ts";
import { type Point, pointsOf, wholeOf } from "./trend-points.ts";
import { changeRatio } from "./words.ts";

/** A period with the one right before it, where changes are ranked. */
export type Ranked = { readonly point: Point; readonly was?: Point };

/** Periods in the order that the question ranks them by, those first that it asks for; empty where it ranks none. */
export function rankPeriods(telling: Telling, points: readonly Point[]): readonly Ranked[] {
  const { extreme, ofChange } = telling.frame;
  if (extreme !== "best" && extreme !== "worst" && extreme !== "both") return [];
  const whole = wholeOf(points);
  return ofChange ? byChange(telling, whole) : byValue(telling, whole);
}

/** Best first by what the metric wants; without that, the highest. */
function byValue({ frame, main }: Telling, points: readonly Point[]): Ranked[] {
  const isHighFirst = (main.better === "down") === (frame.extreme === "worst");
  const sign = isHighFirst ? -1 : 1;
  return points.toSorted((a, b) => sign * (a.value - b.value)).map((point) => ({ point }));
}

/** Those that moved in the direction asked for, the furthest first; "least" turns them round. */
function byChange(telling: Telling, points: readonly Point[]): Ranked[] {
  const { ofChange, extreme } = telling.frame;
  const sign = ofChange === "down" ? -1 : 1;
  const moved = [...priorOf(telling), ...points].flatMap((was, i, all) => {
    const point = all[i + 1];
    return point && sign * (point.value - was.value) > 0 ? [{ point, was }] : [];
  });
  const order = extreme === "worst" ? 1 : -1;
  return moved.toSorted((a, b) => order * (sizeOf(telling, a) - sizeOf(telling, b)));
}

/** How far a period moved, without a sign: relative where the question asks for that. */
export function sizeOf(
  { frame, main }: Telling,
  { point, was }: Required<Ranked>,
  relative = frame.relative === true,
): number {
  const ratio = main.unit === "percent" ? undefined : changeRatio(point.value, was.value);
  return Math.abs(relative && ratio !== undefined ? ratio : point.value - was.value);
}

/** The period before the first that is asked for. */
function priorOf(telling: Telling): readonly Point[] {
  const table = tableOf(telling, "prior");
  const { range: _, ...frame } = telling.frame;
  return table ? pointsOf({ ...telling, frame }, table).slice(-1) : [];
}
