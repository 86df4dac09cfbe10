import type { Dataset, Metric } from "../../../semantic/model.ts";
import { stemsOf } from "../language/tokens.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { computing, isNumeric } from "./aggregates.ts";
import { entityField, fieldWithId, metricNamed, type World } from "./world.ts";

/** Words for those who act, as models name them. */
const DOERS = new Set(
  "customer client user member guest patient student account employee rep salesperson supplier driver borrower subscriber company visitor person agent doctor physician nurse teacher instructor technician operator worker seller donor rider attendee applicant candidate passenger resident tenant learner reader buyer payer owner holder author contact household family".split(
    " ",
  ),
);

/** The registers of those who act in the metric's rows. */
export function actingParties(main: Pick<Metric, "dataset">, { model }: World): readonly Dataset[] {
  return model.relationships
    .filter(({ from }) => from === main.dataset)
    .flatMap(({ to }) => model.datasets.find(({ name }) => name === to) ?? [])
    .filter((dataset) =>
      [dataset.name, dataset.label, ...dataset.synonyms]
        .flatMap(stemsOf)
        .some((stem) => DOERS.has(stem)),
    );
}

/** "Who": the field that names the acting party among what the metric's rows refer to. */
export function doerField(
  main: Metric,
  world: World,
  named: readonly Named[] = [],
): string | undefined {
  const told = new Set(
    named.flatMap(({ meanings }) =>
      meanings.flatMap((m) => (m.kind === "dataset" ? [m.dataset] : [])),
    ),
  );
  const parties = actingParties(main, world).filter(({ name }) => !told.has(name));
  const names = parties.flatMap(({ name }) => entityField(world, name) ?? []);
  const own = world.model.datasets.find(({ name }) => name === main.dataset)?.fields ?? [];
  const doing = own.filter(({ type, name }) => type === "String" && DOERS.has(name.toLowerCase()));
  return [...names, ...doing].find(
    ({ sensitivity }) => sensitivity !== "pii" && sensitivity !== "confidential",
  )?.id;
}

/** "The most expensive product": the price among the fields of what is ranked. Undefined when the question is about something else. */
export function priceOf(
  { cues, names }: Reading,
  metrics: readonly string[],
  world: World,
): string[] | undefined {
  if (!cues.has("price")) return undefined;
  const ranked = names.flatMap(({ meanings }) =>
    meanings.flatMap((m) => (m.kind === "dataset" ? [m.dataset] : [])),
  );
  const [price] = world.model.datasets
    .filter(({ name }) => ranked.includes(name))
    .flatMap(({ fields }) =>
      fields.filter((field) => /price|cost|fee/.test(field.name) && isNumeric(field.id, world)),
    );
  const metric = price && computing(`AVG(${price.id})`, world);
  return metric === undefined || metrics.length > 1 ? undefined : [metric.name];
}

/** "How many customers bought": those that the event dataset refers to, counted once each, when the model has that metric. */
export function countOfDoers(
  { names, dates }: Reading,
  metrics: readonly string[],
  world: World,
): string[] | undefined {
  const { model } = world;
  const counted = names.find((name) => name.counted);
  const entity = counted?.meanings.find(({ kind }) => kind === "dataset");
  if (entity?.kind !== "dataset") return undefined;
  const beside = names.filter((name) => name !== counted && !name.grouping && !name.negated);
  const rows = beside.flatMap(({ meanings }) =>
    meanings.flatMap((m) => (m.kind === "dataset" ? [m.dataset] : [])),
  );
  const facts = [
    ...model.metrics.filter(({ name }) => metrics.includes(name)).map((m) => m.dataset),
    ...rows,
    // "How many guests arrived": the rows that have the date.
    ...dates.flatMap(({ fields }) => fields.flatMap((id) => fieldWithId(world, id)?.dataset ?? [])),
  ].filter((name) => name !== entity.dataset);
  const links = model.relationships.filter(
    ({ from, to, fromColumns }) =>
      to === entity.dataset &&
      facts.includes(from) &&
      fromColumns.length === 1 &&
      !model.datasets.find(({ name }) => name === from)?.snapshot,
  );
  const found = links.flatMap(({ from, fromColumns }) => {
    const distinct = new RegExp(
      `^\\s*COUNT\\(\\s*DISTINCT\\s+${from}\\.${fromColumns[0]}\\s*\\)\\s*$`,
      "i",
    );
    return model.metrics.filter(({ expression }) => distinct.test(expression));
  });
  return found[0] ? [found[0].name] : undefined;
}

/** "How many people donated": those who act in the rows, each once; undefined where the metric counts people already. */
export function countOfPeople(
  { text }: Reading,
  metrics: readonly string[],
  world: World,
): string[] | undefined {
  const main = metricNamed(world, metrics[0] ?? "");
  if (!main || metrics.length > 1 || !PEOPLE.test(text)) return undefined;
  const [party] = actingParties(main, world);
  const link = world.model.relationships.find(
    ({ from, to }) => from === main.dataset && to === party?.name,
  );
  const count = link && computing(`COUNT(DISTINCT ${link.from}.${link.fromColumns[0]})`, world);
  return count && link.fromColumns.length === 1 ? [count.name] : undefined;
}

const PEOPLE =
  /\bhow many (?:different |distinct |unique |of our )?(?:people|persons|individuals|folks)\b/i;

/** "How long …" without a metric by name: the model's own metric that is measured in days or hours. */
export function durationOf(
  { asking }: Reading,
  metrics: readonly string[],
  { model }: World,
): string[] | undefined {
  if (asking !== "duration" || metrics.length > 0) return undefined;
  const timed = model.metrics.find(
    ({ implied, unit }) => !implied && /^(?:minutes?|hours?|days?|weeks?)$/.test(unit ?? ""),
  );
  return timed && [timed.name];
}
