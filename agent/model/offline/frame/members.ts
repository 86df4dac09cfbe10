import { stemsOf } from "../language/tokens.ts";
import type { Named, Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import { isMetricName, isOnlyMetric, metricsOf, valueMeanings } from "./named.ts";
import { countedDataset, registerMeant } from "./rows.ts";
import { entityField, metricNamed, type World } from "./world.ts";

/** Who a metric's own words name: "which customers churned" asks for the customers behind the count. */
export type MembersAsked = { readonly metric: string; readonly field: string };

/** Undefined unless the question asks which ones a metric counts. */
export function membersAsked(
  reading: Reading,
  world: World,
  before: Frame | undefined,
): MembersAsked | undefined {
  const { names, cues, ranking, conditions } = reading;
  const active = activeMembers(reading, world) ?? membersBefore(reading, world, before);
  if (active) return active;
  const isWho = (name: Named) => name.grouping || cues.has("list") || conditions.length > 0;
  const named = names.find((name) => isWho(name) && !name.counted && isOnlyMetric(name));
  const others = names.some((name) => name !== named && isMetricName(name));
  if (!named || others || ranking) return undefined;
  const [metric] = metricsOf(named).flatMap((name) => metricNamed(world, name) ?? []);
  const counted =
    metric?.ratio && metric.unit === "percent" ? metric.ratio.numerator : metric?.name;
  const main = metricNamed(world, counted ?? "");
  if (!main || (main.unit !== "count" && metric?.unit !== "percent")) return undefined;
  const field = partyIn(named.words, main.dataset, world);
  return field === undefined ? undefined : { metric: main.name, field };
}

/** "Which customers are those", after a rate or a count of them. */
function membersBefore(
  { names, cues }: Reading,
  world: World,
  before: Frame | undefined,
): MembersAsked | undefined {
  const [who, another] = names;
  const main = metricNamed(world, before?.metrics[0] ?? "");
  if (!who?.grouping || another || !main || !cues.has("refers")) return undefined;
  const [register] = who.meanings.flatMap((m) => registerMeant(m, world));
  const counted = main.unit === "percent" ? metricNamed(world, main.ratio?.numerator ?? "") : main;
  if (register === undefined || counted?.unit !== "count") return undefined;
  const field = entityField(world, register)?.id;
  return field !== undefined && countedDataset(counted.name, world) !== register
    ? { metric: counted.name, field }
    : undefined;
}

/** Cues by which more is asked than who. */
const OTHERWISE = ["count", "share", "compare", "target", "below-target", "above-target"] as const;

/** "Which accounts cancelled": those of a register for which a metric counts any. */
function activeMembers(
  { names, cues, ranking, conditions }: Reading,
  world: World,
): MembersAsked | undefined {
  const [who, what, another] = names.filter((name) => valueMeanings(name).length === 0);
  if (!who?.grouping || !what || another || ranking || conditions.length > 0) return undefined;
  const [register] = who.meanings.flatMap((m) => registerMeant(m, world));
  const [metric] = metricsOf(what).flatMap((name) => metricNamed(world, name) ?? []);
  const isTold = OTHERWISE.some((cue) => cues.has(cue));
  if (register === undefined || metric?.unit !== "count" || what.grouping || isTold)
    return undefined;
  const field = entityField(world, register)?.id;
  const isOther = countedDataset(metric.name, world) !== register;
  return field !== undefined && isOther ? { metric: metric.name, field } : undefined;
}

/** The names of those that the dataset refers to, step by step, and that the words mention first. */
function partyIn(words: string, dataset: string, world: World): string | undefined {
  const [said = ""] = stemsOf(words);
  const party = referredTo(dataset, world).find((name) => namesOf(name, world).includes(said));
  return party === undefined ? undefined : entityField(world, party)?.id;
}

/** Datasets that rows lead to, nearest first. */
function referredTo(dataset: string, { model }: World): string[] {
  const found = [dataset];
  // The list grows while it is gone through.
  for (const from of found) {
    const next = model.relationships.filter((step) => step.from === from).map(({ to }) => to);
    found.push(...next.filter((to) => !found.includes(to)));
  }
  return found.slice(1);
}

/** Stems that the dataset, or the field that names its rows, goes by. */
function namesOf(name: string, world: World): string[] {
  const dataset = world.model.datasets.find((one) => one.name === name);
  const entity = entityField(world, name);
  const words = [dataset, entity].flatMap((one) => (one ? [one.label, ...one.synonyms] : []));
  return [name, ...words].map((word) => stemsOf(word).join(" "));
}
