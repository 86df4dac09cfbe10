import fc from "fast-check";
import { readNumber, standsFor } from "./written-number.ts";

describe("readNumber()", () => {
  test.each<[string, number, number]>([
    ["$12.4M", 12_400_000, 100_000],
    ["€1.25bn", 1_250_000_000, 10_000_000],
    ["1,247", 1247, 1],
    ["−23.5%", -0.235, 0.001],
    ["+6.9%", 0.069, 0.001],
    ["3.5 pts", 0.035, 0.001],
    ["25bps", 0.0025, 0.0001],
    ["$-5", -5, 1],
    ["45.2 days", 45.2, 0.1],
    ["5 million", 5_000_000, 1_000_000],
    ["CHF 3.4M", 3_400_000, 100_000],
  ])("reads %s", (text, value, step) => {
    const read = readNumber(text);
    expect(read?.value).toBeCloseTo(value, 9);
    expect(read?.step).toBeCloseTo(step, 9);
  });

  test("finds no number in words", () => {
    expect(readNumber("West")).toBeUndefined();
  });
});

describe("standsFor()", () => {
  test("accepts any number of digits of the wanted value and refuses one digit off", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e7, noNaN: true }),
        fc.integer({ min: 0, max: 3 }),
        (wanted, places) => {
          const written = readNumber(wanted.toFixed(places));
          if (!written) throw new Error("not read");
          expect(standsFor(written, wanted)).toBe(true);
          const off = written.value + 1.3 * written.step;
          expect(standsFor({ ...written, value: off }, wanted)).toBe(false);
        },
      ),
    );
  });

  test("lets an unsigned figure stand for a fall, but no signed one for the opposite", () => {
    expect(standsFor({ value: 0.235, step: 0.001, signed: false }, -0.2353)).toBe(true);
    expect(standsFor({ value: 0.235, step: 0.001, signed: true }, -0.2353)).toBe(false);
  });
});
