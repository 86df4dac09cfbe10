import fc from "fast-check";
import { normalise } from "./embedder.ts";
import { createVectorIndex } from "./vector-index.ts";

const DIMENSIONS = 8;
const vector = fc
  .array(fc.float({ min: -1, max: 1, noNaN: true }), {
    minLength: DIMENSIONS,
    maxLength: DIMENSIONS,
  })
  .map((values) => normalise(Float32Array.from(values)));
const zero = new Float32Array(DIMENSIONS);
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

describe("createVectorIndex()", () => {
  it("finds the nearest exactly, as a plain scan does", () => {
    fc.assert(
      fc.property(
        fc.array(vector, { minLength: 1, maxLength: 30 }),
        vector,
        fc.integer({ min: 1, max: 12 }),
        (vectors, query, limit) => {
          const index = createVectorIndex(
            vectors.map((unit) => ({ heading: zero, units: [unit] })),
            DIMENSIONS,
          );
          const found = index.nearest(query, limit);
          const scores = vectors.map((unit) => dot(unit, query)).toSorted((a, b) => b - a);
          expect(found).toHaveLength(Math.min(limit, vectors.length));
          for (const [i, place] of found.entries()) {
            expect(dot(vectors[place] ?? zero, query)).toBeCloseTo(scores[i] ?? 0, 4);
            expect(index.nearness(query, place).unit).toBeCloseTo(scores[i] ?? 0, 4);
          }
        },
      ),
    );
  });

  it("says of what stands out how far, and nothing where all is alike", () => {
    const at = (i: number) =>
      Float32Array.from({ length: DIMENSIONS }, (_, k) => (k === i ? 1 : 0));
    const index = createVectorIndex(
      [0, 1, 1, 1, 1].map((i) => ({ heading: zero, units: [at(i)] })),
      DIMENSIONS,
    );
    expect(index.nearness(at(0), 0).standsOut).toBeGreaterThan(1);
    expect(index.nearness(at(0), 1).standsOut).toBeLessThan(0);
    expect(index.nearness(at(5), 0).standsOut).toBe(0);
    expect(createVectorIndex([], DIMENSIONS).nearest(at(0), 3)).toEqual([]);
  });
});
