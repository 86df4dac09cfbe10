import type { Filter } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import { resolveField } from "../../../semantic/reachable.ts";
import { basesOf } from "../language/bases.ts";
import type { Meaning } from "../language/model-names.ts";
import { stemsOf, tokenize } from "../language/tokens.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { isNumeric } from "./aggregates.ts";
import { baseName, metricsOf, sameField, valueMeanings } from "./named.ts";
import { entityField, fieldWithId, metricNamed, type World } from "./world.ts";

export type Context = { readonly world: World; readonly main: Metric | undefined };

/** The values that names stand for, by field: those of one field together, those left out apart. */
export function toFilters(names: readonly Named[], reading: Reading, context: Context): Filter[] {
  const filters = new Map<string, Filter>();
  for (const name of names) {
    const meanings = valueMeanings(name);
    const empty = meanings.length === 0 && name.negated ? emptyField(name, context) : undefined;
    if (empty !== undefined)
      filters.set(`is-null ${empty}`, { field: empty, op: "is-null", values: [] });
    if (meanings.length === 0) continue;
    const field = filterField(name, reading, context);
    const values = meanings
      .filter((m) => baseName(m.field) === baseName(field))
      .map(({ value }) => value);
    const typed = typeOf(field, context.world);
    const op = name.negated ? "not-in" : "in";
    const key = `${op} ${field}`;
    const known = filters.get(key)?.values ?? [];
    filters.set(key, { field, op, values: [...new Set([...known, ...values.map(typed)])] });
  }
  return [...filters.values()];
}

/** "Without a district": a field that a row has nothing in. */
function emptyField({ meanings }: Named, { world, main }: Context): string | undefined {
  const fields = meanings.flatMap((m) => (m.kind === "field" ? [m.field] : []));
  return fields.find((id) => main && resolveField(world.model, main.name, id) !== undefined);
}

/** Values as the field holds them. */
function typeOf(field: string, world: World): (value: string) => string | number | boolean {
  const type = fieldWithId(world, field)?.type;
  if (type === "Integer") return Number;
  return type === "Boolean" ? (value) => value === "true" : String;
}

/** Of all fields that have the value: the one the question names, else one the metric can reach, its own first. */
function filterField(name: Named, reading: Reading, context: Context): string {
  const meanings = valueMeanings(name);
  const named = meanings.filter(({ field }) =>
    reading.names.some((name) => sameField(field, name)),
  );
  const spoken = spokenOf(
    meanings.map(({ field }) => field),
    reading,
    context.world,
  );
  const directed = meanings.filter(({ field }) => goesWith(field, name, context.world));
  const chosen = [named, directed, spoken, meanings].find(({ length }) => length > 0) ?? meanings;
  const candidates = chosen.map(({ field }) => field);
  const fields = candidates.map((field) => ({ kind: "field", field }) as const);
  return fieldOf(fields, context) ?? candidates[0] ?? "";
}

/** "Ended at Opera": of several fields that have the value, the one in whose names the question's own words stand. */
function spokenOf(
  fields: readonly string[],
  { text }: Reading,
  { lexicon, model }: World,
): readonly { readonly field: string }[] {
  if (fields.length < 2) return [];
  const words = fields.map((field) => {
    const dataset = model.datasets.find(({ name }) => name === field.slice(0, field.indexOf(".")));
    const called = dataset ? [dataset.name.replaceAll("_", " "), dataset.label] : [];
    return new Set([...(lexicon.fieldWords.get(field) ?? []), ...called.flatMap(stemsOf)]);
  });
  const said = new Set(tokenize(text).flatMap((token) => [token.stem, ...basesOf(token.text)]));
  return fields.flatMap((field, at) => {
    const own = [...(words[at] ?? [])].filter((word) => !words.every((all) => all.has(word)));
    return own.some((word) => said.has(word)) ? [{ field }] : [];
  });
}

const FROM = /origin|from|source|sender|depart|start|pick/i;
const TO = /dest|(?:^|_)to(?:_|$)|target|receiv|arriv|end|drop/i;

/** "From Hamburg to Oslo": of several fields that have the value, the one on that side. */
function goesWith(field: string, { direction }: Named, world: World): boolean {
  if (direction === undefined) return false;
  const { name = "", label = "" } = fieldWithId(world, field) ?? {};
  return (direction === "from" ? FROM : TO).test(`${name} ${label}`);
}

/** The field that a name means for the metric: its own dataset's first, then any it can reach. Of numbers only codes divide. */
export function fieldOf(
  meanings: readonly Meaning[],
  { world, main }: Context,
  codes = false,
): string | undefined {
  const isDivider = (id: string) => codes && fieldWithId(world, id)?.type === "Integer";
  const ids = meanings.flatMap((m) => {
    if (m.kind === "field")
      return isNumeric(m.field, world) && !isDivider(m.field) ? [] : [m.field];
    return m.kind === "dataset" ? (entityField(world, m.dataset)?.id ?? []) : [];
  });
  const reachable = main
    ? ids.flatMap((id) => resolveField(world.model, main.name, id) ?? [])
    : ids;
  const own = reachable.find((id) => main && id.startsWith(`${main.dataset}.`) && ids.includes(id));
  return own ?? reachable[0] ?? ids[0];
}

/** What was taken to mean something else than it says. */
export function corrections(
  { names }: Reading,
  filters: readonly Filter[],
  world: World,
): string[] {
  const taken = names.filter(({ corrected, partial }) => corrected !== undefined || partial);
  return taken.flatMap((name) => {
    const values = valueMeanings(name).map(({ value }) => value);
    const meant = filters
      .flatMap((filter) => filter.values.map(String))
      .filter((value) => values.includes(value));
    if (meant.length > 0)
      return [`I took "${name.words}" to mean ${[...new Set(meant)].join(" and ")}`];
    const [metric] = name.partial ? metricsOf(name) : [];
    if (metric !== undefined)
      return [`I took "${name.words}" to mean ${metricNamed(world, metric)?.label ?? metric}`];
    return name.corrected === undefined ? [] : [`I read "${name.words}" as "${name.corrected}"`];
  });
}
