import fc from "fast-check";
import { ANSWER } from "../testing/scenes.ts";
import { createBlockReader, mendTail, toBlocks, toPlain } from "./markdown.ts";

describe("createBlockReader()", () => {
  it("reads a growing text as if it came at once", () => {
    const read = createBlockReader();
    for (let end = 1; end <= ANSWER.length; end += 7) read(ANSWER.slice(0, end));
    expect(read(ANSWER)).toEqual(toBlocks(ANSWER));
  });

  it("hands back settled blocks as the same objects", () => {
    const read = createBlockReader();
    const text = "One\n\nTwo\n\nThree\n\nFour";
    read(text);
    const before = read(`${text} and`);
    const after = read(`${text} and more`);
    expect(after[0]).toBe(before[0]);
    expect(after[3]).not.toBe(before[3]);
  });

  it("starts anew with another text", () => {
    const read = createBlockReader();
    read("One\n\nTwo\n\nThree\n\nFour");
    expect(read("# Else")).toEqual(toBlocks("# Else"));
  });

  it("knows where each block stands in the text", () => {
    for (const { token, offset } of toBlocks(ANSWER)) {
      expect(ANSWER.slice(offset, offset + token.raw.length)).toBe(token.raw);
    }
  });
});

describe("mendTail()", () => {
  it.each([
    ["closes bold", "Sales were **$12", "Sales were **$12**"],
    ["holds back a lone marker", "Sales were **", "Sales were "],
    ["closes code", "Use `net", "Use `net`"],
    ["holds back half a link", "See [the pol", "See "],
    ["holds back half a link's address", "See [policy](pricing", "See "],
    ["holds back a table row that is being written", "| a |\n|---|\n| 1", "| a |\n|---|\n"],
    ["holds back a remark that is being written", "Yes.\n\n_Data thr", "Yes.\n\n"],
    ["lets a line that begins with emphasis be", "_Net_ sales and", "_Net_ sales and"],
    ["leaves whole text alone", "Done. **All** `of` it", "Done. **All** `of` it"],
  ])("%s", (_, half, whole) => {
    expect(mendTail(half)).toBe(whole);
  });

  it("only ever cuts or adds at the end", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const mended = mendTail(text);
        expect(text.startsWith(mended) || /(\*\*|`)$/.test(mended)).toBe(true);
      }),
    );
  });
});

describe("toPlain()", () => {
  it("reads an answer without its markup, tables row by row", () => {
    const plain = toPlain(ANSWER);
    expect(plain).toContain("Net sales were $6.97M in Q3 2031");
    expect(plain).toContain("\nIsland, $0.91M, $1.25M, 🔴 −27.0%\n");
    expect(plain).not.toMatch(/\*\*|\|/);
  });
});
