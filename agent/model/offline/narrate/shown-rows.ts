import type { Frame } from "../frame/frame.ts";

/** Rows of a table in the text, where the question does not say how many it wants. */
const SHOWN = 10;

/** Rows that the text shows even of a longer list that was asked for. */
const MOST = 50;

/** How many rows of a result the text shows; the evidence has them all, and a model that writes the table is waited for. */
export function shownRows({ ranking }: Pick<Frame, "ranking">): number {
  return Math.min(Math.max(SHOWN, ranking?.limit ?? 0), MOST);
}
