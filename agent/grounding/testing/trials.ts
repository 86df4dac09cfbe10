import type { Figure } from "../../events.ts";
import { bindFigures, type GroundingContext } from "../bind-figures.ts";
import { periodsCase, targetCase, trendCase } from "./generated-cases.ts";
import { handWrittenAnswers } from "./hand-written-cases.ts";
import { type LabelledCase, unmark } from "./labelled-case.ts";
import { largeCase } from "./large-case.ts";
import { mutantsOf } from "./mutants.ts";
import { createRandom } from "./random.ts";

/** One figure of one answer, and whether it is true. */
export type Trial = {
  readonly context: GroundingContext;
  readonly answer: string;
  readonly start: number;
  readonly isTrue: boolean;
  readonly what: string;
};

/** Wrong versions tried of each true figure; more of the same shape say little more. */
const MUTANTS_EACH = 4;

/** The labelled set of issue 3 §3: figures that are true, wrong by a digit, a sign or a unit, and invented. */
export function labelledTrials(seeds: readonly number[]): readonly Trial[] {
  const cases = seeds.flatMap((seed) => [
    targetCase(seed),
    trendCase(seed),
    periodsCase(seed),
    largeCase(seed, 6),
  ]);
  return [...cases.flatMap(trueTrials), ...cases.flatMap(wrongTrials), ...handWrittenTrials()];
}

function trueTrials(context: LabelledCase): readonly Trial[] {
  const { answer, figures } = unmark(context.marked);
  return figures.map(({ start, text }) => ({
    context,
    answer,
    start,
    isTrue: true,
    what: `${context.name}: ${text}`,
  }));
}

function wrongTrials(context: LabelledCase): readonly Trial[] {
  const { answer, figures } = unmark(context.marked);
  const random = createRandom(answer.length);
  // What stands elsewhere in the answer is true of something.
  const known = new Set(figures.map(({ text }) => text.replace(/^[+−]/, "")));
  return figures.flatMap(({ start, end, text }) =>
    mutantsOf(text, random)
      .filter((mutant) => mutant.flaw === "sign" || !known.has(mutant.text.replace(/^[+−]/, "")))
      .map((mutant) => ({ mutant, order: random.next() }))
      .toSorted((a, b) => a.order - b.order)
      .slice(0, MUTANTS_EACH)
      .map(({ mutant }) => ({
        context,
        answer: answer.slice(0, start) + mutant.text + answer.slice(end),
        start,
        isTrue: false,
        what: `${context.name}: ${mutant.flaw}, ${mutant.text} for ${text}`,
      })),
  );
}

function handWrittenTrials(): readonly Trial[] {
  return handWrittenAnswers().flatMap(({ answer, figures, context }) =>
    figures.map(({ start, text, isTrue }) => ({
      context,
      answer,
      start,
      isTrue,
      what: `${text} in ${answer}`,
    })),
  );
}

/** Trials whose figure was judged wrongly: a true one left unbound, a wrong one bound. */
export function misjudged(trials: readonly Trial[]): readonly Trial[] {
  const judged = new Map<string, readonly Figure[]>();
  return trials.filter(({ context, answer, start, isTrue }) => {
    const figures = judged.get(answer) ?? bindFigures(answer, context).figures;
    judged.set(answer, figures);
    const figure = figures.find((one) => one.start <= start && one.end > start);
    return (figure !== undefined && figure.source.kind !== "unbound") !== isTrue;
  });
}
