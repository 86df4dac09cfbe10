import type { Metric } from "../../../semantic/model.ts";
import type { Asking } from "../reading/reading.ts";
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
  if (reading.asking === undefined || intent === "know" || intent === "define") return {};
  if (isForData(given, main)) return {};
  const isFigure = roles.metrics.length > 0 && !NO_FIGURE.has(reading.asking);
  return { documents: isFigure ? "first" : "only" };
}

/** What is never answered with a figure. */
const NO_FIGURE: ReadonlySet<Asking> = new Set(["role", "when", "where", "event"]);

/** Words that only data can answer to. */
function isForData({ reading, roles, before }: Given, main: Metric | undefined): boolean {
  const { asking, cues, ranking, conditions, ranges, grain } = reading;
  const has = (...wanted: readonly Parameters<typeof cues.has>[0][]) =>
    wanted.some((cue) => cues.has(cue));
  const measures = has(
    "trend",
    "growth",
    "share",
    "compare",
    "running-total",
    "moving-average",
    "why",
  );
  if (before || measures || has("best-period", "worst-period") || ranking) return true;
  switch (asking) {
    case "who":
      return roles.metrics.length > 0;
    case "duration":
      return isDuration(main) && (has("average") || ranges.length > 0);
    case "rule":
    case "price":
    case "instance":
      return (
        has("average", "up", "down", "target", "health") ||
        ranges.length > 0 ||
        grain !== undefined ||
        (asking === "rule" && conditions.length > 0)
      );
    default:
      return false;
  }
}

/** True for a metric measured in days and the like. */
export function isDuration(metric: Metric | undefined): boolean {
  return /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)$/.test(metric?.unit ?? "");
}
