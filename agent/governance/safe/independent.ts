/** A linear combination of known sums, by atom. Values are taken modulo `PRIME`. */
type Vector = Map<number, number>;

/** Products of two stay exact in a double. A rank modulo so large a prime is that of whole numbers but for one case in millions. */
const PRIME = 33_554_393;

/** What sums over parts of the data can be worked out from those that are known. */
export type Knowns = {
  /**
   * Adds the sum over these atoms. False, and not added, when the known sums would then give away one over small atoms
   * alone: then some combination of them cancels everything else out.
   */
  add(atoms: readonly number[]): boolean;
};

/**
 * Atoms are the smallest parts that the known slices cut the data into; those below `firstSmall` are large enough to be
 * known, the others must never stand alone.
 */
export function createKnowns(firstSmall: number): Knowns {
  const pivots = new Map<number, Vector>();
  return {
    add: (atoms) => {
      const vector: Vector = new Map(atoms.map((atom) => [atom, 1]));
      for (;;) {
        const pivot = smallest(vector, firstSmall);
        if (pivot === undefined) return vector.size === 0;
        const known = pivots.get(pivot);
        if (!known) {
          pivots.set(pivot, scaled(vector, inverse(vector.get(pivot) ?? 1)));
          return true;
        }
        subtract(vector, known, vector.get(pivot) ?? 0);
      }
    },
  };
}

function smallest(vector: Vector, below: number): number | undefined {
  let found: number | undefined;
  for (const atom of vector.keys()) {
    if (atom < below && (found === undefined || atom < found)) found = atom;
  }
  return found;
}

function subtract(vector: Vector, known: Vector, times: number): void {
  for (const [atom, value] of known) {
    const next = ((vector.get(atom) ?? 0) - ((times * value) % PRIME) + PRIME) % PRIME;
    if (next === 0) vector.delete(atom);
    else vector.set(atom, next);
  }
}

function scaled(vector: Vector, factor: number): Vector {
  return new Map([...vector].map(([atom, value]) => [atom, (value * factor) % PRIME]));
}

/** By Fermat: the power PRIME - 2. */
function inverse(value: number): number {
  let [result, base, exponent] = [1, value % PRIME, PRIME - 2];
  while (exponent > 0) {
    if (exponent % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
    exponent = Math.floor(exponent / 2);
  }
  return result;
}
