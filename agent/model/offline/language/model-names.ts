import type { Dataset, Field, Metric, SemanticModel } from "../../../semantic/model.ts";
import { shortName } from "./short-names.ts";
import { stemOf, stemsOf } from "./tokens.ts";
import { FILLER_WORDS, GRAMMAR_WORDS } from "./words.ts";

/** What a phrase of a question may stand for. `field` is a field's id. */
export type Meaning =
  | { readonly kind: "metric"; readonly metric: string }
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "dataset"; readonly dataset: string }
  | { readonly kind: "value"; readonly field: string; readonly value: string };

const DATE_PARTS = /^(?:year|quarter|month|week|day|date)$/;

/** All that the model is called by its own names. */
export function namesIn({
  metrics,
  datasets,
}: SemanticModel): readonly (readonly [string, Meaning])[] {
  const called = (thing: Metric | Dataset | Field, meaning: Meaning) =>
    namesOf(thing).map((name) => [name, meaning] as const);
  return [
    ...metrics
      .filter(({ implied }) => !implied)
      .flatMap((metric) => called(metric, toMetric(metric))),
    ...datasets.flatMap((dataset) => [
      ...called(dataset, { kind: "dataset", dataset: dataset.name }),
      ...dataset.fields
        .filter(isNamed)
        .flatMap((field) => called(field, { kind: "field", field: field.id })),
    ]),
  ];
}

/** Dates and parts of dates are the business of periods. */
function isNamed({ isTime, name }: Field): boolean {
  return !isTime && !DATE_PARTS.test(name);
}

function namesOf(thing: Metric | Dataset | Field): readonly string[] {
  return [thing.name, thing.label, ...thing.synonyms];
}

/** Words that only one metric is called by: "freight" for a freight cost. */
export function metricPartsOf({ metrics }: SemanticModel): ReadonlyMap<string, Meaning> {
  const owners = new Map<string, Set<string>>();
  for (const metric of metrics.filter(({ implied }) => !implied)) {
    for (const stem of namesOf(metric).flatMap((name) => stemsOf(name.replaceAll("_", " "))))
      owners.set(stem, (owners.get(stem) ?? new Set()).add(metric.name));
  }
  return new Map(
    [...owners].flatMap(([stem, [metric = "", another]]) =>
      another === undefined && isTelling(stem) ? [[stem, { kind: "metric", metric } as const]] : [],
    ),
  );
}

/** How a figure is written, and none by itself. */
const FORM = stemOf("percentage");

function isTelling(stem: string): boolean {
  return stem !== FORM && stem.length >= 4 && !FILLER_WORDS.has(stem) && !GRAMMAR_WORDS.has(stem);
}

/** "Type" for an absence type and a customer type. */
export function headsOf(model: SemanticModel): ReadonlyMap<string, readonly Meaning[]> {
  const heads = new Map<string, Meaning[]>();
  const fields = model.datasets.flatMap((dataset) => dataset.fields).filter(isNamed);
  for (const field of fields.filter(({ type }) => type === "String" || type === "Boolean")) {
    const stems = namesOf(field).map((name) => stemsOf(name.replaceAll("_", " ")));
    for (const head of new Set(stems.filter(({ length }) => length > 1).map((all) => all.at(-1))))
      heads.set(head ?? "", [...(heads.get(head ?? "") ?? []), { kind: "field", field: field.id }]);
  }
  return heads;
}

/** Names made for machines, as people say them: `weight_kg` is the weight. */
export function shortNamesOf(model: SemanticModel): readonly (readonly [string, Meaning])[] {
  const short = (name: string, meaning: Meaning) => {
    const said = shortName(name);
    return said === undefined ? [] : [[said, meaning] as const];
  };
  const fields = model.datasets.flatMap((dataset) => dataset.fields);
  return [
    ...model.metrics
      .filter(({ implied }) => !implied)
      .flatMap((metric) => short(metric.name, toMetric(metric))),
    ...model.datasets.flatMap(({ name, label }): (readonly [string, Meaning])[] => {
      const meaning = { kind: "dataset", dataset: name } as const;
      const head = stemsOf(label).at(-1) ?? "";
      const isPlain = DATE_PARTS.test(head) || FILLER_WORDS.has(head) || GRAMMAR_WORDS.has(head);
      return [...short(name, meaning), ...(isPlain ? [] : [[head, meaning] as const])];
    }),
    ...fields.filter(isNamed).flatMap(({ name, id }) => short(name, { kind: "field", field: id })),
  ];
}

function toMetric(metric: Metric): Meaning {
  return { kind: "metric", metric: metric.name };
}

/** Stems of all names of each thing, by its key. */
export function wordsOf(
  things: readonly (readonly [string, Metric | Field])[],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    things.map(([key, thing]) => [
      key,
      new Set(namesOf(thing).flatMap((name) => stemsOf(name.replaceAll("_", " ")))),
    ]),
  );
}
