import { parseOptions } from "./options.ts";

describe("parseOptions()", () => {
  test("has defaults", () => {
    expect(parseOptions([])).toEqual({
      repeat: 1,
      baseline: "evals/baseline.json",
      resume: false,
      accept: false,
      faults: false,
      "from-feedback": false,
    });
  });

  test.each([
    [["--repeat", "0"], /--repeat/],
    [["--target", "here"], /--target/],
    [["--concurrency", "many"], /--concurrency/],
    [["--colour"], /--colour/],
  ])("refuses %j", (args, words) => {
    expect(() => parseOptions(args)).toThrow(words);
  });
});
