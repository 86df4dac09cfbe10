import fc from "fast-check";
import { normalise } from "./embedder.ts";
import { createVectorIndex } from "./vector-index.ts";

const signal = new AbortController().signal;
const DIMENSIONS = 20;
const vector = fc
  .array(fc.float({ min: -1, max: 1, noNaN: true }), {
    minLength: DIMENSIONS,
    maxLength: DIMENSIONS,
  })
  .map((values) => normalise(Float32Array.from(values)));
const zero = new Float32Array(DIMENSIONS);
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

describe("createVectorIndex()", () => {
  it("finds the nearest exactly, as a plain scan does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(vector, { minLength: 1, maxLength: 30 }),
        vector,
        fc.integer({ min: 1, max: 12 }),
        async (vectors, query, limit) => {
          const index = createVectorIndex(
            vectors.map((unit) => ({ heading: zero, units: [unit] })),
            DIMENSIONS,
          );
          const found = await index.nearest(query, { limit, also: [], signal });
          const scores = vectors.map((unit) => dot(unit, query)).toSorted((a, b) => b - a);
          expect(found).toHaveLength(Math.min(limit, vectors.length));
          for (const [i, { passage, nearness }] of found.entries()) {
            expect(dot(vectors[passage] ?? zero, query)).toBeCloseTo(scores[i] ?? 0, 4);
            expect(nearness.unit).toBeCloseTo(scores[i] ?? 0, 4);
          }
        },
      ),
    );
  });

  it("tells of passages that were asked for as well, each once", async () => {
    const at = (i: number) => zero.map((_, k) => (k === i ? 1 : 0));
    const index = createVectorIndex(
      [0, 1, 2].map((i) => ({ heading: at(i), units: [] })),
      DIMENSIONS,
    );
    const found = await index.nearest(at(2), { limit: 1, also: [2, 0, 7], signal });
    expect(found.map(({ passage }) => passage)).toEqual([2, 0]);
    expect(found[0]?.nearness).toMatchObject({ unit: -1, heading: 1 });
  });

  it("says of what stands out how far, and nothing where all is alike", async () => {
    const at = (i: number) => zero.map((_, k) => (k === i ? 1 : 0));
    const index = createVectorIndex(
      [0, 1, 1, 1, 1].map((i) => ({ heading: zero, units: [at(i)] })),
      DIMENSIONS,
    );
    const of = async (query: number, passage: number) =>
      (await index.nearest(at(query), { limit: 0, also: [passage], signal }))[0]?.nearness;
    expect((await of(0, 0))?.standsOut).toBeGreaterThan(1);
    expect((await of(0, 1))?.standsOut).toBeLessThan(0);
    expect((await of(5, 0))?.standsOut).toBe(0);
    const empty = createVectorIndex([], DIMENSIONS);
    expect(await empty.nearest(at(0), { limit: 3, also: [], signal })).toEqual([]);
  });
});
