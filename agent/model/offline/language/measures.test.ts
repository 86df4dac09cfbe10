import { measureFactor, measureNamed, measureOfField } from "./measures.ts";

test("measureNamed() has one form for a measure", () => {
  expect(["minutes", "mins", "Minute"].map(measureNamed)).toEqual(["minute", "minute", "minute"]);
});

test("measureOfField() reads the unit, else the end of the name; money and shares measure nothing", () => {
  expect(measureOfField({ name: "wait", unit: "minutes" })).toBe("minute");
  expect(measureOfField({ name: "weight_kg" })).toBe("kg");
  expect(measureOfField({ name: "fee", unit: "GBP" })).toBeUndefined();
  expect(measureOfField({ name: "lines" })).toBeUndefined();
});

test("measureFactor() turns hours into minutes and nothing into kilograms", () => {
  expect(measureFactor("hour", "minute")).toBe(60);
  expect(measureFactor("kg", "kg")).toBe(1);
  expect(measureFactor("hour", "kg")).toBeUndefined();
});
