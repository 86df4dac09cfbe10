import type { Label } from "./labels.ts";

/** What a search answered to a labelled question: all it found, most relevant first, as "source # heading". */
export type Answer = {
  readonly label: Label;
  readonly found: readonly { readonly place: string; readonly relevance: number }[];
};

/** Shares of 0..1. Those at the threshold look at the first five, as the agent does. */
export type Scores = {
  /** Of questions with an answer, those with one among the first three. */
  readonly recallAt3: number;
  readonly meanReciprocalRank: number;
  /** Of passages shown, those that bear on the question. */
  readonly precision: number;
  /** Of questions with an answer, those shown one. A question in parts counts each. */
  readonly recall: number;
  /** Of questions without an answer, those shown nothing. */
  readonly rejected: number;
  /** Mean distance between what relevance promises and what holds, over tenths. */
  readonly calibrationError: number;
};

const SHOWN = 5;

export function toScores(answers: readonly Answer[], threshold: number): Scores {
  const answerable = answers.filter(({ label }) => label.relevant.length > 0);
  const unanswerable = answers.filter(({ label }) => label.relevant.length === 0);
  const shown = answers.flatMap((answer) =>
    shownOf(answer, threshold).map((place) => bears(answer.label, place)),
  );
  return {
    recallAt3: mean(answerable.map((answer) => (rankOf(answer) <= 3 ? 1 : 0))),
    meanReciprocalRank: mean(answerable.map((answer) => 1 / rankOf(answer))),
    precision: mean(shown.map(Number)),
    recall: mean(answerable.flatMap((answer) => wanted(answer, shownOf(answer, threshold)))),
    rejected: mean(unanswerable.map((answer) => (shownOf(answer, threshold).length === 0 ? 1 : 0))),
    calibrationError: calibrationError(answers),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function bears(label: Label, place: string): boolean {
  return label.relevant.includes(place) || label.also.includes(place);
}

export function shownOf({ found }: Answer, threshold: number): readonly string[] {
  return found
    .filter(({ relevance }) => relevance >= threshold)
    .slice(0, SHOWN)
    .map(({ place }) => place);
}

/** 1 or 0 for what the question needs: each part of one in parts, else any passage that answers. */
function wanted({ label }: Answer, shown: readonly string[]): readonly number[] {
  if (label.kind === "multi" || label.kind === "agent")
    return label.relevant.map((place) => (shown.includes(place) ? 1 : 0));
  return [label.relevant.some((place) => shown.includes(place)) ? 1 : 0];
}

function rankOf({ label, found }: Answer): number {
  const rank = found.findIndex(({ place }) => label.relevant.includes(place));
  return rank < 0 ? Number.POSITIVE_INFINITY : rank + 1;
}

/** Passages that may be shown count as answers half, since the labels leave it open. */
function calibrationError(answers: readonly Answer[]): number {
  const pairs = answers.flatMap(({ label, found }) =>
    found.slice(0, SHOWN).map(({ place, relevance }) => ({
      relevance,
      holds: label.relevant.includes(place) ? 1 : label.also.includes(place) ? relevance : 0,
    })),
  );
  const tenths = Array.from({ length: 10 }, (_, i) =>
    pairs.filter(({ relevance }) => Math.min(9, Math.floor(relevance * 10)) === i),
  );
  const errors = tenths.map((tenth) => {
    const gap = mean(tenth.map((pair) => pair.relevance)) - mean(tenth.map((pair) => pair.holds));
    return tenth.length * Math.abs(gap);
  });
  return errors.reduce((sum, error) => sum + error, 0) / Math.max(1, pairs.length);
}
