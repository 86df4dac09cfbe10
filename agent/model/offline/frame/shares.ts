import type { Filter } from "../../../semantic/metric-query.ts";
import type { Named, Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import type { Given } from "./given.ts";
import { valueMeanings } from "./named.ts";
import { metricNamed, type World } from "./world.ts";

/**
 * "What percentage of trips were electric": the things that a share is taken of are counted, where they are no amount
 * themselves. Otherwise the reading as it is.
 */
export function withWholes(reading: Reading, world: World): Reading {
  if (!reading.cues.has("share")) return reading;
  const names = reading.names.map((name, at) => {
    if (name.whole && isThing(name, world)) return { ...name, counted: true, grouping: false };
    // What the part is limited by is no second figure.
    const isLimited = name.shared && reading.conditions.some(({ named }) => named === at);
    return reading.limitsPart && isLimited
      ? { ...name, meanings: name.meanings.filter(({ kind }) => kind !== "metric") }
      : name;
  });
  return { ...reading, names };
}

function isThing({ meanings }: Named, world: World): boolean {
  const units = meanings.flatMap((m) =>
    m.kind === "metric" ? [metricNamed(world, m.metric)?.unit] : [],
  );
  const isRows = meanings.some(({ kind }) => kind === "dataset");
  return units.length > 0 ? units.includes("count") : isRows;
}

/** True where the sentence says of what the share is taken, and what of it is the part. */
export function saysPart({ names, cues }: Reading): boolean {
  return cues.has("share") && names.some(({ whole }) => whole);
}

/** "Share of X in each Y": the part is the filter on X, the whole is without it. `limits` are conditions with numbers. */
export function shareOfPart(
  { reading, roles, before }: Given,
  { share }: Pick<Frame, "share">,
  limits: readonly Filter[],
): Pick<Frame, "shareOf"> {
  if (!share) return {};
  if (reading.sets) return { shareOf: reading.sets.filters.map(({ field }) => field) };
  const values = reading.names
    .filter((name) => name.shared)
    .flatMap((name) => valueMeanings(name).map(({ value }) => value));
  const isPart = ({ values: chosen }: Filter) =>
    chosen.some((value) => values.includes(String(value)));
  const parts = roles.filters.filter(isPart);
  const all = [...parts, ...(reading.limitsPart ? limits : [])].map(({ field }) => field);
  const fields = all.length > 0 ? [...new Set(all)] : before?.shareOf;
  return fields ? { shareOf: fields } : {};
}
