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
    .filter(({ values }) => values === undefined)
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
  /** Which sides have data at all; a side without counts as 0 and is never written as a figure. */
  readonly in: "both" | "now" | "before";
  /** What it does to the whole: the difference itself where parts add up, else weighed by the member's size. */
  readonly effect: number;
};

/** What parts are told by: a sum by itself, a share of counted things by those things, any other ratio by itself, weighed. */
export type Measure = { readonly metric: Metric; readonly weight?: string };

export function measureOf(main: Metric, { model }: World): Measure {
  const numerator = model.metrics.find(({ name }) => name === main.ratio?.numerator);
  if (!main.ratio || !numerator) return { metric: main };
  return numerator.unit === "count"
    ? { metric: numerator }
    : { metric: main, weight: main.ratio.denominator };
}

type Sides = { readonly now: Table; readonly before: Table };
type Columns = {
  readonly field: string;
  readonly nowId: string;
  readonly beforeId: string;
  readonly weight?: string | undefined;
};

/** Members with both sides, largest effect first in the direction of the whole. */
export function contributions({ now, before }: Sides, columns: Columns): Contribution[] {
  const { field, nowId, beforeId, weight } = columns;
  const members = new Map<string, Omit<Contribution, "delta" | "effect"> & { size: number }>();
  for (const [table, side, id] of [
    [now, "now", nowId],
    [before, "before", beforeId],
  ] as const) {
    for (const row of table.rows) {
      const key = groupKey(table, row);
      const fresh = { member: textIn(table, row, field), now: 0, before: 0, size: 0, in: side };
      const known = members.get(key) ?? fresh;
      const size = weight === undefined ? 0 : (numberIn(table, row, weight) ?? 0);
      const both = known.in === side ? side : "both";
      const value = numberIn(table, row, id) ?? 0;
      members.set(key, { ...known, [side]: value, in: both, size: known.size + size });
    }
  }
  const sizes = sum([...members.values()].map(({ size }) => size));
  const parts = [...members.values()].map(({ size, ...part }) => {
    const delta = part.now - part.before;
    return { ...part, delta, effect: sizes > 0 ? (delta * size) / sizes : delta };
  });
  const sign = Math.sign(sum(parts.map(({ effect }) => effect)));
  return parts.toSorted((a, b) => sign * (b.effect - a.effect));
}

/** How much more of the difference the first member carries than its size explains. 0 when nothing differs. */
export function concentration(parts: readonly Contribution[]): number {
  const base = sum(parts.map(({ before }) => before));
  const [first] = parts;
  if (!first || base === 0) return 0;
  return shareOfEffect(parts) - first.before / base;
}

/** The first member's part of the whole difference; 0 when nothing differs. */
export function shareOfEffect(parts: readonly Contribution[]): number {
  const total = sum(parts.map(({ effect }) => effect));
  return total === 0 ? 0 : (parts[0]?.effect ?? 0) / total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function baseName(fieldId: string): string {
  return fieldId.slice(fieldId.indexOf(".") + 1);
}
