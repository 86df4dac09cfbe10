import { numbersIn, parseFigure } from "./number-text.ts";

describe("parseFigure()", () => {
  test.each<[string, number, string | undefined, number]>([
    ["$12.4M", 12_400_000, "USD", 100_000],
    ["−$0.6M", -600_000, "USD", 100_000],
    ["-$600K", -600_000, "USD", 1000],
    ["$-5", -5, "USD", 1],
    ["US$5", 5, "USD", 1],
    ["€1.2bn", 1_200_000_000, "EUR", 100_000_000],
    ["EUR 5,000", 5000, "EUR", 1],
    ["5 million dollars", 5_000_000, "USD", 1_000_000],
    ["CHF 3.4M", 3_400_000, "CHF", 100_000],
    ["1,247", 1247, undefined, 1],
    ["50000", 50_000, undefined, 1],
    ["29.2%", 0.292, "percent", 0.001],
    ["+6.9%", 0.069, "percent", 0.001],
    ["−4.6 percent", -0.046, "percent", 0.001],
    ["3.5 pts", 0.035, "points", 0.001],
    ["0.7 percentage points", 0.007, "points", 0.001],
    ["25bps", 0.0025, "points", 0.0001],
    ["1.4x", 1.4, "times", 0.1],
    ["20k", 20_000, undefined, 1000],
    [".5", 0.5, undefined, 0.1],
  ])("reads %s", (text, ...[value, unit, step]) => {
    const figure = parseFigure(text);
    expect(figure?.value).toBeCloseTo(value, 9);
    expect(figure?.step).toBeCloseTo(step, 9);
    expect(figure?.unit).toBe(unit);
  });
});

describe("numbersIn()", () => {
  test.each([
    ["10–20% of 1,247", ["10", "20%", "1,247"]],
    ["**$12.4M** (_4.2%_)", ["$12.4M", "4.2%"]],
    ["Q4, B2B, 3rd, v1.2.3, 5Gb", []],
    ["MRR 5 and SMB 12", ["5", "12"]],
    ["| North | $3.8M | −4.6% |", ["$3.8M", "−4.6%"]],
    ["It was $5.", ["$5"]],
    ["1,247, then 892.", ["1,247", "892"]],
    ["a 90-day window", ["90"]],
  ])("finds the numbers of %s", (text, expected) => {
    expect(numbersIn(text).map((number) => number.text)).toEqual(expected);
  });

  test("gives offsets into the text", () => {
    const text = "West fell −28.5% to 892";
    for (const number of numbersIn(text)) {
      expect(text.slice(number.start, number.end)).toBe(number.text);
    }
  });
});
