import { resolveField } from "../../../semantic/reachable.ts";
import type { Meaning } from "../language/model-names.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { isNumeric } from "./aggregates.ts";
import { baseName, metricsOf, valueMeanings } from "./named.ts";
import { fieldWithId, isFact, metricNamed, type World } from "./world.ts";

/**
 * "How many customers spent more than $50k", "how many regions are there": what is counted are groups, those that meet the
 * limit where there is one. Otherwise the reading as it is.
 */
export function withCountedGroups(reading: Reading, world: World): Reading {
  const counted = reading.names.findIndex(
    (name) =>
      name.counted &&
      (isCategory(name, world) ||
        (isEntity(name, world) &&
          reading.conditions.length > 0 &&
          !reading.conditions.some(({ field }) => field !== undefined) &&
          !OF_THEMSELVES.test(reading.text) &&
          !limitsOwnField(name, reading, world))),
  );
  if (counted < 0) return reading;
  return {
    ...reading,
    names: reading.names.map((name, i) =>
      i === counted ? { ...name, counted: false, grouping: true } : name,
    ),
    countsGroups: true,
  };
}

/** "Stays of more than 3 nights": the number that is limited is one of the rows that are counted. */
function limitsOwnField(
  { meanings }: Named,
  { conditions, names }: Reading,
  world: World,
): boolean {
  const datasets = meanings.flatMap((m) => (m.kind === "dataset" ? [m.dataset] : []));
  return conditions.some(({ named }) =>
    (names[named ?? -1]?.meanings ?? []).some(
      (m) =>
        m.kind === "field" &&
        isNumeric(m.field, world) &&
        datasets.includes(m.field.slice(0, m.field.indexOf("."))),
    ),
  );
}

/** "Patients are over 65": a limit on the things themselves, not on what they come to. */
const OF_THEMSELVES =
  /\b(?:is|are|was|were|aged) (?:over|above|under|below|more than|less than|at least|older than|younger than|longer than|shorter than|heavier than|larger than|bigger than|smaller than) (?:the age of )?\d/i;

/** "New customers in 2024": rows of a register by the day that each came, where the model has no figure of that name. */
export function withNewRows(reading: Reading, world: World): Reading {
  const at = reading.names.findIndex((name) => {
    const isNew = new RegExp(`\\bnew ${escaped(name.words)}`, "i").test(reading.text);
    const [meaning] = name.meanings.filter(({ kind }) => kind === "dataset");
    const dataset = world.model.datasets.find(
      (one) => meaning?.kind === "dataset" && one.name === meaning.dataset,
    );
    return isNew && dataset?.timeField !== undefined && !isFact(world, dataset.name);
  });
  if (at < 0 || !reading.unknown.includes("new")) return reading;
  return {
    ...reading,
    names: reading.names.map((name, i) => (i === at ? { ...name, counted: true } : name)),
    unknown: reading.unknown.filter((word) => word !== "new"),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/**
 * "Sales" is what is sold and, of the staff, a role: where no other name speaks of the rows that have the value, a name that
 * is a metric too is the metric.
 */
export function withOwnValues(reading: Reading, world: World): Reading {
  const subjects = reading.names.map(({ meanings }) => meanings.flatMap((m) => rowsOf(m, world)));
  const names = reading.names.map((read, at) => {
    const name = withoutFigure(withDayPart(read, reading, world), at, reading);
    const [metric] = metricsOf(name);
    if (metric === undefined) return name;
    const others = subjects.filter((_, i) => i !== at).flat();
    const meanings = name.meanings.filter(
      (m) =>
        m.kind !== "value" ||
        resolveField(world.model, metric, m.field) !== undefined ||
        others.includes(datasetOf(m.field)),
    );
    return meanings.length === name.meanings.length ? name : { ...name, meanings };
  });
  return { ...reading, names };
}

/** "Tickets with a score of 1": the score is given beside what is counted, and not asked for. */
function withoutFigure(name: Named, at: number, { conditions, names }: Reading): Named {
  const isGiven = conditions.some(({ op, named }) => op === "eq" && named === at);
  const isField = name.meanings.some(({ kind }) => kind === "field");
  if (!isGiven || !isField || !names.some((one, i) => i !== at && metricsOf(one).length > 0))
    return name;
  return { ...name, meanings: name.meanings.filter(({ kind }) => kind !== "metric") };
}

/** "By weekday" divides by the day; beside "weekend", and as "weekdays", it is a part of the week. */
function withDayPart(name: Named, { names }: Reading, world: World): Named {
  const isDay = (m: Meaning) => m.kind === "field" && fieldWithId(world, m.field)?.values;
  if (!name.meanings.some(isDay)) return name;
  const values = valueMeanings(name).map(({ field }) => field);
  const isPart =
    (/s$/i.test(name.words) && !name.grouping) ||
    names.some((one) => one !== name && valueMeanings(one).some((m) => values.includes(m.field)));
  const kept = name.meanings.filter((m) => (m.kind === "value") === isPart);
  // "Busiest hour" is one of the day, whatever else is measured in hours.
  const ranked = name.grouping && !/s$/i.test(name.words) ? kept.filter(isDay) : kept;
  return kept.length === 0 ? name : { ...name, meanings: ranked.length > 0 ? ranked : kept };
}

/** The rows that a meaning is about. */
function rowsOf(meaning: Meaning, world: World): string[] {
  switch (meaning.kind) {
    case "metric":
      return [metricNamed(world, meaning.metric)?.dataset ?? ""];
    case "dataset":
      return [meaning.dataset];
    case "field":
    case "value":
      return [datasetOf(meaning.field)];
  }
}

function datasetOf(field: string): string {
  return field.slice(0, field.indexOf("."));
}

/** "Drop the phone filter", "ignore the region": a name whose condition is lifted is no condition itself. */
export function withLifted(reading: Reading): Reading {
  const lifted = reading.names.filter(({ lifted: isLifted }) => isLifted);
  if (lifted.length === 0) return reading;
  const fields = lifted.flatMap(({ meanings }) =>
    meanings.flatMap((m) => (m.kind === "value" || m.kind === "field" ? [baseName(m.field)] : [])),
  );
  return {
    ...reading,
    names: reading.names.filter(({ lifted: isLifted }) => !isLifted),
    lifted: fields,
    cues: new Set([...reading.cues, "continues"]),
  };
}

/** Rows that others refer to: customers, not orders. */
function isEntity({ meanings }: Named, world: World): boolean {
  return meanings.some((m) => m.kind === "dataset" && !isFact(world, m.dataset));
}

/** Names of a kind, and nothing that could be counted row by row: regions, categories. */
function isCategory({ meanings }: Named, world: World): boolean {
  return (
    meanings.length > 0 && meanings.every((m) => m.kind === "field" && !isNumeric(m.field, world))
  );
}
