/** The value that `ratio` (0..1) of all are at or below; NaN of none. */
export function percentile(values: readonly number[], ratio: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.max(0, Math.ceil(ratio * sorted.length) - 1);
  return sorted[index] ?? Number.NaN;
}
