import type { Metric } from "../../../semantic/model.ts";
import { stemsOf } from "../language/tokens.ts";
import { parseNumbers } from "../numbers.ts";
import { type Statement, statementsIn } from "../passages/statements.ts";
import type { FoundPassage } from "../plan/step.ts";

/** A status that the company gives to a result, with the statement it is from. */
export type Status = {
  readonly label: string;
  readonly limitRatio: number;
  readonly said: Statement;
};

/** A number that documents hold a metric against, in its unit. `value` is 0..1 for percentages. */
export type Yardstick = {
  readonly kind: "target" | "benchmark";
  readonly value: number;
  readonly said: Statement;
};

const WITHIN =
  /\b(?:within|up to|(?:no|not) more than|less than|at most)\s+(\d+(?:\.\d+)?)\s?(?:%|percent|per cent)/i;
const BEYOND =
  /\b(?:more than|over|greater than|beyond|exceeds?|at least)\s+(\d+(?:\.\d+)?)\s?(?:%|percent|per cent)/i;

/**
 * What the company calls a result so far below its target (`ratio` < 0), read from statements such as
 * "within 10% below target is slightly below target" and from tables of such rules. Undefined when no passage says.
 */
export function statusFor(ratio: number, passages: readonly FoundPassage[]): Status | undefined {
  const miss = Math.abs(ratio) * 100;
  for (const said of statementsIn(passages)) {
    for (const { rule, label } of rulesIn(said)) {
      const limit = limitFor(rule, miss);
      if (limit !== undefined && label !== undefined)
        return { label, limitRatio: limit / 100, said };
    }
  }
  return undefined;
}

type Rule = { readonly rule: string; readonly label: string | undefined };

/** A row gives one rule: its first cell says when, the next what. A sentence may give several. */
function rulesIn({ text, cells }: Statement): Rule[] {
  const [first, second] = cells ?? [];
  if (first) return [{ rule: first.value, label: second?.value.trim().toLowerCase() }];
  const clauses = text.split(
    /;|,? (?:and|while|whereas|but) (?=(?:a |any |anything |results? )?(?:more|over|within|greater|beyond))/,
  );
  return clauses.map((clause) => ({ rule: clause, label: labelIn(clause) }));
}

/** The limit in percent of a rule that a miss of that size falls under. */
function limitFor(rule: string, miss: number): number | undefined {
  if (!/\bbelow|under|short|behind\b/i.test(rule)) return undefined;
  const beyond = BEYOND.exec(rule);
  const negated = /\b(?:no|not) more than/i.test(rule);
  const within = negated || !beyond ? WITHIN.exec(rule) : null;
  const limit = Number((within ?? beyond)?.[1]);
  if (!Number.isFinite(limit) || (within ? miss > limit : miss <= limit)) return undefined;
  return limit;
}

/** The name given in a clause: quoted, or after "is", "counts as", "=". */
function labelIn(clause: string): string | undefined {
  const quoted = /["“']([^"”']{3,40})["”']/.exec(clause)?.[1];
  if (quoted) return quoted.trim().toLowerCase();
  const said =
    /\b(?:is|are|as|means?|called|considered|reported as|classified as|=|:)\s+(?:an?\s+|the\s+)?([a-z][a-z -]{4,40}?)(?=[.,;(]|$)/i.exec(
      clause,
    );
  return said?.[1]?.trim().toLowerCase();
}

/** Targets and benchmarks of the metric that passages state, in its own unit; the most relevant of each kind. */
export function yardsticksFor(
  metric: Metric,
  passages: readonly FoundPassage[],
  about: { readonly members: readonly string[]; readonly others: ReadonlySet<string> },
): Yardstick[] {
  const relevant = statementsIn(passages).filter(
    (said) => isAbout(said, metric) && !isOfOthers(said, about.others),
  );
  const ofMembers = relevant.filter(({ cells }) => about.members.includes(cells?.[0]?.value ?? ""));
  return (["target", "benchmark"] as const).flatMap((kind) => {
    for (const said of [...ofMembers, ...relevant]) {
      const value = valueAfter(kind, said, metric.unit);
      if (value !== undefined) return [{ kind, value, said }];
    }
    return [];
  });
}

/** Words that many metrics share: "overdue rate" is meant where "overdue target" stands. */
const SHARED = new Set("rate ratio share number level average total percentage count".split(" "));

/** The statement or its heading names the metric, or stands in the section that defines it. */
export function isAbout(
  { text, passage }: Statement,
  { label, synonyms, name, definition }: Metric,
): boolean {
  const defined =
    definition?.document === passage.source && passage.heading.startsWith(definition.heading);
  const names = [label, name.replaceAll("_", " "), ...synonyms]
    .map((words) => stemsOf(words).filter((stem) => !SHARED.has(stem)))
    .filter((stems) => stems.length > 0);
  return (
    defined ||
    [text, passage.heading].some((place) => {
      const stems = new Set(stemsOf(place));
      return names.some((words) => words.every((stem) => stems.has(stem)));
    })
  );
}

/** A row about a member that the question is not about. */
function isOfOthers({ cells }: Statement, others: ReadonlySet<string>): boolean {
  return others.has(cells?.[0]?.value ?? "");
}

const WORDS = {
  target:
    "(?:target|goal|objective|standard|aims?|(?:is|are) to be|(?:should|must) (?:be|stay|remain|not exceed)|(?:is|are|counts as) (?:considered )?(?:too (?:high|low|long|slow)|healthy|acceptable|critical))",
  benchmark:
    "(?:benchmark|(?:industry|national|sector|market|peer) (?:average|norm|median)|average for)",
};

function valueAfter(
  kind: Yardstick["kind"],
  { text, cells }: Statement,
  unit: string | undefined,
): number | undefined {
  const word = WORDS[kind];
  const named = cells?.find(
    ({ header }, i) => i > 0 && new RegExp(`\\b${word}$`, "i").test(header),
  );
  const place = named
    ? named.value
    : (new RegExp(`\\b${word}\\b[^.%\\d]{0,60}?(?:[$€£]\\s?)?\\d[^;]{0,30}`, "i").exec(text)?.[0] ??
      new RegExp(`[^.;:]{0,14}\\d[^.;]{0,25}\\b${word}\\b`, "i").exec(text)?.[0]);
  return place === undefined ? undefined : numberOf(place, unit);
}

/** The first number of the unit; percentages are 0..1. */
function numberOf(text: string, unit: string | undefined): number | undefined {
  const isMoney = unit !== undefined && (unit === "usd" || /^[A-Z]{3}$/.test(unit));
  const isTime = /^(?:seconds|minutes|hours|days|weeks|months)$/.test(unit ?? "");
  if (isTime) return timeOf(text, unit ?? "");
  const suits = parseNumbers(text).find((number) => {
    if (unit === "percent") return number.unit === "percent";
    return isMoney ? number.unit !== undefined && number.unit !== "percent" : false;
  });
  return suits?.value;
}

/** "15 minutes" where the metric is in minutes. */
function timeOf(text: string, unit: string): number | undefined {
  const match = new RegExp(`(\\d+(?:\\.\\d+)?) ${unit.replace(/s$/, "")}s?\\b`, "i").exec(text);
  return match ? Number(match[1]) : undefined;
}
