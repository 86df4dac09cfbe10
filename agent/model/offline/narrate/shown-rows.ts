import type { Frame } from "../frame/frame.ts";

/** Rows of a table in the text, where the question does not say how many it wants. */
const SHOWN = 10;

/** Rows that the text shows even of a longer list that was asked for. */
const MOST = 50;

/** How many rows of a result the text shows; the evidence has them all, and a model that writes the table is waited for. */
export function shownRows({
  ranking,
  rankedWithin,
}: Pick<Frame, "ranking" | "rankedWithin">): number {
  if (rankedWithin) return MOST;
  return Math.min(Math.max(SHOWN, ranking?.limit ?? 0), MOST);
}

/** Periods of a table in the text; the evidence has them all. */
export const SHOWN_PERIODS = 24;

/** Says that only the last of them are shown; empty where all are. */
export function lastOf(all: readonly unknown[], shown: readonly unknown[]): string {
  return all.length > shown.length ? `\n\n_The last ${shown.length} of ${all.length}._` : "";
}
