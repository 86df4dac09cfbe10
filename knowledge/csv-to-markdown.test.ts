import { csvToMarkdown } from "./csv-to-markdown.ts";

describe("csvToMarkdown()", () => {
  it("makes a table of it, with quoted separators, quotes and line breaks", () => {
    expect(csvToMarkdown('Region,Note\r\nWest,"a, ""b""\nc"\r\nEast,x|y\r\n')).toBe(
      '| Region | Note |\n| --- | --- |\n| West | a, "b" c |\n| East | x\\|y |',
    );
  });

  it("finds semicolons and tabs, fills short rows and drops empty ones", () => {
    expect(csvToMarkdown("a;b\n1\n;\n")).toBe("| a | b |\n| --- | --- |\n| 1 |  |");
    expect(csvToMarkdown("a\tb\n1\t2")).toBe("| a | b |\n| --- | --- |\n| 1 | 2 |");
  });

  it("survives a quote that is never closed", () => {
    expect(csvToMarkdown('a,b\n"1,2\n')).toContain("| a | b |");
    expect(csvToMarkdown("")).toBe("");
  });
});
