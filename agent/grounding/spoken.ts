import type { Bench, Surroundings } from "./bench.ts";
import type { NumericColumn } from "./evidence-index.ts";
import { isYardstick } from "./orientation.ts";
import { shares, stemsOf } from "./stems.ts";

/** Columns that the sentence, the question or the title speak of; all of them when they speak of none. */
export function spokenOf(
  columns: readonly NumericColumn[],
  title: string,
  { bench, around }: { readonly bench: Bench; readonly around: Surroundings },
): readonly NumericColumn[] {
  const words = [around.sentenceWords, bench.asked, stemsOf(title)];
  const spoken = columns.filter(({ stems }) => words.some((some) => shares(some, stems)));
  // To speak of the target only is to speak of what is held against it too.
  return spoken.some(({ column }) => !isYardstick(column)) ? spoken : columns;
}
