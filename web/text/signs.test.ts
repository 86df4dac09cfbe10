import { Lexer, type MarkedToken } from "marked";
import { gatherSigns } from "./signs.ts";

const paragraph = (markdown: string) => {
  const [token] = Lexer.lex(markdown);
  return token?.type === "paragraph" ? (token.tokens ?? []) : [];
};
const seen = (markdown: string) =>
  (gatherSigns(paragraph(markdown)) as MarkedToken[]).map((token) =>
    token.type === "strong" ? `strong(${token.tokens.map(({ raw }) => raw).join("|")})` : token.raw,
  );

describe("gatherSigns()", () => {
  it.each([
    ["that is **−4.6%** ⚠️: slightly", ["that is ", "strong(−4.6% ⚠️)", ": slightly"]],
    ["**It fell by 23.5%** 🔴", ["strong(It fell by 23.5% 🔴)"]],
    ["**a `b`** ✅.", ["strong(a |`b`| ✅)", "."]],
    ["✅ **fine** and ✅", ["✅ ", "strong(fine)", " and ✅"]],
  ])("moves the sign after emphasis into it: %j", (markdown, tokens) => {
    expect(seen(markdown)).toEqual(tokens);
  });

  it("leaves the tokens it was given as they were", () => {
    const tokens = paragraph("**5%** 🔴");
    gatherSigns(tokens);
    expect(tokens).toEqual(paragraph("**5%** 🔴"));
  });
});
