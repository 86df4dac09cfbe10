import type { Meaning } from "../language/lexicon.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { isNumeric, rowCountOf } from "./measures.ts";
import { valueMeanings } from "./named.ts";
import { isFact, metricNamed, type World } from "./world.ts";

/** Rows of an event dataset; `by` is the numeric field that a ranking goes by, where the question names it. */
export type RowsAsked = { readonly dataset: string; readonly by?: string };

/** What a question wants row by row: "the ten largest orders", "list the orders of Ada", "the 5 highest fees". Undefined when it wants no rows. */
export function rowsAsked(reading: Reading, world: World): RowsAsked | undefined {
  const { names, ranking, cues, conditions } = reading;
  if (!ranking && !cues.has("list") && conditions.length === 0) return undefined;
  if (reading.grain !== undefined) return undefined;
  const told = names.filter((name) => valueMeanings(name).length === 0);
  const amount = rankedAmount(told, reading, world);
  if (amount) return amount;
  const grouping = told.filter((name) => name.grouping && !name.counted);
  const [only, another] = cues.has("list") && grouping.length === 0 ? told : grouping;
  const dataset = only?.meanings.flatMap((m) => rowsMeant(m, world))[0];
  return dataset !== undefined && (!another || !only?.grouping) ? { dataset } : undefined;
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
  const metric = meaning.kind === "metric" ? metricNamed(world, meaning.metric) : undefined;
  const counts = metric && rowCountOf(metric.dataset, world) === metric;
  return counts && isFact(world, metric.dataset) ? [metric.dataset] : [];
}
