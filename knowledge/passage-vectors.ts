import { type Located, tellingHeadings } from "./located.ts";

/** Vectors of one passage, all of length 1. */
export type PassageVectors = {
  readonly heading: Float32Array;
  readonly units: readonly Float32Array[];
};

/** What is embedded of a passage's place: its headings below its document's title. */
export function headingText(passage: Pick<Located, "title" | "headings">): string {
  return [passage.title, ...tellingHeadings(passage)].join(": ");
}

/** Every text that is embedded of the passages, with repetitions. */
export function textsOf(passages: readonly Located[]): readonly string[] {
  return passages.flatMap((passage) => [headingText(passage), ...passage.units]);
}

/** The direction of a passage as a whole. */
export function wholeOf({ heading, units }: PassageVectors): Float32Array {
  const sum = Float32Array.from(heading);
  for (const unit of units)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (unit[i] ?? 0);
  const length = Math.sqrt(dot(sum, sum));
  return length > 0 ? sum.map((value) => value / length) : sum;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** The highest cosine of any of its sentences and which has it; -1 and -1 for a passage without. */
export function nearestUnit(
  { units }: Pick<PassageVectors, "units">,
  query: Float32Array,
): { readonly unit: number; readonly unitAt: number } {
  let unit = -1;
  let unitAt = -1;
  for (let at = 0; at < units.length; at++) {
    const cosine = dot(units[at] ?? query, query);
    if (cosine > unit) {
      unit = cosine;
      unitAt = at;
    }
  }
  return { unit, unitAt };
}
