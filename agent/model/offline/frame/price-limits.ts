import type { Field } from "../../../semantic/model.ts";
import type { Condition, Named, Reading } from "../reading/reading.ts";
import { isNumeric } from "./aggregates.ts";
import { metricsOf } from "./named.ts";
import { registerMeant } from "./rows.ts";
import { metricNamed, type World } from "./world.ts";

/**
 * "Products over 4 euros", "plans under $30 a month": what such a thing costs is limited, not what came in for it. Otherwise the
 * reading as it is.
 */
export function withPriceLimits(reading: Reading, world: World): Reading {
  const [only, another] = reading.conditions;
  const at = reading.names.findIndex((name) => priceOf(name, world) !== undefined);
  const thing = reading.names[at];
  const price = thing && priceOf(thing, world);
  if (!only || another || !price || !isOfThings(reading, at, only) || EARNED.test(reading.text))
    return reading;
  const names = reading.names.map((name, i) =>
    i === at ? { ...name, grouping: false, meanings: [dataset(price)] } : name,
  );
  const cues = thing.counted ? reading.cues : new Set([...reading.cues, "list" as const]);
  const { named: _, ...limit } = only;
  return {
    ...reading,
    names,
    cues,
    conditions: [{ ...limit, field: price.id }],
    unknown: reading.unknown.filter((word) => !PER.test(word)),
  };
}

function dataset({ dataset: name }: Field) {
  return { kind: "dataset", dataset: name } as const;
}

/** Words that say the amount is what came in, or went out, for them. */
const EARNED =
  /\b(?:sold|sales|sell\w*|revenue|spen[dt]\w*|bought|paid|earn\w*|brought|made|generat\w*|worth|turnover|income|with|having|total|who)\b/i;
const PER = /^(?:months?|years?|days?|nights?|pieces?|each|units?|priced?|costing|cheaper|month)$/;

/** Money is limited, and no figure stands in the question. */
function isOfThings({ names }: Reading, at: number, { unit, named, op }: Condition): boolean {
  const isMoney = unit !== undefined && /^(?:usd|[A-Z]{3})$/.test(unit);
  const isFigured = names.some((name, i) => i !== at && metricsOf(name).length > 0);
  return isMoney && op !== "eq" && !isFigured && (named === undefined || named === at);
}

/** The one price, fee or cost of the things that a name means. */
function priceOf(name: Named, world: World): Field | undefined {
  const [register] = name.meanings.flatMap((meaning) => registerMeant(meaning, world));
  const isFigure = metricsOf(name).some((metric) => metricNamed(world, metric)?.unit !== "count");
  const fields = world.model.datasets.find((one) => one.name === register)?.fields ?? [];
  const prices = fields.filter(
    ({ id, name: column }) => /price|fee|tariff|cost|rate/.test(column) && isNumeric(id, world),
  );
  const asked = prices.filter(({ name: column }) => /price|fee|tariff/.test(column));
  const [one, another] = asked.length > 0 ? asked : prices;
  return another || isFigure ? undefined : one;
}
