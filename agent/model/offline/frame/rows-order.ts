import type { Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import type { World } from "./world.ts";

/** The field that the largest rows of a dataset are the largest by, where the question does not say: what a metric of it sums. */
export function summedField(dataset: string, { model }: World): string | undefined {
  const sums = model.metrics.filter(
    ({ additive, unit, dataset: of }) => of === dataset && additive && unit !== "count",
  );
  const [implied, another] = sums.filter((metric) => metric.implied);
  const summed = sums.find((metric) => !metric.implied) ?? (another ? undefined : implied);
  return /^\s*SUM\(\s*(\w+\.\w+)\s*\)\s*$/i.exec(summed?.expression ?? "")?.[1];
}

/** "The smallest tests", "the oldest region": a ranking that nothing in the rows goes by. */
export function unranked(
  { ranking, text }: Reading,
  { intent, dataset, rankedBy }: Pick<Frame, "intent" | "dataset" | "rankedBy">,
  world: World,
): string[] {
  const word = WORD.exec(text)?.[0];
  if (!ranking || word === undefined) return [];
  if (intent !== "rows") return ranking.byDate ? [word] : [];
  // "Which is ordered least" asks how often, and a row is there once.
  if (rankedBy === undefined && OFTEN.test(text)) return [word];
  return rankedBy === undefined && summedField(dataset ?? "", world) === undefined ? [word] : [];
}

const OFTEN =
  /\b(?:most|least|fewest)\b(?! (?:expensive|recent|valuable|costly|profitable|important))/i;

const WORD =
  /\b(?:newest|latest|most recent|oldest|earliest|longest|shortest|biggest|largest|smallest|highest|lowest|top|best|worst|heaviest|most|least|fewest|strongest|weakest)\b/i;
