import fc from "fast-check";
import { REGIONS } from "../testing/harbour.ts";
import { exchange, findParameters } from "./parameters.ts";

const words = (question: string) => findParameters(question, [REGIONS]).map(({ text }) => text);

describe("findParameters()", () => {
  it("finds periods, and values that stand in a result's column", () => {
    expect(words("How did island do in Q3 2031 against Coast, since March?")).toEqual([
      "island",
      "Q3",
      "2031",
      "Coast",
      "March",
    ]);
  });

  it("offers what else stands in the column, and other periods", () => {
    const [island, quarter] = findParameters("Island in q3", [REGIONS]);
    expect(island?.options).toEqual(["Coast", "Valley", "Highland"]);
    expect(quarter?.options).toEqual(["Q1", "Q2", "Q4"]);
  });

  it("takes no part of a word for a value", () => {
    expect(words("Coastal sales on the mainland, Q35, 12031")).toEqual([]);
  });

  it("exchanges the parameter and nothing else", () => {
    const question = "Sales of Island in Q3?";
    const [island] = findParameters(question, [REGIONS]);
    expect(island && exchange(question, island, "Coast")).toBe("Sales of Coast in Q3?");
  });

  it("never overlaps, whatever is asked", () => {
    const piece = fc.constantFrom("Q3", " ", "2031", "Island", "x", "(", "May", "🔴");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const question = pieces.join("");
        let at = 0;
        for (const { start, text } of findParameters(question, [REGIONS])) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(question.slice(start, start + text.length)).toBe(text);
          at = start + text.length;
        }
      }),
    );
  });
});
