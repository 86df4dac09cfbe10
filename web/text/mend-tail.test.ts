import fc from "fast-check";
import { ANSWER } from "../testing/scenes.ts";
import { toBlocks, toPlain } from "./markdown.ts";
import { mendTail } from "./mend-tail.ts";

/** Every kind of block and mark an answer is written in. */
const RICH = [
  "**West is the reason.** In _total_ it was `net` **$12.4M**, a share_of_wallet of 3.",
  "| Region | Revenue |\n| --- | ---: |\n| West | **$2.6M** 🔴 |\n| East | $2.9M |",
  "### West, Q3 and Q4\n\n1. one\n2. **two of them**\n\n- a *b c* d\n- ~~e~~ f",
  "_Assumed: all regions are meant._",
  "> a **quote**",
  "```sql\nSELECT 1\n```",
  "See [the policy](pricing_policy.md) for *more*.",
].join("\n\n");

const shown = (text: string) =>
  toBlocks(text)
    .map(({ token }) => `${token.type}: ${toPlain(token.raw)}`)
    .join("\n");

describe("mendTail()", () => {
  it.each([
    ["closes bold", "Sales were **$12", "Sales were **$12**"],
    ["holds back a lone marker", "Sales were **", "Sales were "],
    ["closes code", "Use `net", "Use `net`"],
    ["holds back half a link", "See [the pol", "See "],
    ["holds back half a link's address", "See [policy](pricing", "See "],
    ["closes bold before a space", "Sales **were ", "Sales **were** "],
    ["closes what stands within first", "**a *b", "**a *b***"],
    ["takes half an end for none", "**bold*", "**bold**"],
    ["keeps an end", "Was **bold**", "Was **bold**"],
    ["holds back the head of a table", "Yes.\n\n| a | b |\n|--", "Yes.\n\n"],
    ["holds back the head of a table at its end", "Yes.\n\n| a | b |\n", "Yes.\n\n"],
    ["holds back what may become a heading", "Yes.\n\n##", "Yes.\n\n"],
    ["holds back what would make a heading of the line above", "Yes.\n-", "Yes.\n"],
    ["holds back half a fence", "Yes.\n\n```sq", "Yes.\n\n"],
    ["leaves a fence alone", "```\na ** b | [c", "```\na ** b | [c"],
    ["holds back half the end of a fence", "```\nx\n``", "```\nx\n"],
    ["lets names with underscores be", "the net_sales and", "the net_sales and"],
    ["lets a sum be", "2 * 3 and", "2 * 3 and"],
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
        const kept = mended.replace(/(?:[*_~`]+)\s*$/, "");
        expect(text.startsWith(kept)).toBe(true);
      }),
    );
  });

  it.each([
    ["a rich answer", RICH],
    ["an answer with figures", ANSWER],
  ])("shows no bare mark at any point of %s", (_, answer) => {
    for (let end = 1; end <= answer.length; end += 1) {
      expect(shown(mendTail(answer.slice(0, end)))).not.toMatch(
        /^paragraph: (?:\||#|-|>|\d+\.)|\*|`|~~|(?<![a-z])_|_(?![a-z]|$)|\]\(/m,
      );
    }
  });

  it("shows the whole at the end", () => {
    expect(mendTail(RICH)).toBe(RICH);
  });
});
