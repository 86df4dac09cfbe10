import type { Named, Reading } from "../reading/reading.ts";
import { isFact, type World } from "./world.ts";

/** "How many customers spent more than $50k": who is counted are the groups that meet the limit. Otherwise the reading as it is. */
export function withCountedGroups(reading: Reading, world: World): Reading {
  const counted = reading.names.findIndex((name) => name.counted && isEntity(name, world));
  if (counted < 0 || reading.conditions.length === 0) return reading;
  return {
    ...reading,
    names: reading.names.map((name, i) =>
      i === counted ? { ...name, counted: false, grouping: true } : name,
    ),
    countsGroups: true,
  };
}

/** Rows that others refer to: customers, not orders. */
function isEntity({ meanings }: Named, world: World): boolean {
  return meanings.some((m) => m.kind === "dataset" && !isFact(world, m.dataset));
}
