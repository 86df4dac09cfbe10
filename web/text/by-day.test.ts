import { byDay } from "./by-day.ts";

const at = (...[year, month, day, hour]: [number, number, number, number]) => ({
  last_active_at: new Date(year, month - 1, day, hour).toISOString(),
});

describe("byDay()", () => {
  it("gathers lines by the local day they were last active on", () => {
    const lines = [
      at(2031, 3, 10, 9),
      at(2031, 3, 10, 0),
      at(2031, 3, 9, 23),
      at(2031, 3, 8, 12),
      at(2030, 12, 31, 12),
    ];
    const groups = byDay(lines, new Date(2031, 2, 10, 10));
    expect(groups.map(({ name, lines: own }) => [name, own.length])).toEqual([
      ["Today", 2],
      ["Yesterday", 1],
      ["March 8", 1],
      ["December 31, 2030", 1],
    ]);
    expect(groups.flatMap(({ lines: own }) => own)).toEqual(lines);
  });

  it("takes a clock that is ahead for today, and no date for earlier", () => {
    const lines = [at(2031, 3, 11, 9), { last_active_at: "soon" }];
    const groups = byDay(lines, new Date(2031, 2, 10, 10));
    expect(groups.map(({ name }) => name)).toEqual(["Today", "Earlier"]);
    expect(byDay([], new Date())).toEqual([]);
  });
});
