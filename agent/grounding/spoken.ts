import type { Bench, Surroundings } from "./bench.ts";
import { isYardstick, type NumericColumn } from "./evidence-index.ts";
import { shares } from "./stems.ts";

/** Columns that the sentence, the question or the title speak of; all of them when they speak of none. */
export function spokenOf(
  columns: readonly NumericColumn[],
  title: ReadonlySet<string>,
  { bench, around }: { readonly bench: Bench; readonly around: Surroundings },
): readonly NumericColumn[] {
  const words = [around.sentenceWords, bench.asked, title];
  const spoken = columns.filter(({ stems }) => words.some((some) => shares(some, stems)));
  // To speak of the target only is to speak of what is held against it too.
  return spoken.some(({ column }) => !isYardstick(column)) ? spoken : columns;
}
