import fc from "fast-check";
import { concentration, contributions, shareOfEffect } from "./drivers.ts";
import type { Table } from "./table.ts";

function table(values: readonly (readonly [string, number])[]): Table {
  return {
    evidenceId: "E1",
    columns: [
      { name: "region", type: "string", label: "region", role: "dimension", id: "t.region" },
      { name: "sales", type: "number", label: "sales", role: "metric", id: "sales" },
    ],
    rows: values.map(([region, sales]) => ({ region, sales })),
    rowCount: values.length,
    truncated: false,
    asOf: null,
  };
}

const COLUMNS = { field: "t.region", nowId: "sales", beforeId: "sales" };

test("contributions() add up to the whole difference, largest in its direction first", () => {
  const value = fc.tuple(fc.constantFrom("A", "B", "C", "D"), fc.integer({ min: -500, max: 500 }));
  const side = fc.uniqueArray(value, { selector: ([name]) => name, maxLength: 4 });
  fc.assert(
    fc.property(side, side, (now, before) => {
      const parts = contributions({ now: table(now), before: table(before) }, COLUMNS);
      const total = (rows: readonly (readonly [string, number])[]) =>
        rows.reduce((sum, [, amount]) => sum + amount, 0);
      const whole = total(now) - total(before);
      expect(parts.reduce((sum, { delta }) => sum + delta, 0)).toBe(whole);
      const [first] = parts;
      if (!first || whole === 0) return;
      const best = Math.max(...parts.map(({ effect }) => effect * Math.sign(whole)));
      expect(first.effect * Math.sign(whole)).toBe(best);
    }),
  );
});

test("contributions() say which side of a member has data at all", () => {
  const parts = contributions(
    {
      now: table([
        ["A", 5],
        ["B", 1],
      ]),
      before: table([
        ["A", 9],
        ["C", 4],
      ]),
    },
    COLUMNS,
  );
  expect(parts.map(({ member, in: side }) => [member, side])).toEqual([
    ["A", "both"],
    ["C", "before"],
    ["B", "now"],
  ]);
});

test("concentration() names who carries more than its size explains", () => {
  const even = contributions(
    {
      now: table([
        ["A", 90],
        ["B", 9],
      ]),
      before: table([
        ["A", 100],
        ["B", 10],
      ]),
    },
    COLUMNS,
  );
  const uneven = contributions(
    {
      now: table([
        ["A", 100],
        ["B", 1],
      ]),
      before: table([
        ["A", 100],
        ["B", 10],
      ]),
    },
    COLUMNS,
  );
  expect(concentration(even)).toBeCloseTo(0);
  expect(concentration(uneven)).toBeGreaterThan(0.8);
  expect(shareOfEffect(uneven)).toBe(1);
  expect([concentration([]), shareOfEffect([])]).toEqual([0, 0]);
});
