import type { Field } from "../../../semantic/model.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { valueMeanings } from "./named.ts";
import { metricNamed, type World } from "./world.ts";

const STILL =
  /\b(?:still (?:open|out|running|unpaid|active|pending|outstanding|unresolved|going|ongoing|there|with us)|(?:currently|now) (?:open|active|running)|unpaid|unresolved|outstanding|ongoing|active|open)\b/i;
const ENDED =
  /end|clos|return|resolv|fix|paid|pay|cancel|complet|finish|deliver|depart|leav|left|terminat|discharg|settl|solv|back/i;
const EMPTY = /\b(?:empty|null|blank|none) (?:while|until|if|when|as long)\b/i;

/**
 * "How many bikes are still out for repair", "active subscriptions": rows that have not ended yet, where the model has one date on
 * which they do. A word that is a value of the model, or part of a name, is that. Otherwise the reading as it is.
 */
export function withStill(reading: Reading, world: World): Reading {
  const said = STILL.exec(reading.text)?.[0];
  if (said === undefined || reading.cohort || reading.ranges.length > 0) return reading;
  const word = said.split(" ").at(-1) ?? "";
  const isName = reading.names.some(
    (name) => new RegExp(`\\b${word}\\b`, "i").test(name.words) && !/^still\b/i.test(name.words),
  );
  if (isName || reading.names.some((name) => isValueBehind(name, reading.text))) return reading;
  const ends = reading.names
    .flatMap((name) => factsOf(name, world))
    .flatMap((dataset) => endOf(dataset, world) ?? []);
  const [end] = ends;
  if (!end) return reading;
  return {
    ...reading,
    unknown: reading.unknown.filter((one) => !said.toLowerCase().split(" ").includes(one)),
    cohort: {
      filter: { field: end.id, op: "is-null", values: [] },
      label: `Only those without ${end.label} count`,
    },
  };
}

/** True where "still" is said, and neither a value nor the end of anything says what it means. */
export function isStillUnread({ text, names, cohort }: Reading): boolean {
  const said = /\bstill (\w+)/i.exec(text)?.[1];
  if (
    said === undefined ||
    cohort ||
    !/^(?:open|out|running|unpaid|active|pending|outstanding|unresolved|ongoing)$/i.test(said)
  )
    return false;
  return !names.some((name) => isValueBehind(name, text));
}

/** "Still pending", where that is a value of the rows. */
function isValueBehind(name: Named, text: string): boolean {
  return (
    valueMeanings(name).length > 0 &&
    text.toLowerCase().includes(`still ${name.words.toLowerCase()}`)
  );
}

function factsOf({ meanings }: Named, world: World): string[] {
  return meanings
    .flatMap((m) => {
      if (m.kind === "dataset") return [m.dataset];
      return m.kind === "metric" ? [metricNamed(world, m.metric)?.dataset ?? ""] : [];
    })
    .filter((name) => !world.model.datasets.find((one) => one.name === name)?.snapshot);
}

/** The one date beside the usual one that says when a row is over. */
function endOf(name: string, { model }: World): Field | undefined {
  const dataset = model.datasets.find((one) => one.name === name);
  const others = dataset?.fields.filter(
    (field) => field.isTime && field.name !== dataset.timeField,
  );
  const told = others?.filter(({ description }) => EMPTY.test(description)) ?? [];
  const named = others?.filter((field) => ENDED.test(`${field.name} ${field.label}`)) ?? [];
  const [one, another] = told.length > 0 ? told : named;
  return another ? undefined : one;
}
