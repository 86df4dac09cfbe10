import type { Metric } from "../../../semantic/model.ts";
import { reachableFields, resolveField } from "../../../semantic/reachable.ts";
import type { Frame } from "../frame/frame.ts";
import type { World } from "../frame/world.ts";
import { groupKey, numberIn, type Table, textIn } from "./table.ts";

/** More members than this are a list, not a way to divide a business. */
const MAX_MEMBERS = 30;
/** Dimensions that one why-question looks at. */
const MAX_DRIVERS = 6;

/** Fields that divide the metric (and its target) into a handful of named parts, the metric's own dataset first. */
export function driverFields(
  { main, target }: { readonly main: Metric; readonly target?: string },
  frame: Frame,
  world: World,
): string[] {
  const filtered = new Set(frame.filters.map(({ field }) => baseName(field)));
  const seen = new Set<string>();
  return reachableFields(world.model, main.name)
    .filter(({ id, name, indexValues, sensitivity }) => {
      const members = world.values.get(id)?.length ?? 0;
      const divides =
        indexValues && members >= 2 && members <= MAX_MEMBERS && sensitivity === "none";
      const fits = target === undefined || resolveField(world.model, target, id) !== undefined;
      const fresh = !seen.has(name) && !filtered.has(name);
      if (divides && fits && fresh) seen.add(name);
      return divides && fits && fresh;
    })
    .slice(0, MAX_DRIVERS)
    .map(({ id }) => id);
}

/** What one member of a dimension has to do with a difference. */
export type Contribution = {
  readonly member: string;
  readonly now: number;
  readonly before: number;
  readonly delta: number;
};

/** Members with both sides, largest part of the difference first in the direction of `sign`. */
export function contributions(
  { now, before }: { now: Table; before: Table },
  { field, nowId, beforeId }: { field: string; nowId: string; beforeId: string },
  sign: number,
): Contribution[] {
  const members = new Map<string, { member: string; now: number; before: number }>();
  for (const [table, side, id] of [
    [now, "now", nowId],
    [before, "before", beforeId],
  ] as const) {
    for (const row of table.rows) {
      const key = groupKey(table, row);
      const known = members.get(key) ?? { member: textIn(table, row, field), now: 0, before: 0 };
      members.set(key, { ...known, [side]: numberIn(table, row, id) ?? 0 });
    }
  }
  return [...members.values()]
    .map((member) => ({ ...member, delta: member.now - member.before }))
    .toSorted((a, b) => sign * (b.delta - a.delta));
}

/** How much more of the difference the first member carries than its size explains. 0 when nothing differs. */
export function concentration(parts: readonly Contribution[]): number {
  const total = sum(parts.map(({ delta }) => delta));
  const base = sum(parts.map(({ before }) => before));
  const [first] = parts;
  if (!first || total === 0 || base === 0) return 0;
  return first.delta / total - first.before / base;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function baseName(fieldId: string): string {
  return fieldId.slice(fieldId.indexOf(".") + 1);
}
