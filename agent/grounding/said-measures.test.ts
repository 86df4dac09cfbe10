import { numbersIn } from "./number-text.ts";
import { measuresOf, spelledIn } from "./said-measures.ts";

test("spelledIn() reads numbers in words, and one only where it counts", () => {
  const values = (text: string) => spelledIn(text).map(({ value }) => value);
  expect(values("five star hotels with three rooms")).toEqual([5, 3]);
  expect(values("more than one region")).toEqual([1]);
  expect(values("which one is best, and that one")).toEqual([]);
});

test("measuresOf() gives a length of time in the other measures", () => {
  const text = "longer than 2 hours";
  const [two] = numbersIn(text);
  const measures = new Map(two ? measuresOf(two, text) : []);
  expect(measures.get("minute")).toBe(120);
  expect(measures.get("second")).toBe(7200);
  expect(measures.has("hour")).toBe(false);
});

test("measuresOf() gives nothing for what is no time", () => {
  const text = "more than 2 kg";
  expect(numbersIn(text).flatMap((number) => measuresOf(number, text))).toEqual([]);
});
