import fc from "fast-check";
import { type Format, formatValue } from "./format.ts";
import { parseFigure } from "./number-text.ts";

const short = { style: "short", currency: "USD" } as const;
const full = { style: "full", currency: "USD" } as const;

describe("formatValue()", () => {
  test.each<[number, string | undefined, Format, string]>([
    [12_400_000, "usd", short, "$12.4M"],
    [2726.4, "usd", short, "$2,726"],
    [2726.4, "usd", full, "$2,726.40"],
    [12_400_123, "usd", full, "$12,400,123"],
    [999_600, "usd", short, "$1.0M"],
    [999_400, "usd", short, "$999K"],
    [48_210, "usd", short, "$48.2K"],
    [9.5, "usd", short, "$9.50"],
    [-600_000, "usd", short, "−$600K"],
    [-600_000, "usd", { ...short, signed: true }, "−$600K"],
    [600_000, "EUR", { ...short, signed: true }, "+€600K"],
    [3_400_000, "CHF", short, "CHF 3.4M"],
    [1200, "JPY", full, "¥1,200"],
    [50, "currency", { style: "short", currency: "GBP" }, "£50"],
    [0.042, "percent", short, "4.2%"],
    [0.0423, "percent", full, "4.23%"],
    [0.00012, "percent", short, "0.012%"],
    [0, "percent", short, "0.0%"],
    [-0.00000001, "usd", short, "$0"],
    [0.035, "points", short, "3.5 pts"],
    [1247, "count", short, "1,247"],
    [50_000, undefined, short, "50,000"],
    [1_234_567, "count", short, "1.2M"],
    [1_234_567, "count", full, "1,234,567"],
    [3.24, "count", short, "3.2"],
    [45.2, "days", short, "45.2 days"],
    [1, "days", short, "1 day"],
    [1.4, "times", short, "1.4x"],
    [Number.NaN, "usd", short, "–"],
  ])("writes %d %s", (...[value, unit, format, expected]) => {
    expect(formatValue(value, unit, format)).toBe(expected);
  });

  test("writes what parseFigure() reads back within half of the last digit", () => {
    const units = fc.constantFrom(
      "usd",
      "EUR",
      "CHF",
      "percent",
      "points",
      "times",
      "count",
      undefined,
    );
    const formats = fc.record({
      style: fc.constantFrom("short" as const, "full" as const),
      currency: fc.constant("USD"),
      signed: fc.boolean(),
    });
    const values = fc.oneof(
      fc.double({ min: -1e13, max: 1e13, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
    );
    fc.assert(
      fc.property(values, units, formats, (value, unit, format) => {
        const text = formatValue(value, unit, format);
        const figure = parseFigure(text);
        expect(figure?.text).toBe(text);
        if (!figure) return;
        const rounding = figure.step / 2 + Math.abs(value) * 1e-9 + 1e-12;
        expect(Math.abs(figure.value - value)).toBeLessThanOrEqual(rounding);
      }),
      { numRuns: 2000 },
    );
  });
});
