import { resolveField, resolveFrom } from "../../../semantic/reachable.ts";
import type { Meaning } from "../language/model-names.ts";
import type { Named, Reading } from "../reading/reading.ts";
import { isNumeric } from "./aggregates.ts";
import type { Frame } from "./frame.ts";
import { baseName, isOnlyMetric } from "./named.ts";
import { registerMeant } from "./rows.ts";
import { entityField, metricNamed, type World } from "./world.ts";

/**
 * Words of the question that name something of the model and that the frame does nothing with: an answer without them would
 * answer another question. Empty where all are used, or where the question is for documents.
 */
export function unusedNames(frame: Frame, reading: Reading, world: World): readonly string[] {
  if (TOLD.has(frame.intent)) return [];
  const than = THAN.exec(reading.text)?.[0];
  if (than !== undefined && frame.metrics.length < 2 && frame.having.length === 0) return [than];
  const used = usedBy(frame, reading, world);
  return (
    reading.names
      .filter((name) => !isExcused(name, reading))
      // "Did we make our budget": a verb, where something is held against its target.
      .filter((name) => frame.target === undefined || !isOnlyMetric(name))
      .filter(({ meanings }) => meanings.length > 0 && !meanings.some((one) => used(one)))
      .map(({ words }) => words)
  );
}

/** "Did we invoice more than we collected": one figure against another. */
const THAN = /\b(?:more|less|higher|lower|fewer) than (?:we|they|you)\b/i;

/** Intents that tell of more than the frame holds. */
const TOLD: ReadonlySet<Frame["intent"]> = new Set(["know", "define", "why", "health"]);

/** "Below their reorder point": one number of a row held against another, which no filter says. */
export function heldAgainst({ names, text }: Reading, world: World): string[] {
  return names
    .filter(
      ({ words, meanings }) =>
        meanings.length > 0 &&
        meanings.every((m) => m.kind === "field" && isNumeric(m.field, world)) &&
        new RegExp(
          `\\b(?:below|above|under|over|than|exceed(?:s|ed|ing)?|beyond) (?:their|its|the|our) (?:own )?${escaped(words)}`,
          "i",
        ).test(text),
    )
    .map(({ words }) => words);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Points back, is a yardstick, or is given beside a limit. */
function isExcused(name: Named, { names, conditions }: Reading): boolean {
  return (
    name.demonstrative ||
    name.against ||
    name.lifted ||
    conditions.some(({ named }) => names[named ?? -1] === name)
  );
}

function usedBy(frame: Frame, reading: Reading, world: World): (meaning: Meaning) => boolean {
  const limits = frame.having.map(({ metric }) => metric);
  const metrics = [...frame.metrics, ...limits].flatMap((name) => metricNamed(world, name) ?? []);
  const names = new Set(
    metrics.flatMap(({ name, ratio, target }) => [
      name,
      ...(ratio ? [ratio.numerator, ratio.denominator] : []),
      ...(target ? [target.metric] : []),
    ]),
  );
  const fields = [
    ...frame.dimensions,
    ...frame.filters.map(({ field }) => field),
    ...(frame.rankedBy === undefined ? [] : [frame.rankedBy]),
  ];
  const bases = new Set(fields.map(baseName));
  const linked = frame.filters.flatMap(({ by }) => (by ? [by.dataset] : []));
  const datasets = new Set([
    ...metrics.map(({ dataset }) => dataset),
    ...fields.map((field) => field.slice(0, field.indexOf("."))),
    ...linked,
    ...(frame.dataset === undefined ? [] : [frame.dataset]),
    ...(reading.sets ? [reading.sets.register] : []),
  ]);
  const isTold = (name: string) => datasets.has(name) || isPlain(name, frame, world);
  const computed = metrics.map(({ expression }) => expression).join(" ");
  // "How many products did we sell": those that the rows refer to.
  const isDoing = (name: string) =>
    metrics.some(
      ({ expression, dataset }) =>
        /^COUNT\(DISTINCT /.test(expression) && metricNamed(world, name)?.dataset === dataset,
    );
  const isExtreme = EXTREMES.some((cue) => reading.cues.has(cue));
  // A list of rows shows every field, and the names of what they refer to.
  const isShown = (field: string) =>
    frame.intent === "rows" && resolveFrom(world.model, frame.dataset ?? "", field) !== undefined;
  return (meaning) => {
    switch (meaning.kind) {
      case "metric":
        return (
          names.has(meaning.metric) ||
          isOfRows(meaning.metric, datasets, world) ||
          isDoing(meaning.metric) ||
          (isExtreme && datasets.has(metricNamed(world, meaning.metric)?.dataset ?? ""))
        );
      case "field":
        return (
          isShown(meaning.field) ||
          bases.has(baseName(meaning.field)) ||
          computed.includes(meaning.field) ||
          registerMeant(meaning, world).some((name) => isTold(name))
        );
      case "dataset":
        return isTold(meaning.dataset);
      case "value":
        return bases.has(baseName(meaning.field));
    }
  };
}

/** "Median deal": another figure of the same rows than the one that is named. */
const EXTREMES = ["median", "maximum", "minimum", "average"] as const;

/** "Orders over $500": the metric that counts the rows which are listed or measured. */
function isOfRows(name: string, datasets: ReadonlySet<string>, world: World): boolean {
  const metric = metricNamed(world, name);
  return metric?.unit === "count" && datasets.has(metric.dataset);
}

/** "Revenue from our customers": all of it is. Who missed a target is a matter of each of them. */
function isPlain(dataset: string, frame: Frame, world: World): boolean {
  const [main = ""] = frame.metrics;
  const field = entityField(world, dataset)?.id;
  const isEach = frame.target !== undefined && frame.target !== "show" && !frame.dimensions.length;
  return !isEach && field !== undefined && resolveField(world.model, main, field) !== undefined;
}
