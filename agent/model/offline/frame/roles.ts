import type { Filter } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import { resolveField } from "../../../semantic/reachable.ts";
import type { Meaning } from "../language/lexicon.ts";
import type { Named, Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import { countOfDoers, doerField, isNumeric, measureOf, priceOf } from "./implied.ts";
import { baseName, metricOf, sameField, type ValueMeaning, valueMeanings } from "./named.ts";
import {
  entityField,
  fieldWithId,
  headlineMetric,
  isFact,
  metricNamed,
  type World,
} from "./world.ts";

/** What the names of a sentence do in it. `fields` and `datasets` stand in no clear place. */
export type Roles = {
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly filters: readonly Filter[];
  readonly datasets: readonly string[];
  /** True when a target is what the metric is held against. */
  readonly target: boolean;
  readonly assumed: readonly string[];
};

/** `before` is what the conversation is about. */
export function assignRoles(reading: Reading, world: World, before?: Frame): Roles {
  const held = againstTarget(reading, world);
  const measured = reading.names.flatMap((name) => measureOf(name, reading, world) ?? []);
  const named = unique([
    ...reading.names.flatMap((name) =>
      isMetric(name, reading, world) ? (metricOf(name) ?? []) : [],
    ),
    ...measured,
  ]).filter((name) => !held.targets.has(name));
  const metrics = countOfDoers(reading, named, world) ?? priceOf(reading, named, world) ?? named;
  const main = metricNamed(
    world,
    metrics[0] ?? before?.metrics[0] ?? headlineMetric(world)?.name ?? "",
  );
  const pointed = pointedAt(reading, before);
  const filters = [...toFilters(reading, world, main), ...pointed];
  const doers = reading.who && main ? (doerField(main, world) ?? []) : [];
  const grouped = reading.names.flatMap(
    (name) => dimensionOf(name, reading, { world, main }) ?? [],
  );
  const fixed = new Set(pointed.map(({ field }) => baseName(field)));
  const multi = filters
    .filter(({ op, values }) => op === "in" && values.length > 1)
    .map(({ field }) => field);
  return {
    metrics,
    dimensions: unique([...(grouped.length > 0 ? grouped : [doers].flat()), ...multi]).filter(
      (id) => !fixed.has(baseName(id)),
    ),
    filters,
    datasets: unique(
      reading.names.flatMap(({ meanings }) =>
        meanings.flatMap((m) => (m.kind === "dataset" ? [m.dataset] : [])),
      ),
    ),
    target: held.asked,
    assumed: corrections(reading, filters),
  };
}

/** "That region": the member that came out first before. */
function pointedAt({ names }: Reading, before: Frame | undefined): Filter[] {
  const leader = before?.leader;
  const points = names.some(
    (name) => leader && name.demonstrative && sameField(leader.field, name),
  );
  return leader && points ? [{ field: leader.field, op: "in", values: [leader.value] }] : [];
}

/** A target metric beside its own metric, or beside words of missing and comparing, is a yardstick and not the subject. */
function againstTarget(reading: Reading, world: World): { targets: Set<string>; asked: boolean } {
  const targets = new Set(world.model.metrics.flatMap(({ target }) => target?.metric ?? []));
  const named = reading.names.flatMap((name) => metricOf(name) ?? []);
  const mentioned = named.filter((name) => targets.has(name));
  const measured = reading.names.some((name) => name.against && targets.has(metricOf(name) ?? ""));
  const planned = reading.names.some(({ against, words }) => against && PLAN.test(words));
  const others = named.filter((name) => !targets.has(name));
  const held =
    measured ||
    others.length > 0 ||
    (["why", "compare", "below-target", "above-target", "health", "overview"] as const).some(
      (cue) => reading.cues.has(cue),
    );
  if (mentioned.length > 0) return { targets: held ? targets : new Set(), asked: held };
  return { targets: new Set(), asked: planned || reading.cues.has("target") };
}

/** What results are held against, where the model uses the word for something else. */
const PLAN = /^(?:plans?|budgets?|goals?|quotas?|objectives?)$/i;

function isMetric(name: Named, reading: Reading, world: World): boolean {
  if (!metricOf(name)) return false;
  if (name.counted || (name.grouping && reading.cues.has("sort"))) return true;
  const elsewhere = reading.names.filter((other) => other !== name);
  const otherMetric = elsewhere.some((other) => metricOf(other) && !other.grouping);
  const entity = isEntity(name, world);
  if (reading.ranking && isRanked(name, world)) return false;
  if (!name.grouping) {
    const qualifies = entity || (name.afterValue && otherMetric);
    return name.listed || !otherMetric || !qualifies;
  }
  if (!entity) return true;
  const otherGroup = elsewhere.some((other) => other.grouping);
  return otherGroup && !otherMetric && reading.names.indexOf(name) > 0;
}

/** Rows that others refer to, beside a ranking: "the best product", "products with the highest price". */
function isRanked({ meanings }: Named, world: World): boolean {
  return meanings.some((m) => m.kind === "dataset" && !isFact(world, m.dataset));
}

/** "Enterprise customers": a word for rows beside a metric says whose figures are meant, not what is counted. */
function isEntity({ meanings }: Named, world: World): boolean {
  return meanings.some(
    (m) => m.kind === "dataset" || (m.kind === "field" && !isNumeric(m.field, world)),
  );
}

type Context = { readonly world: World; readonly main: Metric | undefined };

function dimensionOf(name: Named, reading: Reading, context: Context): string | undefined {
  if (name.against && PLAN.test(name.words)) return undefined;
  const wanted = name.grouping || isLooseDimension(name, reading, context.world);
  if (!wanted || isMetric(name, reading, context.world)) return undefined;
  return fieldOf(name.meanings, context);
}

/** "top customers", "revenue region": a field or dataset that groups although no word says so. */
function isLooseDimension(name: Named, reading: Reading, world: World): boolean {
  if (isMetric(name, reading, world) || valueMeanings(name).length > 0 || name.counted)
    return false;
  const qualifies = reading.names.some((other) =>
    valueMeanings(other).some(({ field }) => sameField(field, name)),
  );
  if (qualifies) return false;
  const isField = name.meanings.some((m) => m.kind === "field" && !isNumeric(m.field, world));
  const isDataset = name.meanings.some(({ kind }) => kind === "dataset");
  return (isField && !isDataset) || (isDataset && reading.ranking !== undefined);
}

/** The field a grouping name means for the metric: its own dataset's first, then any it can reach. */
function fieldOf(meanings: readonly Meaning[], { world, main }: Context): string | undefined {
  const ids = meanings.flatMap((m) => {
    if (m.kind === "field") return isNumeric(m.field, world) ? [] : [m.field];
    return m.kind === "dataset" ? (entityField(world, m.dataset)?.id ?? []) : [];
  });
  const reachable = main
    ? ids.flatMap((id) => resolveField(world.model, main.name, id) ?? [])
    : ids;
  const own = reachable.find((id) => main && id.startsWith(`${main.dataset}.`) && ids.includes(id));
  return own ?? reachable[0] ?? ids[0];
}

function toFilters(reading: Reading, world: World, main: Metric | undefined): Filter[] {
  const filters = new Map<string, Filter>();
  for (const name of reading.names) {
    if (metricOf(name) && reading.names.length === 1) continue;
    const meanings = valueMeanings(name);
    if (meanings.length === 0 || isMetric(name, reading, world)) continue;
    const field = filterField(meanings, reading, { world, main });
    const values = unique(
      meanings.filter((m) => baseName(m.field) === baseName(field)).map(({ value }) => value),
    );
    const op = name.negated ? "not-in" : "in";
    const key = `${op} ${field}`;
    const known = filters.get(key);
    filters.set(key, { field, op, values: unique([...(known?.values ?? []), ...values]) });
  }
  return [...filters.values()];
}

/** Of all fields that have the value: the one the question names, else one the metric can reach, its own first. */
function filterField(
  meanings: readonly ValueMeaning[],
  reading: Reading,
  { world, main }: Context,
): string {
  const named = meanings.filter(({ field }) =>
    reading.names.some((name) => sameField(field, name)),
  );
  const candidates = (named.length > 0 ? named : meanings).map(({ field }) => field);
  return (
    fieldOf(
      candidates.map((field) => ({ kind: "field", field })),
      { world, main },
    ) ??
    candidates[0] ??
    ""
  );
}

function corrections(reading: Reading, filters: readonly Filter[]): string[] {
  const taken = reading.names.filter(
    ({ corrected, partial }) => corrected !== undefined || partial,
  );
  return taken.flatMap((name) => {
    const values = valueMeanings(name).map(({ value }) => value);
    const meant = filters
      .flatMap((f) => f.values.map(String))
      .filter((value) => values.includes(value));
    if (meant.length > 0) return [`I took "${name.words}" to mean ${unique(meant).join(" and ")}`];
    return name.corrected === undefined ? [] : [`I read "${name.words}" as "${name.corrected}"`];
  });
}

export function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

/** The label of a field, for sentences. */
export function fieldLabel(world: World, id: string): string {
  return fieldWithId(world, id)?.label ?? baseName(id);
}
