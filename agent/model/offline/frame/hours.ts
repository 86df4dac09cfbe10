import type { Filter } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import { timeFieldOf } from "../../../semantic/reachable.ts";
import type { Reading } from "../reading/reading.ts";
import { fieldWithId, type World } from "./world.ts";

/** What "between 9 and 11 am" limits; unplaced where the rows have no time of day. */
export function hoursAsked(
  { hours }: Reading,
  main: Metric | undefined,
  world: World,
): { readonly filters: readonly Filter[]; readonly unplaced: readonly string[] } {
  if (!hours) return { filters: [], unplaced: [] };
  const time = main && timeFieldOf(world.model, main.name);
  const field = time && fieldWithId(world, `${time.id}_hour_of_day`);
  if (!field) return { filters: [], unplaced: ["the time of day"] };
  const values = field.values?.slice(hours.from, hours.to) ?? [];
  return { filters: [{ field: field.id, op: "in", values }], unplaced: [] };
}
