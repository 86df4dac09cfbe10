import type { AnswerStyle } from "../../../governance/access.ts";
import { addDays, periodOf, previous } from "../../../semantic/dates.ts";
import type { Field, Metric, SemanticModel } from "../../../semantic/model.ts";
import { resolveField, timeFieldOf } from "../../../semantic/reachable.ts";
import type { Coverage, Grain, TimeRange } from "../../../semantic/time-range.ts";
import type { Workspace } from "../../../workspace.ts";
import type { Lexicon } from "../language/lexicon.ts";
import type { Clock } from "../time/time-mention.ts";

/** All that the analyst knows of a workspace before a question comes. */
export type World = {
  readonly workspace: Workspace;
  readonly model: SemanticModel;
  readonly lexicon: Lexicon;
  /** Known values of indexed fields, by field id. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** By id of the field that periods apply to. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** What answers are made for; undefined for the whole of it. */
  readonly answers?: AnswerStyle;
};

/** The metric a question is about when it names none: the first with a target, else the first of the model. */
export function headlineMetric({ model }: World): Metric | undefined {
  return model.metrics.find((metric) => metric.target) ?? model.metrics[0];
}

/** The headline, where it can be divided by all the fields; else the first sum of the model that can, else the headline all the same. */
export function divisibleHeadline(fields: readonly string[], world: World): Metric | undefined {
  const { model } = world;
  const headline = headlineMetric(world);
  const fits = ({ name }: Metric) =>
    fields.every((field) => resolveField(model, name, field) !== undefined);
  if (!headline || fits(headline)) return headline;
  const own = model.metrics.filter((metric) => !metric.implied && fits(metric));
  return own.find(({ additive, unit }) => additive && unit !== "count") ?? own[0] ?? headline;
}

export function metricNamed({ model }: World, name: string): Metric | undefined {
  return model.metrics.find((metric) => metric.name === name);
}

export function fieldWithId({ model }: World, id: string): Field | undefined {
  return model.datasets.flatMap(({ fields }) => fields).find((field) => field.id === id);
}

export function isSnapshot({ model }: World, metric: Metric): boolean {
  return model.datasets.find(({ name }) => name === metric.dataset)?.snapshot ?? false;
}

/** Where the metric's data begin and end; undefined when it has no time. */
export function coverageOf({ coverage, model }: World, metric: Metric): Coverage | undefined {
  return coverage.get(timeFieldOf(model, metric.name)?.id ?? "");
}

/** What "now" means for a question about the metric. */
export function clockFor(world: World, metric: Metric | undefined, anchor?: TimeRange): Clock {
  const { workspace } = world;
  const known = metric && coverageOf(world, metric);
  return {
    today: workspace.today(),
    fiscalYearStartMonth: workspace.fiscalYearStartMonth,
    ...(known && { dataStart: known.start, dataEnd: known.end }),
    ...(anchor && { anchor }),
  };
}

/** The last whole period of the grain that the metric's data cover; undefined while they cover none. */
export function latestPeriod(world: World, metric: Metric, grain: Grain): TimeRange | undefined {
  const known = coverageOf(world, metric);
  if (!known) return undefined;
  const fiscal = world.workspace.fiscalYearStartMonth;
  const last = periodOf(grain, known.end, fiscal);
  if (addDays(known.end, 1) >= last.end) return last;
  const before = previous(last, fiscal);
  return before.end > known.start ? before : undefined;
}

/** The field that names a dataset's rows for people: its `…name` or `…title`, else its primary key. */
export function entityField({ model }: World, name: string): Field | undefined {
  const dataset = model.datasets.find((one) => one.name === name);
  if (!dataset) return undefined;
  const texts = dataset.fields.filter(({ type }) => type === "String");
  const [key = ""] = dataset.primaryKey;
  return (
    texts.find((field) => /(?:^|_)(?:name|nm|title)$/i.test(field.name)) ??
    dataset.fields.find((field) => field.name === key)
  );
}

/** True for a dataset whose rows are events: nothing refers to it, it refers to others or is measured by itself, and it is no repeated state. */
export function isFact({ model }: World, dataset: string): boolean {
  const known = model.datasets.find(({ name }) => name === dataset);
  if (known?.snapshot) return false;
  const refersTo = model.relationships.some(({ from }) => from === dataset);
  const referredTo = model.relationships.some(({ to }) => to === dataset);
  const isMeasured = model.metrics.some((metric) => !metric.implied && metric.dataset === dataset);
  return !referredTo && (refersTo || (isMeasured && known?.timeField !== undefined));
}

/** True for a dataset whose rows are things that others refer to: customers, products. Their dates say when each came. */
export function isRegister({ model }: World, dataset: string): boolean {
  const snapshot = model.datasets.find(({ name }) => name === dataset)?.snapshot ?? false;
  return !snapshot && model.relationships.some(({ to }) => to === dataset);
}

/** How many of a register there are, as nobody has named it: a matter of no period. */
export function isStanding(world: World, { name, implied, dataset }: Metric): boolean {
  return implied === true && name === `count_of_${dataset}` && isRegister(world, dataset);
}

/** Words for the whole of a metric's data: "2023 – 2024". */
export function spanLabel({ start, end }: Coverage): string {
  const [first, last] = [start.slice(0, 4), end.slice(0, 4)];
  return first === last ? first : `${first} – ${last}`;
}
