import { bandsOf } from "./bands.ts";

const OVERTIME =
  "We hold overtime to be healthy below 6% of trips, worth watching between 6% and 9%, and a problem above 9%.";

function judged(text: string, value: number, unit?: string): readonly string[] {
  return bandsOf(text, unit)
    .filter(({ holds }) => holds(value))
    .map(({ judgement }) => judgement);
}

test.each([
  [OVERTIME, 0.05, "percent", ["good"]],
  [OVERTIME, 0.07, "percent", ["watch"]],
  [OVERTIME, 0.2, "percent", ["bad"]],
  ["Below 3% is good, 5% or more is critical.", 0.02, "percent", ["good"]],
  ["Below 3% is good, 5% or more is critical.", 0.05, "percent", ["bad"]],
  ["Up to 2.5% is normal.", 0.04, "percent", []],
  ["We want fewer than five at any month end.", 4, "count", ["good"]],
  ["We want fewer than five at any month end.", 5, "count", []],
  ["The contract asks for an average of at least 4.2 stars.", 4.3, undefined, ["good"]],
  ["Calls should be answered within 30 seconds.", 25, "seconds", ["good"]],
  ["Calls should be answered within 30 seconds.", 25, "count", []],
  ["A bike with two faults is two repairs.", 2, "count", []],
] as const)("bandsOf() %s: %d %s", (...[text, value, unit, expected]) => {
  expect(judged(text, value, unit)).toEqual(expected);
});
