import type { Metric } from "../../../semantic/model.ts";
import type { Asking, Cue } from "../reading/reading.ts";
import type { Frame, Intent } from "./frame.ts";
import type { Given } from "./given.ts";

type Asked = {
  readonly given: Given;
  readonly intent: Intent;
  readonly main: Metric | undefined;
};

/** A question that asks for no figure by its wording is held against the documents before the data. */
export function documentsPart({ given, intent, main }: Asked): Pick<Frame, "documents"> {
  const { reading, roles } = given;
  if (asksWrittenTarget(given, { intent, main })) return { documents: "first" };
  if (asksDifference(given)) return { documents: "first" };
  if (reading.asking === undefined || intent === "know" || intent === "define" || intent === "rows")
    return {};
  if (isForData(given, main)) return {};
  const isOther = reading.asking === "duration" && !isDuration(main);
  const isFigure = roles.metrics.length > 0 && !NO_FIGURE.has(reading.asking) && !isOther;
  return { documents: isFigure ? "first" : "only" };
}

/** "What is the overdue target?": a target that the model does not have may stand in a document. */
function asksWrittenTarget(
  { reading, roles, before }: Given,
  { intent, main }: Omit<Asked, "given">,
): boolean {
  const isPlain = reading.ranges.length === 0 && reading.ranking === undefined && !before;
  return (
    isPlain &&
    intent === "value" &&
    main !== undefined &&
    main.target === undefined &&
    (roles.target || reading.cues.has("target")) &&
    /^(?:so |and )?what(?:'s| is| are| was)\b/i.test(reading.text)
  );
}

/** "What is the difference between retention and churn?": of two metrics and no time, what they mean is asked. */
function asksDifference({ reading, roles, before }: Given): boolean {
  const isBare =
    reading.ranges.length === 0 &&
    roles.filters.length === 0 &&
    roles.dimensions.length === 0 &&
    !before;
  return (
    isBare &&
    roles.metrics.length === 2 &&
    /\b(?:difference|distinction|distinguish\w*|differs?)\b/i.test(reading.text)
  );
}

/** What is never answered with a figure. */
const NO_FIGURE: ReadonlySet<Asking> = new Set(["role", "when", "where", "event"]);

/** Words that only data can answer to. */
function isForData({ reading, roles, before }: Given, main: Metric | undefined): boolean {
  const { asking, cues, ranking, conditions, ranges, grain } = reading;
  const has = (...wanted: readonly Cue[]) => wanted.some((cue) => cues.has(cue));
  const isFirstTime = has("first-time") && conditions.length > 0;
  const selects =
    ranking !== undefined || isFirstTime || has("best-period", "worst-period", "trend", "why");
  if (before || selects) return true;
  switch (asking) {
    case "who":
      return roles.metrics.length > 0 || (has("moves") && reading.ranges.length > 0);
    case "duration":
      return isDuration(main) && (has("average") || ranges.length > 0);
    case "rule":
      return conditions.length > 0 || grain !== undefined || isOfFigures(has, ranges.length);
    case "price":
    case "instance":
      return conditions.length > 0 || isOfFigures(has, ranges.length);
    default:
      return false;
  }
}

function isOfFigures(has: (...wanted: readonly Cue[]) => boolean, periods: number): boolean {
  return periods > 0 || has("average", "up", "down", "target", "health", "compare", "share");
}

/** True for a metric measured in days and the like. */
export function isDuration(metric: Metric | undefined): boolean {
  return /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)$/.test(metric?.unit ?? "");
}
