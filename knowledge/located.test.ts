import { createLexicalIndex } from "./lexical-index.ts";
import { tellingHeadings } from "./located.ts";
import { headingText } from "./passage-vectors.ts";

const passage = (headings: readonly string[]) => ({
  source: "rates.pdf",
  title: "Rates",
  headings,
  units: ["A night costs 80."],
});

describe("tellingHeadings()", () => {
  it("leaves the number of a page out, and a heading that only begins like one in", () => {
    expect(tellingHeadings({ headings: ["Page 12", "High season"] })).toEqual(["High season"]);
    expect(tellingHeadings({ headings: ["Page 3 of the form"] })).toHaveLength(1);
  });

  it("makes a page that has no heading of its own rank as the document does", () => {
    expect(headingText(passage(["Page 2"]))).toBe(headingText(passage([])));
    const index = createLexicalIndex([passage(["Page 2"]), passage([])]);
    expect(index.entry(0)).toEqual(index.entry(1));
  });
});
