import { ANSWER } from "../testing/scenes.ts";
import { createBlockReader, toBlocks, toPlain } from "./markdown.ts";

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

describe("toPlain()", () => {
  it("reads an answer without its markup, tables row by row", () => {
    const plain = toPlain(ANSWER);
    expect(plain).toContain("Net sales were $6.97M in Q3 2031");
    expect(plain).toContain("\nIsland, $0.91M, $1.25M, 🔴 −27.0%\n");
    expect(plain).not.toMatch(/\*\*|\|/);
  });
});
