import { joinPath } from "../../../../semantic/join-paths.ts";
import type { Filter } from "../../../../semantic/metric-query.ts";
import type { Metric } from "../../../../semantic/model.ts";
import { resolveFrom } from "../../../../semantic/reachable.ts";
import type { Meaning } from "../../language/model-names.ts";
import type { Named, Reading } from "../../reading/reading.ts";
import { actingParties } from "../implied.ts";
import { isMetricName, valueMeanings } from "../named.ts";
import { countedDataset, registerMeant } from "../rows.ts";
import { fieldWithId, headlineMetric, isFact, metricNamed, type World } from "../world.ts";
import type { Clause, Sentence, SetRole } from "./clauses.ts";

/** Those who are asked about, and for each clause the dataset of what they have or have not. */
export type Party = { readonly register: string; readonly whats: readonly string[] };

type Place = { readonly at: number; readonly whose: number | undefined; readonly world: World };

/** What the name is in a sentence about those who have something. */
export function roleIn(reading: Reading, { at, whose, world }: Place): SetRole {
  const name = reading.names[at];
  if (!name) return "outside";
  const known = whose === undefined ? undefined : registerOf(reading.names[whose], world);
  return known === undefined ? firstRole(name, world) : nextRole(name, known, world);
}

/** Before it is known who is asked about. What others refer to may itself refer to another: orders of customers, lines of orders. */
function firstRole(name: Named, world: World): SetRole {
  if (registerOfKind(name, world) !== undefined) return "whose";
  if (doersIn(name, world)) return VERB.test(name.words) ? "doers" : "party";
  const isRegister = registerOf(name, world) !== undefined;
  if (factsOf(name, world).length > 0) return isRegister ? "whose" : "what";
  return isRegister && valueMeanings(name).length === 0 ? "whose" : restOf(name);
}

function nextRole(name: Named, known: string, world: World): SetRole {
  if (factsOf(name, world).some((fact) => leads(fact, known, world))) return "what";
  const isRegister = registerOf(name, world) !== undefined;
  return isRegister && valueMeanings(name).length === 0 ? "whose" : restOf(name);
}

function restOf(name: Named): SetRole {
  if (valueMeanings(name).length > 0) return "value";
  return name.grouping || isMetricName(name) ? "outside" : "unfit";
}

/** "Customers who shipped": what happens on the date is in rows that lead to those who are asked about. */
export function isDoing(reading: Reading, { at, whose, world }: Place): boolean {
  const known = whose === undefined ? undefined : registerOf(reading.names[whose], world);
  return (reading.dates[at]?.fields ?? []).some((id) => {
    const fact = fieldWithId(world, id)?.dataset;
    return fact !== undefined && known !== undefined && leads(fact, known, world);
  });
}

/** Words that say what somebody does. */
export const VERB = /\b(?:who|that|bought|sold|gave|\w{3,}ed)\b/i;

/** The register of a name of those who are asked about. */
function registerOf(name: Named | undefined, world: World): string | undefined {
  if (!name) return undefined;
  const [named] = name.meanings.flatMap((meaning) => registerMeant(meaning, world));
  return doersIn(name, world)?.register ?? named ?? registerOfKind(name, world);
}

/** "How many cafés bought syrup": a kind of those who are asked about, and nothing else. */
function registerOfKind(name: Named, { model }: World): string | undefined {
  if (!name.counted) return undefined;
  const values = valueMeanings(name);
  const [only, another] = new Set(values.map(({ field }) => field.slice(0, field.indexOf("."))));
  const isOne = values.length === name.meanings.length && another === undefined;
  const isReferred = model.relationships.some(({ to }) => to === only);
  return isOne && isReferred ? only : undefined;
}

/** "Customers who bought": a metric that counts those to whom rows refer, with those rows. */
function doersIn(
  { meanings }: Named,
  world: World,
): { readonly register: string; readonly fact: string } | undefined {
  return meanings.flatMap((meaning) => {
    const metric = meaning.kind === "metric" ? metricNamed(world, meaning.metric) : undefined;
    const key = /^\s*COUNT\(\s*DISTINCT\s+(\w+)\.(\w+)\s*\)\s*$/i.exec(metric?.expression ?? "");
    const link = world.model.relationships.find(
      ({ from, fromColumns }) => from === key?.[1] && fromColumns.join() === key[2],
    );
    return link && metric && !countedDataset(metric.name, world)
      ? [{ register: link.to, fact: link.from }]
      : [];
  })[0];
}

/** Datasets whose rows the name stands for: what somebody has or has not. */
function factsOf({ meanings }: Named, world: World): string[] {
  const isState = (name: string) =>
    world.model.datasets.find((dataset) => dataset.name === name)?.snapshot ?? false;
  return [...new Set(meanings.flatMap((m) => rowsOf(m, world)))].filter((name) => !isState(name));
}

function rowsOf(meaning: Meaning, world: World): string[] {
  switch (meaning.kind) {
    case "dataset":
      return [meaning.dataset];
    case "metric": {
      const metric = metricNamed(world, meaning.metric);
      return metric && hadOf(metric) ? [metric.dataset] : [];
    }
    case "field":
      return registerMeant(meaning, world);
    case "value":
      return [];
  }
}

/** What a row must hold to be counted by a metric: nothing more, or an amount. Undefined for what is no count nor sum. */
export function hadOf({ expression, unit }: Metric): readonly Omit<Filter, "by">[] | undefined {
  if (/^\s*COUNT\(\s*(?:DISTINCT\s+)?(?:\w+\.\w+|\*)\s*\)\s*$/i.test(expression)) return [];
  const flag = /^\s*COUNTIF\(\s*(\w+\.\w+)\s*\)\s*$/i.exec(expression)?.[1];
  if (flag !== undefined) return [{ field: flag, op: "in", values: [true] }];
  const summed = /^\s*SUM\(\s*(\w+\.\w+)\s*\)\s*$/i.exec(expression)?.[1];
  if (summed === undefined) return undefined;
  return unit === "count" ? [{ field: summed, op: "gt", values: [0] }] : [];
}

function leads(from: string, to: string, { model }: World): boolean {
  return from !== to && joinPath(model, from, to) !== undefined;
}

/** Undefined where it is not clear who is meant, or what they would have. */
export function partyOf(
  { whose, clauses }: Sentence,
  reading: Reading,
  world: World,
): Party | undefined {
  const named = whose === undefined ? undefined : registerOf(reading.names[whose], world);
  const doing = whose === undefined ? undefined : reading.names[whose];
  const first =
    clauses.map((clause) => factOf(clause, named, { reading, world })).find(Boolean) ??
    (doing && doersIn(doing, world)?.fact) ??
    factWith(
      clauses.flatMap(({ values }) => values),
      named,
      { reading, world },
    );
  const register = named ?? (reading.who ? doersOf(first, world) : undefined);
  if (register === undefined) return undefined;
  const whats = clauses.map((clause) => {
    const isSilent = clause.what === undefined && !clause.trades;
    const own = isSilent ? first : factOf(clause, register, { reading, world });
    return own !== undefined && leads(own, register, world) ? own : undefined;
  });
  const known = whats.flatMap((fact) => fact ?? []);
  return known.length === whats.length ? { register, whats: known } : undefined;
}

type Context = { readonly reading: Reading; readonly world: World };

function factOf(
  { what, trades }: Clause,
  register: string | undefined,
  { reading, world }: Context,
): string | undefined {
  const fits = (fact: string) => register === undefined || leads(fact, register, world);
  if (what?.kind === "date")
    return reading.dates[what.at]?.fields
      .flatMap((id) => fieldWithId(world, id)?.dataset ?? [])
      .find(fits);
  const name = what && reading.names[what.at];
  const doers = name && doersIn(name, world);
  if (doers) return doers.fact;
  if (name) return factsOf(name, world).find(fits);
  return trades ? tradedWith(register, world) : undefined;
}

/** "With both fibre and mobile": the only rows leading to them that have all the values. */
function factWith(
  values: readonly number[],
  register: string | undefined,
  { reading, world }: Context,
): string | undefined {
  if (register === undefined || values.length === 0) return undefined;
  const fields = values.map((at) =>
    valueMeanings(reading.names[at] ?? NOTHING).map((m) => m.field),
  );
  const facts = world.model.datasets
    .map(({ name }) => name)
    .filter((name) => isFact(world, name) && leads(name, register, world))
    .filter((name) =>
      fields.every((all) => all.some((id) => resolveFrom(world.model, name, id)?.id === id)),
    );
  const [only, another] = facts;
  return another ? undefined : only;
}

const NOTHING = { meanings: [] };

/** What a verb of trade is about: the only events that refer to them, else those of the headline figure. */
function tradedWith(register: string | undefined, world: World): string | undefined {
  const main = headlineMetric(world)?.dataset;
  if (register === undefined) return main;
  const events = world.model.datasets
    .map(({ name }) => name)
    .filter((name) => isFact(world, name) && leads(name, register, world));
  const [only, another] = events;
  if (!another) return only;
  return main !== undefined && events.includes(main) ? main : undefined;
}

/** "Who": the register of those who act in the rows. */
function doersOf(fact: string | undefined, world: World): string | undefined {
  return fact === undefined ? undefined : actingParties({ dataset: fact }, world)[0]?.name;
}
