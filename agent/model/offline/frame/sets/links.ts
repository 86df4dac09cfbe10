import { addDays } from "../../../../semantic/dates.ts";
import type { Filter, Link } from "../../../../semantic/metric-query.ts";
import { resolveField } from "../../../../semantic/reachable.ts";
import type { TimeRange } from "../../../../semantic/time-range.ts";
import type { Named, Reading } from "../../reading/reading.ts";
import { rowCountOf } from "../aggregates.ts";
import { toFilters } from "../filters.ts";
import { metricsOf, valueMeanings } from "../named.ts";
import { metricNamed, type World } from "../world.ts";
import type { Clause, Sentence } from "./clauses.ts";
import { hadOf, type Party } from "./parties.ts";

type Context = { readonly reading: Reading; readonly world: World };

/** What the clauses come to as conditions on those who are asked about; undefined where one of them cannot be put so. */
export function linksOf(
  sentence: Sentence,
  party: Party,
  context: Context,
): readonly Filter[] | undefined {
  const dataset = context.world.model.datasets.find(({ name }) => name === party.register);
  const [key] = dataset?.primaryKey ?? [];
  if (key === undefined) return undefined;
  const field = `${party.register}.${key}`;
  const links = spread(sentence, context.reading).map((part, i) => {
    const what = party.whats[Math.min(i, party.whats.length - 1)] ?? "";
    const by = linkOf(part, what, context);
    const op = part.clause.none || part.only ? "not-in" : "in";
    return by && ({ field, op, values: [], by } as const);
  });
  const known = links.flatMap((link) => link ?? []);
  return known.length === links.length ? known : undefined;
}

/** The rows that a clause speaks of; undefined where it says more than one period, or what those rows have not. */
function linkOf({ clause, only }: Spread, what: string, context: Context): Link | undefined {
  const [range, another] = clause.ranges;
  const filters = filtersOf(clause, what, context);
  if (another || !filters) return undefined;
  const dated = range && datedBy(clause, range, { what, context });
  return {
    dataset: what,
    filters: [
      ...(only ? filters.map(reversed) : filters),
      ...heldBy(clause, what, context),
      ...(dated ? [dated] : []),
    ],
    ...(range && !dated && { time: { start: range.start, end: range.end } }),
  };
}

/** What a row must hold to be what the clause names: tickets, where a row a month tells how many there were. */
function heldBy({ what }: Clause, dataset: string, { reading, world }: Context): readonly Filter[] {
  const name = what?.kind === "name" ? reading.names[what.at] : undefined;
  const isRows = name?.meanings.some((m) => m.kind === "dataset" && m.dataset === dataset);
  const metrics =
    isRows || !name ? [] : metricsOf(name).flatMap((id) => metricNamed(world, id) ?? []);
  const metric = metrics.find((one) => one.dataset === dataset);
  return (metric && hadOf(metric)) ?? [];
}

/** "Shipped in 2024": by the date that the word means, where that is not the usual one. */
function datedBy(
  { what }: Clause,
  range: TimeRange,
  { what: dataset, context }: { what: string; context: Context },
): Filter | undefined {
  const fields = what?.kind === "date" ? (context.reading.dates[what.at]?.fields ?? []) : [];
  const field = fields.find((id) => id.startsWith(`${dataset}.`));
  const values = [range.start, addDays(range.end, -1)];
  return field === undefined ? undefined : { field, op: "between", values };
}

type Spread = { readonly clause: Clause; readonly only: boolean };

/** One clause a condition: "both A and B" is two, "only A" is one of having A and one of having nothing else. */
function spread({ clauses, both, only }: Sentence, { names }: Reading): readonly Spread[] {
  const whole = filledIn(clauses);
  return whole.flatMap((clause) => {
    const plain = [{ clause, only: false }];
    if (clause.none) return plain;
    if (both && clause.values.length > 1 && sameField(clause.values, names))
      return clause.values.map((value) => ({
        clause: { ...clause, values: [value] },
        only: false,
      }));
    if (both && clause.ranges.length > 1)
      return clause.ranges.map((range) => ({
        clause: { ...clause, ranges: [range] },
        only: false,
      }));
    return only && clause.values.length > 0 ? [...plain, { clause, only: true }] : plain;
  });
}

/** "Bought A in 2023 but not in 2024": what a denial leaves unsaid is as it was said before. */
function filledIn(clauses: readonly Clause[]): readonly Clause[] {
  const [first, second] = clauses;
  if (!first || !second || first.none) return clauses;
  const isSilent = second.what === undefined && !second.trades;
  const shared: readonly TimeRange[] =
    first.ranges.length === 0 && second.values.length > 0 ? second.ranges : first.ranges;
  return [
    { ...first, ranges: shared },
    ...clauses.slice(1).map((clause) => ({
      ...clause,
      ...(isSilent && first.what && { what: first.what }),
      values: isSilent && clause.values.length === 0 ? first.values : clause.values,
      ranges: clause.ranges.length === 0 && clause.values.length > 0 ? shared : clause.ranges,
    })),
  ];
}

function sameField(values: readonly number[], names: readonly Named[]): boolean {
  const fields = values.map((at) => {
    const name = names[at];
    return name ? valueMeanings(name).map(({ field }) => field) : [];
  });
  return fields[0]?.some((field) => fields.every((all) => all.includes(field))) ?? false;
}

/** Conditions on the rows that they have; undefined where a value is nothing that those rows have. */
function filtersOf(
  clause: Clause,
  what: string,
  { reading, world }: Context,
): Filter[] | undefined {
  const main = rowCountOf(what, world) ?? world.model.metrics.find((m) => m.dataset === what);
  const names = clause.values.flatMap((at) => reading.names[at] ?? []);
  const filters = toFilters(
    names.map((name) => ({ ...name, negated: false })),
    reading,
    { world, main },
  );
  const reach = filters.every(({ field }) => main && reachableFrom(field, main.name, world));
  return reach ? filters : undefined;
}

function reachableFrom(field: string, metric: string, { model }: World): boolean {
  return resolveField(model, metric, field) !== undefined;
}

function reversed(filter: Filter): Filter {
  return { ...filter, op: filter.op === "in" ? "not-in" : "in" };
}
