import fc from "fast-check";
import { createKnowns } from "./independent.ts";

/** Combinations with small whole factors, tried one by one. */
function givesAway(
  sums: readonly (readonly number[])[],
  atoms: number,
  firstSmall: number,
): boolean {
  const factors = [-2, -1, 0, 1, 2];
  const walk = (i: number, so: readonly number[]): boolean => {
    if (i === sums.length) {
      const isLargeGone = so.slice(0, firstSmall).every((value) => value === 0);
      return isLargeGone && so.slice(firstSmall).some((value) => value !== 0);
    }
    return factors.some((factor) =>
      walk(
        i + 1,
        so.map((value, atom) => value + (sums[i]?.includes(atom) ? factor : 0)),
      ),
    );
  };
  return walk(0, Array<number>(atoms).fill(0));
}

describe("createKnowns()", () => {
  test("takes the total and its large parts, and not what leaves a small one", () => {
    const knowns = createKnowns(2);
    expect(knowns.add([0, 1, 2])).toBe(true);
    expect(knowns.add([0])).toBe(true);
    expect(knowns.add([1])).toBe(false);
    expect(knowns.add([0, 1, 2])).toBe(true);
    expect(knowns.add([2])).toBe(false);
  });

  test("sees a small part behind several steps", () => {
    const knowns = createKnowns(3);
    expect(
      [
        [0, 1],
        [1, 2],
        [0, 2, 3],
      ].map((sum) => knowns.add(sum)),
    ).toEqual([true, true, true]);
    expect(knowns.add([0])).toBe(false);
  });

  test("takes no sum that a small one which everyone knows leaves another of", () => {
    const knowns = createKnowns(1);
    knowns.know([1]);
    expect(knowns.add([1])).toBe(true);
    expect(knowns.add([0, 1, 2])).toBe(true);
    expect(knowns.add([0, 1])).toBe(false);
    expect(knowns.add([0, 2])).toBe(true);
    expect(knowns.add([2])).toBe(false);
  });

  test("never takes what lets a small part be worked out", () => {
    const atoms = 5;
    const sum = fc.uniqueArray(fc.integer({ min: 0, max: atoms - 1 }), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(sum, { maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (sums, large) => {
          const knowns = createKnowns(large);
          const taken = sums.filter((one) => knowns.add(one));
          expect(givesAway(taken, atoms, large)).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });
});
