import type { Field } from "../../../semantic/model.ts";
import { measureOfField } from "../language/measures.ts";
import type { Meaning } from "../language/model-names.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { isNumeric, rowCountOf } from "./aggregates.ts";
import { isGiven } from "./counts.ts";
import { isMetricName, metricsOf, valueMeanings } from "./named.ts";
import { entityField, isFact, isRegister, metricNamed, type World } from "./world.ts";

/** Rows of a dataset; `by` is the numeric field that a ranking goes by, where the question names it. */
export type RowsAsked = { readonly dataset: string; readonly by?: string };

/**
 * What a question wants row by row: "the ten largest orders", "list the orders of Ada", "the 5 highest fees", "list all
 * customers in West". Undefined when it wants no rows.
 */
export function rowsAsked(reading: Reading, world: World): RowsAsked | undefined {
  const { names, ranking, cues, conditions } = reading;
  if (!ranking && !cues.has("list") && conditions.length === 0) return undefined;
  if (reading.grain !== undefined || cues.has("share")) return undefined;
  const told = names.filter((name) => valueMeanings(name).length === 0 && !isGiven(name, reading));
  if (ranking?.byDate) return byDate(told, world);
  return (
    rankedAmount(told, reading, world) ??
    eventRows(told, reading, world) ??
    registerRows(told, reading, world)
  );
}

/** "The newest shop": rows of anything that has a date of its own. */
function byDate(told: readonly Named[], world: World): RowsAsked | undefined {
  const [only, another] = told;
  const [dataset] =
    only?.meanings.flatMap((m) => datasetMeant(m, world) ?? rowsMeant(m, world)) ?? [];
  const time = world.model.datasets.find(({ name }) => name === dataset)?.timeField;
  if (dataset === undefined || time === undefined || another) return undefined;
  return { dataset, by: `${dataset}.${time}` };
}

function eventRows(
  told: readonly Named[],
  { cues, text }: Reading,
  world: World,
): RowsAsked | undefined {
  const grouping = told.filter((name) => name.grouping && !name.counted);
  const [only, another] = cues.has("list") && grouping.length === 0 ? told : grouping;
  const dataset = only?.meanings.flatMap((m) => rowsMeant(m, world))[0];
  if (dataset === undefined || (another && only?.grouping)) return undefined;
  if (cues.has("list") && !TOLD_TO.test(text) && only && isAmountOf(only, world)) return undefined;
  const by = rankedField(text, dataset, world);
  return { dataset, ...(by !== undefined && { by }) };
}

const TOLD_TO = /\b(?:list|enumerate|print|show|give|display|names?)\b/i;

/** "What were sales": the name of rows and of a figure that does more than count them. */
function isAmountOf(name: Named, world: World): boolean {
  return metricsOf(name).some((metric) => countedDataset(metric, world) === undefined);
}

/** What an adjective ranks by: measures and words in the names of fields. */
const RANKED_BY: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:longest|shortest)\b/i, /^(?:second|minute|hour|night|day|week)$|\b(?:duration|length)\b/],
  [/\b(?:heaviest|lightest)\b/i, /^(?:kg|g|lb|ton|tonne)$|\bweight\b/],
];

/** "The longest loans", "the heaviest parcels": the field of the rows that says how long or how heavy. */
function rankedField(text: string, dataset: string, { model }: World): string | undefined {
  const [, named] = RANKED_BY.find(([adjective]) => adjective.test(text)) ?? [];
  const fields = model.datasets.find(({ name }) => name === dataset)?.fields ?? [];
  const numbers = fields.filter(({ type }) => /^(?:Integer|Decimal|Float)$/.test(type));
  return named && numbers.find((field) => says(field, named))?.id;
}

function says(field: Field, named: RegExp): boolean {
  const words = field.name.replaceAll("_", " ");
  return [measureOfField(field) ?? "", words, field.label].some((text) => named.test(text));
}

/** "List all customers in West": what others refer to, where nothing is measured of it. */
function registerRows(
  [first, ...others]: readonly Named[],
  { cues, ranking }: Reading,
  world: World,
): RowsAsked | undefined {
  if (!cues.has("list") || ranking || !first || first.counted) return undefined;
  const [dataset] = first.meanings.flatMap((m) => registerMeant(m, world));
  const isPlain = others.every((other) => !isMetricName(other) && !other.grouping);
  return dataset !== undefined && isPlain ? { dataset } : undefined;
}

/** The register that a name means: by its own name, by that of its rows, or by the metric that counts them. */
export function registerMeant(meaning: Meaning, world: World): string[] {
  const dataset = datasetMeant(meaning, world);
  return dataset !== undefined && isRegister(world, dataset) ? [dataset] : [];
}

function datasetMeant(meaning: Meaning, world: World): string | undefined {
  switch (meaning.kind) {
    case "dataset":
      return meaning.dataset;
    case "field": {
      const dataset = meaning.field.slice(0, meaning.field.indexOf("."));
      return entityField(world, dataset)?.id === meaning.field ? dataset : undefined;
    }
    case "metric":
      return countedDataset(meaning.metric, world);
    case "value":
      return undefined;
  }
}

/** The dataset whose key the metric counts, and nothing else. */
export function countedDataset(name: string, world: World): string | undefined {
  const metric = metricNamed(world, name);
  const key = /^\s*COUNT\(\s*(?:DISTINCT\s+)?(\w+)\.(\w+)\s*\)\s*$/i.exec(metric?.expression ?? "");
  const dataset = world.model.datasets.find(({ name: one }) => one === key?.[1]);
  return dataset?.primaryKey.join() === key?.[2] ? dataset?.name : undefined;
}

/** "The 5 highest fees": a ranking of an amount that every row has, and nothing to group it by. */
function rankedAmount(
  told: readonly Named[],
  { ranking }: Reading,
  world: World,
): RowsAsked | undefined {
  const [only, another] = told;
  if (!ranking || !only?.ranked || another) return undefined;
  const [by] = only.meanings.flatMap((m) => amountMeant(m, world));
  return by === undefined ? undefined : { dataset: by.slice(0, by.indexOf(".")), by };
}

/** The numeric field of an event dataset that a name means: by its own name, or as what the metric sums. */
function amountMeant(meaning: Meaning, world: World): string[] {
  const summed =
    meaning.kind === "metric"
      ? /^\s*SUM\(\s*(\w+\.\w+)\s*\)\s*$/i.exec(
          metricNamed(world, meaning.metric)?.expression ?? "",
        )?.[1]
      : undefined;
  const field = meaning.kind === "field" ? meaning.field : summed;
  const isAmount =
    field !== undefined &&
    isNumeric(field, world) &&
    isFact(world, field.slice(0, field.indexOf(".")));
  return isAmount ? [field] : [];
}

/** The event dataset that a name means: by its own name, or by that of the metric that counts its rows ("deals"). */
function rowsMeant(meaning: Meaning, world: World): string[] {
  if (meaning.kind === "dataset") return isFact(world, meaning.dataset) ? [meaning.dataset] : [];
  if (meaning.kind === "field") {
    const dataset = datasetMeant(meaning, world);
    return dataset !== undefined && isFact(world, dataset) ? [dataset] : [];
  }
  const metric = meaning.kind === "metric" ? metricNamed(world, meaning.metric) : undefined;
  const counts = metric && rowCountOf(metric.dataset, world) === metric;
  return counts && isFact(world, metric.dataset) ? [metric.dataset] : [];
}
