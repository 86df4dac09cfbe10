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
  /** Adds a sum that everyone knows, of however few it is. */
  know(atoms: readonly number[]): void;
};

/**
 * Atoms are the smallest parts that the known slices cut the data into; those below `firstSmall` are large enough to be
 * known, the others must never stand alone.
 */
export function createKnowns(firstSmall: number): Knowns {
  const pivots = new Map<number, Vector>();
  const know = (open: Open | undefined) => {
    if (open) pivots.set(open.at, scaled(open.vector, inverse(open.vector.get(open.at) ?? 1)));
  };
  return {
    add: (atoms) => {
      const open = openIn(atoms, pivots);
      // Large atoms come first: where none is left, the sum would be over small ones alone.
      if (open && open.at >= firstSmall) return false;
      know(open);
      return true;
    },
    know: (atoms) => know(openIn(atoms, pivots)),
  };
}

type Open = { readonly vector: Vector; readonly at: number };

/** What of the sum the known ones leave open, and the first atom of that; undefined when they give it already. */
function openIn(atoms: readonly number[], pivots: ReadonlyMap<number, Vector>): Open | undefined {
  const vector: Vector = new Map(atoms.map((atom) => [atom, 1]));
  for (;;) {
    const at = smallest(vector);
    if (at === undefined) return undefined;
    const known = pivots.get(at);
    if (!known) return { vector, at };
    subtract(vector, known, vector.get(at) ?? 0);
  }
}

function smallest(vector: Vector): number | undefined {
  let found: number | undefined;
  for (const atom of vector.keys()) if (found === undefined || atom < found) found = atom;
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
