import type { Metric } from "../../../semantic/model.ts";
import { readQuestion } from "../reading/read-question.ts";
import type { Reading } from "../reading/reading.ts";
import { rowCountOf } from "./aggregates.ts";
import { toConditions } from "./conditions.ts";
import { countImplied } from "./count-implied.ts";
import { datedBySentence } from "./dates.ts";
import { documentsPart } from "./documents.ts";
import { extremePart } from "./extremes.ts";
import type { Frame, Understanding } from "./frame.ts";
import type { Given } from "./given.ts";
import { aboutMeasured } from "./held-target.ts";
import { chooseIntent, isElliptical } from "./intent.ts";
import { judgedBy } from "./measures.ts";
import { mergeFilters } from "./merge.ts";
import { baseName } from "./named.ts";
import {
  calculationPart,
  memberPart,
  namesPart,
  rowsPart,
  shapePart,
  supposedPart,
  targetPart,
  withinPart,
} from "./parts.ts";
import { refusalOf } from "./refuse.ts";
import { RESHAPES } from "./reshapes.ts";
import { assignRoles, unique } from "./roles.ts";
import { withMovedSets } from "./sets/moved-sets.ts";
import { saysPart, shareOfPart } from "./shares.ts";
import { amongSiblings, besideBefore, withPair } from "./siblings.ts";
import { splitPart } from "./split.ts";
import { chooseTime } from "./time.ts";
import { unplacedIn } from "./unplaced.ts";
import { visitedPart, withVisited } from "./visited.ts";
import {
  clockFor,
  coverageOf,
  divisibleHeadline,
  headlineMetric,
  metricNamed,
  type World,
} from "./world.ts";

/** What a question means, given the one before it. Never throws. */
export function understand(text: string, world: World, earlier?: Frame): Understanding {
  const read = withMovedSets(readBy(text, world, earlier), earlier);
  const reading = withPair(withVisited(read, earlier), earlier);
  const before = aboutMeasured(earlier, reading, world);
  if (reading.act === "change-data") return { status: "refused", refusal: { kind: "change-data" } };
  if (reading.act !== "ask") return { status: "act", act: reading.act };
  const named = besideBefore(assignRoles(reading, world, before), reading, before);
  const roles = amongSiblings(named, reading, before);
  const elliptical = isElliptical(reading, roles, before);
  const given = { reading, roles, world, ...(elliptical && before && { before }) };
  const frame = withSplit(toFrame(given), given);
  const refersBack =
    elliptical && (["refers", "moves", "sort"] as const).some((cue) => reading.cues.has(cue));
  const refusal = refusalOf(frame, reading, { world, refersBack });
  return refusal ? { status: "refused", refusal } : { status: "frame", frame };
}

/** "Break it down": by what, is chosen and said. */
function withSplit(frame: Frame, given: Given): Frame {
  const main = metricNamed(given.world, frame.metrics[0] ?? "");
  const { dimensions, assumed } = splitPart(given, { intent: frame.intent, main }, frame);
  return dimensions ? { ...frame, dimensions, assumed: [...frame.assumed, ...assumed] } : frame;
}

/** Read by the calendar of the metric that it turns out to be about: "before 2024" begins where that metric's data do. */
function readBy(text: string, world: World, before: Frame | undefined): Reading {
  const guess = metricNamed(world, before?.metrics[0] ?? "") ?? headlineMetric(world);
  const read = (metric: Metric | undefined) =>
    RESHAPES.reduce(
      (reading, reshape) => reshape(reading, world),
      readQuestion(
        text,
        world.lexicon,
        clockFor(world, metric, before?.leadingPeriod ?? before?.range),
      ),
    );
  const reading = read(guess);
  if (reading.act !== "ask" || reading.ranges.length === 0) return reading;
  const [name = ""] = assignRoles(reading, world, before).metrics;
  const named = metricNamed(world, name);
  const isOther =
    named && guess && coverageOf(world, named)?.start !== coverageOf(world, guess)?.start;
  return isOther ? read(named) : reading;
}

/** Intents that a plain sentence leads to, so that a figure taken for granted is said. */
const SILENT: ReadonlySet<Frame["intent"]> = new Set(["value", "trend", "periods"]);

function toFrame(given: Given): Frame {
  const { reading, roles, world, before } = given;
  const asked = metricsAsked(given);
  const chosenFor = chosenForOf(given);
  const intent = chooseIntent(given, metricNamed(world, asked[0] ?? ""));
  const metrics = intent === "health" ? asked.map((name) => judgedBy(name, world)) : asked;
  const main = metricNamed(world, metrics[0] ?? "");
  const chosen = { intent, main };
  const time = chooseTime({ given, intent, main });
  const shape = shapePart(given, chosen);
  const conditions = toConditions({
    reading,
    world,
    main,
    dimensions: intent === "rows" || saysPart(reading) ? [] : shape.dimensions,
    byPeriod: intent === "trend" && (reading.grain !== undefined || reading.cues.has("first-time")),
  });
  const rows = { intent, ...rowsPart(given) };
  const told = withLimits(metrics, conditions.having, chosenFor);
  return {
    intent,
    question: reading.text,
    ...told,
    ...shape,
    filters: [...mergeFilters(keptFilters(given), roles.filters), ...conditions.filters],
    ...replacedPart(given),
    having: [...conditions.having, ...memberPart(roles)],
    ...time.parts,
    ...visitedPart(given, time.parts.range),
    ...targetPart(given, main),
    ...calculationPart(reading),
    ...extremePart(reading, chosen),
    ...supposedPart(reading, roles, before),
    ...namesPart(given, shape),
    ...toldPart(reading),
    ...withinPart(given),
    ...shareOfPart(given, shape, conditions.filters),
    ...documentsPart({ given, ...chosen }),
    ...(intent === "rows" && rows),
    assumed: unique([
      ...roles.assumed,
      ...(reading.cohort ? [reading.cohort.label] : []),
      ...time.assumed,
      ...conditions.assumed,
      ...(told.chosenFor === "headline" ? takenForGranted(intent, main) : []),
      ...(time.parts.range || time.parts.grain ? datedBySentence(main, world) : []),
    ]),
    unplaced: [...conditions.unplaced, ...unplacedIn(given, { ...rows, main })],
  };
}

/** "More than one campaign": what is limited is told, in place of a figure that nobody named. */
function withLimits(
  metrics: readonly string[],
  having: Frame["having"],
  chosenFor: Frame["chosenFor"],
): Pick<Frame, "metrics" | "chosenFor"> {
  const limiting = having.map(({ metric }) => metric).filter((name) => !metrics.includes(name));
  if (limiting.length > 0 && chosenFor === "headline") return { metrics: unique(limiting) };
  return { metrics: unique([...metrics, ...limiting]), ...(chosenFor && { chosenFor }) };
}

/** Why the metric is what it is, where the question names none. */
function chosenForOf({ roles, before }: Given): Frame["chosenFor"] {
  if (roles.metrics.length > 0) return undefined;
  return before ? "conversation" : "headline";
}

function takenForGranted(intent: Frame["intent"], main: Metric | undefined): string[] {
  return main && SILENT.has(intent) ? [`No figure was named, so this is ${main.label}`] : [];
}

/** How the answer is to be told, beside what it is. */
function toldPart({ countsGroups, cues }: Reading): Pick<Frame, "countsGroups" | "ratio"> {
  return {
    ...(countsGroups && { countsGroups: true }),
    ...(cues.has("ratio") && { ratio: true as const }),
  };
}

/** "West", then "and East?": what stood there before. */
function replacedPart({ before, roles }: Given): Pick<Frame, "replaced"> {
  const [filter, another] = roles.filters;
  const old = before?.filters.find(
    ({ field, op }) => op === "in" && filter?.op === "in" && field === filter.field,
  );
  if (old && !another) return { replaced: old };
  return before?.replaced && roles.filters.length === 0 ? { replaced: before.replaced } : {};
}

/** The conditions of before, but for those that are lifted; what is divided by is fixed to no one member of it. */
function keptFilters({ before, roles, reading }: Given): Frame["filters"] {
  const { lifted } = reading;
  if (!before || lifted === "all") return [];
  const wider = allOf(reading, roles);
  const divided = new Set(roles.dimensions.map(baseName));
  return before.filters
    .filter(({ field }) => !lifted.includes(baseName(field)))
    .filter(({ field }) => field.split(".")[0] !== wider)
    .filter(
      ({ field, op, values }) => op !== "in" || values.length > 1 || !divided.has(baseName(field)),
    );
}

/** "All of Medicine", after one of its wards: the things whose other conditions no longer hold. */
function allOf({ text }: Reading, { filters }: Given["roles"]): string | undefined {
  const [only, another] = filters;
  const isAll = /\b(?:all|whole|entire)(?: of)?\b/i.test(text);
  return isAll && only && !another ? only.field.split(".")[0] : undefined;
}

/** "What share of loans were late": of a count of some rows, all of them. */
function wholeOf(asked: readonly string[], reading: Reading, world: World): string | undefined {
  const [only, another] = asked.flatMap((name) => metricNamed(world, name) ?? []);
  const rows = only && rowCountOf(only.dataset, world);
  const isPart = only?.unit === "count" && /COUNTIF|CASE|\bIF\(/i.test(only.expression);
  const isAsked = reading.cues.has("share") && !reading.names.some(({ grouping }) => grouping);
  return isAsked && isPart && !another ? rows?.name : undefined;
}

/** Those named, else those the conversation is about, else the headline; a sort key stands before what it sorts. */
function metricsAsked({ reading, roles, world, before }: Given): readonly string[] {
  const fields = [...roles.dimensions, ...roles.filters.map(({ field }) => field)];
  const headline =
    metricNamed(world, countImplied(reading, world) ?? "") ?? divisibleHeadline(fields, world);
  const asked =
    roles.metrics.length > 0
      ? roles.metrics
      : (before?.metrics ?? (headline ? [headline.name] : []));
  const whole = wholeOf(asked, reading, world);
  if (whole !== undefined && roles.filters.length === 0) return [...asked, whole];
  return before && reading.cues.has("sort") ? unique([...asked, ...before.metrics]) : asked;
}
