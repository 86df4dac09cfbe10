import fc from "fast-check";
import { createBm25 } from "./bm25.ts";

const ids = (...list: readonly number[]) => Int32Array.from(list);
const body = (...documents: readonly Int32Array[]) => [{ boost: 1, documents }];

describe("createBm25()", () => {
  it("finds what has any of the terms, more of them first, and nothing else", () => {
    const index = createBm25(body(ids(0, 1), ids(0, 2, 2, 2), ids(0, 1, 2), ids(3)), 5);
    const found = index.search(
      new Map([
        [1, 1],
        [2, 1],
      ]),
      10,
    );
    expect(found.map(({ passage }) => passage)).toEqual([2, 1, 0]);
    expect(index.search(new Map([[4, 1]]), 10)).toEqual([]);
    expect(index.search(new Map(), 10)).toEqual([]);
    expect(createBm25(body(), 5).search(new Map([[1, 1]]), 10)).toEqual([]);
  });

  it("counts a rare term more than a common one, and a short document more than a long one", () => {
    const index = createBm25(body(ids(0, 1), ids(0, 2), ids(0, 3), ids(0, 3, 4, 4, 4, 4)), 5);
    const best = (term: number) => index.search(new Map([[term, 1]]), 4);
    expect(best(1)[0]?.score).toBeGreaterThan(best(0)[0]?.score ?? 0);
    expect(best(3).map(({ passage }) => passage)).toEqual([2, 3]);
  });

  it("adds up fields by their boost, and counts a term in two fields once", () => {
    const index = createBm25(
      [
        { boost: 2, documents: [ids(1), ids(), ids(1)] },
        { boost: 1, documents: [ids(2), ids(1), ids(1)] },
      ],
      3,
    );
    expect(index.search(new Map([[1, 1]]), 3).map(({ passage }) => passage)).toEqual([2, 0, 1]);
  });

  it("gives scores that fall, at most the limit, for any documents", () => {
    const document = fc
      .array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 })
      .map((list) => Int32Array.from(list));
    const asked = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(document, { maxLength: 20 }), asked, (documents, terms) => {
        const index = createBm25(body(...documents), 10);
        const found = index.search(new Map(terms.map((term) => [term, 1])), 5);
        const having = documents.filter((list) => terms.some((term) => list.includes(term)));
        expect(found).toHaveLength(Math.min(5, having.length));
        const scores = found.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(scores.every((score) => score > 0)).toBe(true);
      }),
    );
  });
});
