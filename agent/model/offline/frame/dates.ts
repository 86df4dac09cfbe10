import { datedName } from "../../../semantic/dated-metrics.ts";
import type { Filter } from "../../../semantic/metric-query.ts";
import type { Metric } from "../../../semantic/model.ts";
import { timeFieldOf } from "../../../semantic/reachable.ts";
import type { Dated, Reading } from "../reading/reading.ts";
import { rowCountOf } from "./aggregates.ts";
import { fieldWithId, metricNamed, type World } from "./world.ts";

/** What words such as "shipped" and "not yet delivered" do to a question. */
export type DatesAsked = {
  /** The metric by the date that periods go by now; undefined where it is the usual one. */
  readonly metric?: string;
  readonly filters: readonly Filter[];
  /** Words for which the metric's rows have no date. */
  readonly unplaced: readonly string[];
};

/** "Shipped in March" is counted by ship date; "not delivered" and, without a period, "delivered" say whether there is a date at all. */
export function datesAsked(reading: Reading, main: Metric | undefined, world: World): DatesAsked {
  const hasPeriod = reading.ranges.length > 0 || reading.grain !== undefined;
  const placed = reading.dates.map((dated) => ({
    ...dated,
    meant: main && meantBy(dated, main, world),
  }));
  const moved = placed.find(({ meant, undone }) => hasPeriod && !undone && meant?.metric);
  return {
    ...(moved?.meant?.metric !== undefined && { metric: moved.meant.metric }),
    filters: placed.flatMap(({ meant, undone }): Filter[] => {
      const isThere = !hasPeriod && meant?.metric !== undefined;
      if (!meant || !(undone || isThere)) return [];
      return [{ field: meant.field, op: undone ? "is-null" : "is-not-null", values: [] }];
    }),
    unplaced: placed.flatMap(({ meant, words }) => (meant ? [] : [words])),
  };
}

type Meant = { readonly field: string; readonly metric?: string };

/** The date of the metric's rows that the word means, with the metric by it; of people counted, that of the things themselves. */
function meantBy({ fields }: Dated, main: Metric, world: World): Meant | undefined {
  const usual = timeFieldOf(world.model, main.name)?.id;
  if (usual !== undefined && fields.includes(usual)) return { field: usual };
  const own = fields.find((id) => id.startsWith(`${main.dataset}.`));
  const field = own === undefined ? undefined : fieldWithId(world, own);
  const metric = field && metricNamed(world, datedName(main.name, field));
  if (field && metric) return { field: field.id, metric: metric.name };
  return main.unit === "count" ? countedBy(fields, main, world) : undefined;
}

/** "How many people were hired": the people themselves have the date, not the state that counts them. */
function countedBy(fields: readonly string[], main: Metric, world: World): Meant | undefined {
  return fields.flatMap((id) => {
    const field = fieldWithId(world, id);
    const isReferred = world.model.relationships.some(
      ({ from, to }) => from === main.dataset && to === field?.dataset,
    );
    const count = field && isReferred ? rowCountOf(field.dataset, world) : undefined;
    if (!field || !count) return [];
    const isUsual = timeFieldOf(world.model, count.name)?.id === id;
    return [{ field: id, metric: isUsual ? count.name : datedName(count.name, field) }];
  })[0];
}

/** Said where a dataset has several dates and the model marks none as the usual one. */
export function datedBySentence(main: Metric | undefined, world: World): string[] {
  const field = main && timeFieldOf(world.model, main.name);
  const dataset = world.model.datasets.find(({ name }) => name === field?.dataset);
  const others = dataset?.fields.filter(({ isTime, id }) => isTime && id !== field?.id) ?? [];
  const isOpen = field && !field.defaultTime && main.timeField === undefined && others.length > 0;
  return isOpen ? [`Periods go by the ${field.label}`] : [];
}
