import type { OpenWorkspace } from "./deps.ts";
import { writeInline } from "./prompt-block.ts";
import type { Dataset, Field, Metric, Relationship } from "./semantic/model.ts";

/** Characters of the description, about 10,000 tokens. */
const MAX_CHARACTERS = 40_000;

/** Values of a field that are listed; more are left out. */
const MAX_LISTED_VALUES = 30;

/** How much is told of each thing, from all to its name alone. */
const DETAILS = ["all", "no values", "names"] as const;
type Detail = (typeof DETAILS)[number];

/**
 * Tables, fields, joins and metrics as a model needs them to write SQL: as much of each as there is room for in all,
 * and of a model that is too large even by names as many as there is room for, with the number of the others.
 */
export function describeWorkspace(open: OpenWorkspace, limit = MAX_CHARACTERS): string {
  const texts = DETAILS.map((detail) => describe(open, detail));
  const fits = texts.find((text) => text.length <= limit);
  return fits ?? cut(texts.at(-1) ?? "", limit);
}

/** Whole lines, and the number of those left out. */
function cut(text: string, limit: number): string {
  const lines = text.split("\n");
  let room = limit - 80;
  const kept = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  const left = lines.length - kept;
  return `${lines.slice(0, kept).join("\n")}\n… and ${left} more lines that there is no room for`;
}

function describe(open: OpenWorkspace, detail: Detail): string {
  const { model, dataset } = open.workspace;
  const joins = model.relationships.map(describeJoin);
  return [
    `Dataset \`${dataset}\`.`,
    "Metrics:",
    ...model.metrics
      .filter(({ implied }) => !implied)
      .map((metric) => describeMetric(metric, detail)),
    "Tables and fields:",
    ...model.datasets.map((one) => describeDataset(one, open, detail)),
    ...(joins.length > 0 ? ["Joins, many rows to one:", ...joins] : []),
  ].join("\n");
}

function describeMetric(metric: Metric, detail: Detail): string {
  const { name, expression, unit, description, synonyms, target, definition } = metric;
  const start = `- ${name} = \`${oneLine(expression)}\` (${unit ?? "number"})`;
  if (detail === "names") return start;
  const also = synonyms.length > 0 ? ` Also called ${synonyms.join(", ")}.` : "";
  const goal = target ? ` Its target is ${target.metric}, by ${target.grain}.` : "";
  const meant = definition ? ` Defined in ${definition.document} › ${definition.heading}.` : "";
  return `${start}: ${oneLine(description)}${also}${goal}${meant}`;
}

function describeDataset(dataset: Dataset, { values }: OpenWorkspace, detail: Detail): string {
  const { name, description, source, fields, snapshot, defaultFilter } = dataset;
  const about = detail === "names" ? "" : `: ${oneLine(description)}`;
  const table =
    source.kind === "table"
      ? `table \`${source.table}\``
      : `no table, write it as a CTE: \`${oneLine(source.sql)}\``;
  const state = snapshot
    ? " Each row is a state as of its date: use the last date, never sum over dates."
    : "";
  const filter = defaultFilter ? ` Always with \`${oneLine(defaultFilter)}\`.` : "";
  const known = new Map(values.map((one) => [one.field, one.values]));
  return [
    `- ${name} (${table})${about}${state}${filter}`,
    ...fields.filter(isOwn).map((field) => describeField(field, known.get(field.id) ?? [], detail)),
  ].join("\n");
}

/** What follows from a date is a date to a model that writes SQL. */
function isOwn({ values }: Field): boolean {
  return values === undefined;
}

function describeField(field: Field, values: readonly string[], detail: Detail): string {
  const { name, type, expression, description, sensitivity } = field;
  const kept = sensitivity === "none" ? "" : ` (${sensitivity})`;
  const start = `  - ${name} ${type}${kept}`;
  if (detail === "names")
    return expression === name ? start : `${start}: \`${oneLine(expression)}\``;
  const isListed = detail === "all" && values.length > 0 && values.length <= MAX_LISTED_VALUES;
  return `${start}: \`${oneLine(expression)}\` ${oneLine(description)}${isListed ? ` one of ${writeInline(values)}` : ""}`;
}

function describeJoin({ from, to, fromColumns, toColumns }: Relationship): string {
  const pairs = fromColumns.map((column, i) => `${from}.${column} = ${to}.${toColumns[i]}`);
  return `- ${pairs.join(" AND ")}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
