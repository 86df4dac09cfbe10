import fc from "fast-check";
import { holdsRows, sameCell } from "./rows.ts";

const exact = { match: "exact", ordered: false } as const;
const contains = { match: "contains", ordered: false } as const;
const gold = {
  columns: ["region", "revenue"],
  rows: [
    ["West", 2_600_000],
    ["North", 3_800_000],
  ],
};

describe("holdsRows()", () => {
  test("does not mind other columns, their order, or the order of rows", () => {
    const table = {
      columns: ["revenue", "deals", "region"],
      rows: [
        ["3800000.00", 900, "North"],
        ["2600000.00", 892, "West"],
      ],
    };
    expect(holdsRows(gold, [table], exact)).toBe(true);
    expect(holdsRows(gold, [table], { ...exact, ordered: true })).toBe(false);
  });

  test("refuses a figure beside the wrong name", () => {
    const swapped = {
      columns: ["region", "revenue"],
      rows: [
        ["North", 2_600_000],
        ["West", 3_800_000],
      ],
    };
    expect(holdsRows(gold, [swapped], exact)).toBe(false);
    expect(holdsRows(gold, [swapped], contains)).toBe(false);
  });

  test("refuses more rows when all are asked for, and takes them when some are", () => {
    const more = { columns: ["a", "b"], rows: [...gold.rows, ["East", 1]] };
    expect(holdsRows(gold, [more], exact)).toBe(false);
    expect(holdsRows(gold, [more], contains)).toBe(true);
  });

  test("counts equal rows as often as they come", () => {
    const twice = { columns: ["n"], rows: [[1], [1]] };
    expect(holdsRows(twice, [{ columns: ["n"], rows: [[1], [2]] }], exact)).toBe(false);
  });

  test("finds rows spread over several tables", () => {
    const tables = gold.rows.map((row) => ({ columns: ["a", "b"], rows: [row] }));
    expect(holdsRows(gold, tables, contains)).toBe(true);
    expect(holdsRows(gold, tables, exact)).toBe(false);
  });

  test("holds any table under any order of rows and columns, and not with one cell changed", () => {
    const row = fc.tuple(fc.string(), fc.double({ min: -1e9, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.nat(), (rows, at) => {
        const turned = rows.map(([text, number]) => [number, "x", text]).toReversed();
        const table = { columns: ["n", "x", "t"], rows: turned };
        expect(holdsRows({ columns: ["t", "n"], rows }, [table], exact)).toBe(true);
        const changed = rows.map(([text, number], index) => [
          index === at % rows.length ? `${text}!` : text,
          number,
        ]);
        expect(holdsRows({ columns: ["t", "n"], rows: changed }, [table], exact)).toBe(false);
      }),
    );
  });
});

describe("sameCell()", () => {
  test.each([
    [0.1 + 0.2, 0.3, true],
    ["12400000.00", 12_400_000, true],
    ["2024-10-01", "2024-10-01T00:00:00Z", true],
    ["2024-10-01", "2024-10-02", false],
    [null, 0, false],
    ["West", "west", false],
    [100, 101, false],
  ])("compares %s and %s", (a, b, same) => {
    expect(sameCell(a, b)).toBe(same);
  });
});
