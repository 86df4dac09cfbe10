import type { Reading } from "../../reading/reading.ts";
import { rowCountOf } from "../aggregates.ts";
import { metricNamed, type World } from "../world.ts";

/** The metric that counts those who are asked about by what they have; undefined where no such are asked about, or a figure of theirs. */
export function countOfSet({ sets, cues }: Reading, world: World): string[] | undefined {
  if (!sets || !(sets.counts || cues.has("list"))) return undefined;
  const own = metricNamed(world, `count_of_${sets.register}`) ?? rowCountOf(sets.register, world);
  return own && [own.name];
}
