/** The rows of one question and which of them answer it. */
export type Choice = {
  readonly rows: readonly (readonly number[])[];
  readonly right: readonly boolean[];
};

const STEPS = 3_000;
const RATE = 0.5;

/**
 * Weights under which the rows that answer are likeliest chosen, each question counted once: conditional logistic
 * regression with a ridge, by gradient descent with momentum. Deterministic.
 */
export function fitChoices(choices: readonly Choice[], size: number, ridge: number): number[] {
  const weights = Array<number>(size).fill(0);
  const speed = Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight) => (ridge * weight) / choices.length);
    for (const choice of choices)
      addGradient(gradient, choice, { weights, share: 1 / choices.length });
    for (let i = 0; i < size; i++) {
      speed[i] = 0.9 * (speed[i] ?? 0) - RATE * (gradient[i] ?? 0);
      weights[i] = (weights[i] ?? 0) + (speed[i] ?? 0);
    }
  }
  return weights;
}

/** Expected features under the model, less those of the rows that answer. */
function addGradient(
  gradient: number[],
  { rows, right }: Choice,
  { weights, share }: { readonly weights: readonly number[]; readonly share: number },
): void {
  const scores = rows.map((row) => row.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0));
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const all = powers.reduce((sum, power) => sum + power, 0);
  const good = powers.reduce((sum, power, r) => sum + (right[r] ? power : 0), 0);
  for (const [r, row] of rows.entries()) {
    const power = powers[r] ?? 0;
    const pull = power / all - (right[r] ? power / good : 0);
    for (const [i, x] of row.entries()) gradient[i] = (gradient[i] ?? 0) + share * pull * x;
  }
}
