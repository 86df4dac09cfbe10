import { parseNumbers } from "../numbers.ts";
import type { FoundPassage } from "../plan/step.ts";
import { readAsked, type Want } from "./asked.ts";
import { mayAnswer } from "./forms.ts";
import { type Ranked, rankStatements } from "./rank-statements.ts";
import { saidRoots } from "./said-roots.ts";
import { asSentence, cite, type Statement } from "./statements.ts";

const FIGURES: ReadonlySet<Want> = new Set(["amount", "count", "duration", "date"]);
/** How much of the question another statement must carry, of what the one that answers does. */
const AS_MUCH = 0.8;
/** Share of words in common from which two statements of two documents, or of one, are about the same. */
const ALIKE = 0.5;
const ALIKE_IN_ONE = 0.8;

/** A line for each statement of another place that gives another figure than the one that answers; undefined where there is none. */
export function disputed(
  question: string,
  lead: Statement,
  passages: readonly FoundPassage[],
): string | undefined {
  const { want } = readAsked(question);
  if (want === undefined || !FIGURES.has(want)) return undefined;
  const ranked = rankStatements(question, passages);
  const first = ranked.find(({ statement }) => statement.text === lead.text);
  if (!first) return undefined;
  const others = ranked.filter((one) => isOther(one, first, want));
  const [other] = others;
  if (!other) return undefined;
  const told = [first, other].map(
    ({ statement }) => `- "${asSentence(statement)}" ${cite(statement.passage)}`,
  );
  return ["⚠️ **The documents differ:**", ...told].join("\n");
}

function isOther(one: Ranked, first: Ranked, want: Want): boolean {
  const { source, heading } = one.statement.passage;
  const place = first.statement.passage;
  if (source === place.source && heading === place.heading) return false;
  const enough = source === place.source ? ALIKE_IN_ONE : ALIKE;
  return (
    one.covered >= AS_MUCH * first.covered &&
    mayAnswer(one.statement.text, want) &&
    likeness(one.statement, first.statement) >= enough &&
    isAnotherFigure(one.statement.text, first.statement.text)
  );
}

/** Share of the shorter one's words that the other has, figures aside. */
function likeness(a: Statement, b: Statement): number {
  const [one, other] = [a, b].map(({ text }) => new Set([...saidRoots(text)].filter(isWord)));
  if (!one || !other || one.size === 0 || other.size === 0) return 0;
  const shared = [...one].filter((root) => other.has(root)).length;
  return shared / Math.min(one.size, other.size);
}

function isWord(root: string): boolean {
  return !/\d/.test(root);
}

/** Figures of one kind in both, none of them the same. */
function isAnotherFigure(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) =>
    parseNumbers(text).map(({ value, unit, end }) => ({
      value,
      kind: unit ?? /^[ -]?(?:\w+ )?(\p{L}+)/u.exec(text.slice(end))?.[1]?.replace(/s$/, "") ?? "",
    })),
  );
  if (!one || !other) return false;
  const kinds = one.filter(({ kind }) => other.some((two) => two.kind === kind));
  return kinds.length > 0 && !one.some((x) => other.some((y) => x.value === y.value));
}
