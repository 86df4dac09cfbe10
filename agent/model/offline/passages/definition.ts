import type { Metric } from "../../../semantic/model.ts";
import { contentRoots } from "../language/roots.ts";
import { stemsOf } from "../language/tokens.ts";
import type { FoundPassage } from "../plan/step.ts";
import { asSentence, cite, type Statement, statementsIn } from "./statements.ts";

const DEFINING =
  /\b(?:divided by|is (?:the|every|all|what|twelve|one) |are (?:the|all|what) |is an? |means|when they|are those|counts? as|is counted|is measured|has made|is called)\b/i;
/** Statements of a definition. */
const MAX_DEFINING = 2;

/** The company's own definition, in its words: the statements that define, in the order of the document. */
export function definitionIn(
  passages: readonly FoundPassage[],
  metric: Metric,
): string | undefined {
  const own = passages.filter(({ source }) => source === metric.definition?.document);
  const scored = statementsIn(own.length > 0 ? own : passages)
    .filter(({ cells }) => cells === undefined)
    .map((said, order) => ({ said, order, score: aboutScore(said, metric) }));
  const top = Math.max(0, ...scored.map(({ score }) => score));
  const best = scored
    .filter(({ score }) => score > 0 && score >= top - 1)
    .toSorted((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, MAX_DEFINING)
    .toSorted((a, b) => a.order - b.order);
  if (best.length === 0) return undefined;
  return best
    .map(({ said }) => `${asSentence(said).slice(0, -1)} ${cite(said.passage)}.`)
    .join(" ");
}

/**
 * How surely a statement defines the metric: it begins with the name (4), names it (3), or names part of it under a
 * heading that names it (2). 0 for what does not define at all.
 */
function aboutScore({ text, passage }: Statement, { label, synonyms }: Metric): number {
  if (begins(text, [label, ...synonyms])) return 4;
  if (!DEFINING.test(text)) return 0;
  const [said, headed] = [contentRoots(text), contentRoots(passage.heading)];
  const names = [label, ...synonyms]
    .map((name) => [...contentRoots(name)])
    .filter((name) => name.length > 0);
  if (names.some((name) => name.every((root) => said.has(root)))) return 3;
  const under = names.some((name) => name.every((root) => headed.has(root)));
  const part = names.some((name) => name.some((root) => said.has(root)));
  return under && part ? 2 : 0;
}

const VERB =
  /^(?:is|are|was|were|means?|counts?|measures?|shows?|has|have|covers?|includes?|excludes?|consists?|belongs?)$/;

/** "Logo churn is the share of …", "one credit is one run": a clause that begins with the name and says what it is. */
function begins(text: string, names: readonly string[]): boolean {
  return text.split(/: /).some((clause) => {
    const said = stemsOf(clause.replace(/^(?:the|an?|our|one|each|every)\s+/i, ""));
    return names.some((name) => {
      const words = stemsOf(name);
      return words.every((stem, i) => said[i] === stem) && VERB.test(said[words.length] ?? "");
    });
  });
}
