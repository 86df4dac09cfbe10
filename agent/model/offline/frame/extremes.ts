import type { Metric } from "../../../semantic/model.ts";
import type { Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import type { Chosen } from "./parts.ts";

/** Words for more and less, which are not for better and worse. */
const MOST = /\b(?:highest|largest|biggest|most|peak|busiest)\b/i;
const LEAST = /\b(?:lowest|smallest|least|fewest|quietest)\b/i;

type Part = Pick<Frame, "extreme" | "ofChange" | "beside">;

/** Which period of a trend is asked for, or what its periods come to on average. */
export function extremePart(reading: Reading, { intent, main }: Chosen): Part {
  const end = endAsked(reading, intent);
  if (intent !== "trend") return end ? { extreme: end } : {};
  if (reading.cues.has("first-time") && reading.conditions.length > 0)
    return { extreme: LAST.test(reading.text) ? "last" : "first" };
  return end ? pickPart(reading, main, end) : meanPart(reading, main);
}

type End = "best" | "worst";

function endAsked({ cues, grain, ranking }: Reading, intent: Chosen["intent"]): End | undefined {
  const ranked = intent === "trend" && grain !== undefined ? ranking?.direction : undefined;
  if (cues.has("worst-period") || ranked === "asc") return "worst";
  return cues.has("best-period") || ranked === "desc" ? "best" : undefined;
}

function pickPart(reading: Reading, main: Metric | undefined, end: End): Part {
  const { ranking, beside, text } = reading;
  const ofChange = changeRanked(reading);
  // The worst drop is the largest.
  if (ofChange) return { extreme: /\bworst\b/i.test(text) ? "best" : end, ofChange };
  const extreme = ranking?.both ? "both" : (literally(text, main) ?? end);
  return { extreme, ...(beside && { beside }) };
}

function meanPart({ cues }: Reading, main: Metric | undefined): Part {
  const isMean = cues.has("average") && !cues.has("moving-average") && main?.ratio === undefined;
  return isMean ? { extreme: "mean" } : {};
}

const LAST = /\blast\b/i;

/** "Fell most", "the biggest increase": moves are ranked, and not what the periods come to. */
function changeRanked({ cues, text }: Reading): Frame["ofChange"] {
  if (cues.has("down") && DOWNWARD.test(text)) return "down";
  const isUp = cues.has("up") && UPWARD.test(text);
  return isUp || cues.has("growth") ? "up" : undefined;
}

const DOWNWARD =
  /\b(?:drop(?:ped|s)?|fall(?:en|s)?|fell|declin\w*|decreas\w*|dip(?:ped|s)?|shr[iau]nk|slump(?:ed|s)?|los[ts]|losses|los(?:e|ing))\b/i;
const UPWARD =
  /\b(?:gr(?:ow|ew|own|ows|owing|owth)|increas\w*|ris(?:e|es|en|ing)|rose|jump(?:ed|s)?|climb(?:ed|s)?|gain(?:ed|s)?|surg\w+|spik\w+|improv\w+|rebound\w*)\b/i;

/** "The highest" is no matter of better or worse; undefined where the words are. */
function literally(text: string, main: Metric | undefined): "best" | "worst" | undefined {
  const isMost = MOST.test(text);
  if (!isMost && !LEAST.test(text)) return undefined;
  return (main?.better === "down") === isMost ? "worst" : "best";
}
