import type { Metric } from "../../../semantic/model.ts";
import { stemsOf } from "../language/tokens.ts";
import type { FoundPassage } from "../plan/step.ts";
import { type Statement, statementsIn } from "./passages.ts";

/** A status that the company gives to a result, with the statement it is from. */
export type Status = {
  readonly label: string;
  readonly limitRatio: number;
  readonly said: Statement;
};

/** A number that documents hold a metric against. `value` is 0..1 for percentages. */
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
 * "within 10% below target is slightly below target". Undefined when no passage says.
 */
export function statusFor(ratio: number, passages: readonly FoundPassage[]): Status | undefined {
  const miss = Math.abs(ratio) * 100;
  for (const said of statementsIn(passages)) {
    for (const clause of clausesOf(said.text)) {
      const status = statusIn(clause, said, miss);
      if (status) return status;
    }
  }
  return undefined;
}

function statusIn(clause: string, said: Statement, miss: number): Status | undefined {
  if (!/\bbelow|under|short|behind\b/i.test(clause)) return undefined;
  const beyond = BEYOND.exec(clause);
  const negated = /\b(?:no|not) more than/i.test(clause);
  const within = negated || !beyond ? WITHIN.exec(clause) : null;
  const limit = Number((within ?? beyond)?.[1]);
  if (!Number.isFinite(limit) || (within ? miss > limit : miss <= limit)) return undefined;
  const label = labelIn(clause);
  return label === undefined ? undefined : { label, limitRatio: limit / 100, said };
}

/** A sentence's parts that each give one rule; a table row is one clause. */
function clausesOf(sentence: string): string[] {
  if (/^[^;]*; [^;]*: /.test(sentence)) return [sentence];
  return sentence.split(
    /;|,? (?:and|while|whereas|but) (?=(?:a |any |anything |results? )?(?:more|over|within|greater|beyond))/,
  );
}

/** The name given in a clause: quoted, or after "is", "counts as", "=", or the other cell of a table row. */
function labelIn(clause: string): string | undefined {
  const quoted = /["“']([^"”']{3,40})["”']/.exec(clause)?.[1];
  if (quoted) return quoted.trim().toLowerCase();
  const row = clause.split(/; (?:[^:;]*: )?/);
  const named = row.find(
    (cell) =>
      !/\d/.test(cell) &&
      /\b(?:below|under|miss|target|goal|plan|perform|track|risk|off|near)/i.test(cell),
  );
  if (row.length > 1 && named) return named.trim().toLowerCase();
  const said =
    /\b(?:is|are|as|means?|called|considered|reported as|classified as|=|:)\s+(?:an?\s+|the\s+)?([a-z][a-z -]{4,40}?)(?=[.,;(]|$)/i.exec(
      clause,
    );
  return said?.[1]?.trim().toLowerCase();
}

const VALUE = "(\\d+(?:\\.\\d+)?)\\s?(%|percent|per cent)";

/** Targets and benchmarks of the metric that passages state as percentages; the most relevant of each kind. */
export function yardsticksFor(metric: Metric, passages: readonly FoundPassage[]): Yardstick[] {
  const names = [metric.label, metric.name.replaceAll("_", " "), ...metric.synonyms].map(stemsOf);
  const about = (text: string) => {
    const stems = new Set(stemsOf(text));
    return names.some((name) => name.length > 0 && name.every((stem) => stems.has(stem)));
  };
  const relevant = statementsIn(passages).filter(
    ({ text, passage }) => about(text) || about(passage.heading),
  );
  return (["target", "benchmark"] as const).flatMap((kind) => {
    for (const said of relevant) {
      const value = percentAfter(kind, said.text);
      if (value !== undefined) return [{ kind, value, said }];
    }
    return [];
  });
}

function percentAfter(kind: "target" | "benchmark", text: string): number | undefined {
  const word =
    kind === "target"
      ? "(?:target|goal)"
      : "(?:benchmark|industry average|industry norm|industry median)";
  const match =
    new RegExp(`\\b${word}\\b[^.%\\d]{0,60}?${VALUE}`, "i").exec(text) ??
    new RegExp(`${VALUE}[^.%\\d]{0,25}\\b${word}\\b`, "i").exec(text);
  return match ? Number(match[1]) / 100 : undefined;
}
