import type { FeatureName, Features } from "./features.ts";
import type { Regression } from "./relevance.ts";

export type Example = { readonly features: Features; readonly answers: boolean };

const STEPS = 60;

/** Fits by Newton's method with a ridge of `ridge`, so that few examples cannot make weights run away. Deterministic. */
export function fitRegression(
  examples: readonly Example[],
  names: readonly FeatureName[],
  ridge: number,
): Regression {
  const rows = examples.map((example) => [1, ...names.map((name) => example.features[name])]);
  let weights = Array<number>(names.length + 1).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const { gradient, hessian } = derivatives(rows, examples, { weights, ridge });
    const change = solve(hessian, gradient);
    weights = weights.map((weight, i) => weight - (change[i] ?? 0));
    if (Math.max(...change.map(Math.abs)) < 1e-9) break;
  }
  const [intercept = 0, ...rest] = weights.map((weight) => Math.round(weight * 1e4) / 1e4);
  return { intercept, weights: Object.fromEntries(names.map((name, i) => [name, rest[i] ?? 0])) };
}

/** Of the penalised loss; the intercept goes unpenalised. */
function derivatives(
  rows: readonly (readonly number[])[],
  examples: readonly Example[],
  { weights, ridge }: { weights: readonly number[]; ridge: number },
) {
  const penalty = (i: number) => (i === 0 ? 1e-9 : ridge);
  const parts = rows.map((row, r) => {
    const answers = examples[r]?.answers ?? false;
    const chance = 1 / (1 + Math.exp(-row.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0)));
    const curve = Math.max(1e-6, chance * (1 - chance));
    return { row, error: chance - Number(answers), curve };
  });
  const at = (row: readonly number[], i: number) => row[i] ?? 0;
  const gradient = weights.map((weight, i) =>
    parts.reduce((sum, { row, error }) => sum + error * at(row, i), penalty(i) * weight),
  );
  const hessian = weights.map((_, i) =>
    weights.map((__, j) =>
      parts.reduce(
        (sum, { row, curve }) => sum + curve * at(row, i) * at(row, j),
        i === j ? penalty(i) : 0,
      ),
    ),
  );
  return { gradient, hessian };
}

/** Solves a symmetric positive system by Gaussian elimination. */
function solve(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    const lead = pivot[i] || 1e-12;
    for (const row of rows.filter((other) => other !== pivot)) {
      const factor = (row[i] ?? 0) / lead;
      for (let k = i; k < row.length; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] || 1e-12));
}
