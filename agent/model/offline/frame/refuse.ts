import { addDays } from "../../../semantic/dates.ts";
import { resolveField } from "../../../semantic/reachable.ts";
import { resembling } from "../language/mentions.ts";
import { stemOf } from "../language/tokens.ts";
import { AHEAD } from "../reading/ahead.ts";
import type { Reading } from "../reading/reading.ts";
import type { Frame, Refusal } from "./frame.ts";
import { measureOf } from "./measures.ts";
import { unique } from "./roles.ts";
import { unusedNames } from "./unused.ts";
import { coverageOf, metricNamed, type World } from "./world.ts";

type Context = { readonly world: World; readonly refersBack: boolean };

/** Why the data cannot answer; undefined when they can, or when documents are asked. */
export function refusalOf(frame: Frame, reading: Reading, context: Context): Refusal | undefined {
  if (frame.intent === "know" || frame.documents === "only") return undefined;
  return (
    aheadOfData(frame, reading, context.world) ??
    unread(frame, reading, context) ??
    meanOfNames(frame, reading, context.world) ??
    outOfTime(frame, reading, context.world) ??
    indivisible(frame, context.world)
  );
}

function unread(
  frame: Frame,
  reading: Reading,
  { world, refersBack }: Context,
): Refusal | undefined {
  const words = withoutFieldWords(
    [...reading.unknown, ...unexplained(reading, frame), ...extremesUnmet(reading, frame, world)],
    frame,
    world,
  );
  if (words.length === 0) {
    const unused = refersBack ? [] : unusedNames(frame, reading, world);
    if (unused.length > 0) return { kind: "unplaced-limit", limits: unused, frame };
    if (frame.unplaced.length > 0) return { kind: "unplaced-limit", limits: frame.unplaced, frame };
    return saysNothing(reading, frame) && !refersBack ? { kind: "nothing-read" } : undefined;
  }
  const near = unique(words.flatMap((word) => resembling(stemOf(word), world.lexicon, 2)));
  return { kind: "unknown-words", words, near, asksFigure: asksFigure(reading), frame };
}

/** "List the products and their prices": a list of rows shows every field, so words of their names are answered. */
function withoutFieldWords(
  words: readonly string[],
  { intent, dataset }: Frame,
  { model, lexicon }: World,
): readonly string[] {
  if (intent !== "rows") return words;
  const shown = model.datasets.find(({ name }) => name === dataset)?.fields ?? [];
  const said = new Set(shown.flatMap(({ id }) => [...(lexicon.fieldWords.get(id) ?? [])]));
  return words.filter((word) => !said.has(stemOf(word)));
}

/** "Our on-time rate" where no rate is named: the headline figure would answer another question. */
function unexplained(
  { loose, cues, names, text }: Reading,
  { chosenFor, dimensions, target, intent }: Frame,
): readonly string[] {
  const divided = loose.filter((word) =>
    /^(?:type|kind|group|class|part|place|team|way|hour|minute|shift|weekday|date)/.test(word),
  );
  if (divided.length > 0 && dimensions.length === 0) return divided;
  const unmet =
    target === undefined && UNTARGETED.has(intent) ? MISSING.exec(text)?.[0] : undefined;
  if (unmet !== undefined && cues.has("below-target")) return [unmet];
  const isFigure = names.some(({ meanings }) => meanings.some(({ kind }) => kind === "metric"));
  return chosenFor === "headline" && !isFigure && !cues.has("overview") ? loose : [];
}

/** "Max deal": an extreme that the metric is not. */
function extremesUnmet({ cues, text }: Reading, frame: Frame, world: World): readonly string[] {
  if (!(["maximum", "minimum", "median"] as const).some((cue) => cues.has(cue))) return [];
  const metrics = frame.metrics.flatMap((name) => metricNamed(world, name) ?? []);
  const isExtreme = metrics.some(({ expression }) =>
    /^\s*(?:MAX|MIN|APPROX_QUANTILES)\(/i.test(expression),
  );
  const word = /\b(?:(?:max|min)(?:imum)?|median)\b/i.exec(text)?.[0];
  return isExtreme || word === undefined || !UNTARGETED.has(frame.intent) ? [] : [word];
}

const MISSING = /\b(?:fail(?:ed|s|ing)?|miss(?:ed|es|ing)?|under ?perform(?:ed|s|ing)?)\b/i;
const UNTARGETED: ReadonlySet<Frame["intent"]> = new Set(["value", "trend", "periods"]);

/** "How many X", "what was our X", "X in 2024": a figure is wanted, not what documents say of X. */
function asksFigure(reading: Reading): boolean {
  const { cues, asking, text, ranges, grain, ranking, names, unknown } = reading;
  const isTold = (["define", "know", "why"] as const).some((cue) => cues.has(cue));
  if (asking !== undefined || isTold || unknown.every((word) => /\d/.test(word))) return false;
  const ours = /\b(?:what|how)(?:'s| is| are| was| were)\b.*\b(?:our|my)\b/i.test(text);
  const measured = names.some(({ meanings }) => meanings.some(({ kind }) => kind === "metric"));
  const timed = ranges.length > 0 || grain !== undefined;
  // "How often" asks for a rule as well as for a count; without a metric it is the rule.
  const counted = cues.has("count") && !/\bhow often\b/i.test(text);
  return counted || ours || timed || measured || ranking !== undefined;
}

/** "Average age group": what has no numbers has no mean. */
function meanOfNames(frame: Frame, reading: Reading, world: World): Refusal | undefined {
  const name = reading.names.find(
    (one) =>
      one.averaged &&
      one.meanings.every(({ kind }) => kind === "field" || kind === "dataset") &&
      measureOf(one, reading, world) === undefined,
  );
  if (!name || frame.intent === "define") return undefined;
  return {
    kind: "impossible",
    message: `"${name.words}" has no number in the data that could be averaged`,
    frame,
  };
}

/** "Will we reach 50 million next year": a figure of what is yet to come, however much of the rest is understood. */
function aheadOfData(frame: Frame, reading: Reading, world: World): Refusal | undefined {
  const { range, chosenFor } = frame;
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const known = main && coverageOf(world, main);
  const isAhead = AHEAD.test(reading.text) || reading.cues.has("forecast");
  if (!range || !known || !isAhead || range.end <= addDays(known.end, 1)) return undefined;
  const isFigure =
    chosenFor !== "headline" ||
    frame.target !== undefined ||
    reading.conditions.length > 0 ||
    (reading.unknown.length > 0 && reading.unknown.every((word) => /\d/.test(word)));
  return isFigure ? { kind: "forecast", frame } : undefined;
}

/** Periods without any data are refused; forecasts are, whatever the period. */
function outOfTime(frame: Frame, reading: Reading, world: World): Refusal | undefined {
  const { range } = frame;
  const main = metricNamed(world, frame.metrics[0] ?? "");
  const known = main && coverageOf(world, main);
  if (!range) return reading.cues.has("forecast") ? { kind: "forecast", frame } : undefined;
  if (!known || (range.start <= known.end && range.end > known.start)) return undefined;
  return range.start > world.workspace.today()
    ? { kind: "forecast", frame }
    : { kind: "no-data", frame, period: range };
}

/** A metric that cannot be grouped or filtered as asked is refused with the reason, never answered without it. */
function indivisible(frame: Frame, world: World): Refusal | undefined {
  // Rows are divided by nothing, and the compiler knows what they can be limited to.
  const held = isHeldByGroup(frame)
    ? metricNamed(world, frame.metrics[0] ?? "")?.target?.metric
    : undefined;
  const metrics = [...frame.metrics, ...(held === undefined ? [] : [held])];
  for (const metric of frame.intent === "rows" ? [] : metrics) {
    for (const field of [...frame.dimensions, ...frame.filters.map((filter) => filter.field)]) {
      if (!resolveField(world.model, metric, field)) {
        return { kind: "not-divisible", metric, field, frame };
      }
    }
  }
  return undefined;
}

/** "Stations below their goal": each group must have a goal of its own. */
function isHeldByGroup({ target, dimensions }: Frame): boolean {
  return (target === "missed" || target === "met") && dimensions.length > 0;
}

/** Cues that ask for something even where nothing is named. */
const LEANING = [
  "why",
  "health",
  "overview",
  "target",
  "below-target",
  "above-target",
  "share",
  "trend",
  "growth",
  "running-total",
  "moving-average",
] as const;

/** Nothing of the model, no time and no cue that stands on its own: there is nothing to answer. */
function saysNothing(reading: Reading, frame: Frame): boolean {
  const leans = LEANING.some((cue) => reading.cues.has(cue));
  const slots =
    reading.names.length +
    reading.ranges.length +
    reading.conditions.length +
    (reading.sets ? 1 : 0);
  const moves =
    reading.shift ?? reading.compare ?? reading.against ?? reading.grain ?? reading.ranking;
  const lifts = reading.lifted === "all" || reading.lifted.length > 0;
  return slots === 0 && !leans && !lifts && moves === undefined && frame.intent !== "define";
}
