import { Lexer, type Tokens } from "marked";
import { type Remark, toRemarks } from "./remarks.ts";

const remarks = (markdown: string) => toRemarks(Lexer.lex(markdown)[0] as Tokens.Paragraph);
const show = (remark: Remark) => ({
  ...remark,
  tokens: remark.tokens.map(({ raw }) => raw).join(""),
});

describe("toRemarks()", () => {
  it.each([
    ["_Assumed: no period was named._", { kind: "assumed", tokens: "no period was named." }],
    ["*Assumption: **2024** is meant.*", { kind: "assumed", tokens: "**2024** is meant." }],
    [
      "_Not shown: **26** groups, since they are small._",
      { kind: "hidden", label: "Not shown", tokens: "**26** groups, since they are small." },
    ],
    ["_Not answered: it is private._", { kind: "hidden", label: "Not answered" }],
    ["_Not shown here._", { kind: "aside" }],
    ["_Data through December 31, 2024._", { kind: "fresh", date: "2024-12-31", tokens: "" }],
    [
      "_Data through 2025-06-19. 2025 is not complete yet._",
      { kind: "fresh", date: "2025-06-19", tokens: "2025 is not complete yet." },
    ],
    ["_Data through a friend. And more._", { kind: "aside" }],
    ["_The last 24 of 170._", { kind: "aside", tokens: "The last 24 of 170." }],
  ])("reads %j", (markdown, remark) => {
    expect(remarks(markdown)?.map(show)).toMatchObject([remark]);
  });

  it("reads several lines, and knows an ordinary paragraph", () => {
    const both = remarks("_Assumed: all regions._\n_Data through May 5, 2025._");
    expect(both?.map(({ kind }) => kind)).toEqual(["assumed", "fresh"]);
    expect(remarks("It is _not_ healthy")).toBeUndefined();
    expect(remarks("_This_ and _that_ ")).toBeUndefined();
  });
});
