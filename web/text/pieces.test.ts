import fc from "fast-check";
import type { EvidenceEvent } from "../../agent/events.ts";
import { DOCUMENTS } from "../testing/harbour.ts";
import { markFigures } from "./marks.ts";
import { type Piece, toPieces } from "./pieces.ts";

const evidence = [DOCUMENTS as EvidenceEvent];
const source = { kind: "unbound" } as const;

/** The text in lines that cannot break: `⟨…⟩` is what stays together. */
function seen(text: string, figure: string): string {
  const start = text.indexOf(figure);
  const figures = [{ text: figure, start, end: start + figure.length, value: 0, source }];
  return toPieces(markFigures(text, figures), evidence).map(show).join("");
}

function show(piece: Piece): string {
  if (piece.kind === "text") return piece.text;
  return `⟨${piece.parts.map(({ text }) => text).join("")}⟩`;
}

describe("toPieces()", () => {
  it.each([
    ["It fell (−25.7%) 🔴, so", "−25.7%", "It fell ⟨(−25.7%) 🔴,⟩ so"],
    ["It fell −25.7% 🔴: so", "−25.7%", "It fell ⟨−25.7% 🔴:⟩ so"],
    ["🔴 −27.0%", "−27.0%", "⟨🔴 −27.0%⟩"],
    ["Not where it should be ⚠️", "x", "Not where it should ⟨be ⚠️⟩"],
    [
      "from 4% [sales_targets.md › Thresholds].",
      "4%",
      "from ⟨4%⟩ ⟨[sales_targets.md › Thresholds].⟩",
    ],
  ])("keeps on one line what belongs together in %j", (text, figure, together) => {
    expect(seen(text, figure)).toBe(together);
  });

  it("tells figures by their number and citations by their passage", () => {
    const text = "It is 5% behind [sales_targets.md › Thresholds].";
    const marked = markFigures(text, [{ text: "5%", start: 6, end: 8, value: 0.05, source }]);
    expect(toPieces(marked, evidence)).toMatchObject([
      { kind: "text", text: "It is " },
      { parts: [{ kind: "figure", text: "5%", index: 0 }] },
      { kind: "text", text: " behind" },
      { kind: "text", text: " " },
      { parts: [{ kind: "citation", passage: { heading: "Thresholds" } }, { text: "." }] },
    ]);
  });

  it("loses and doubles nothing of what can be seen, whatever the text", () => {
    const part = fc.constantFrom(
      "a",
      " ",
      "(",
      ").",
      "\uE000\uE1005%\uE001",
      "⚠️",
      "🔴",
      "[sales_targets.md]",
      '"',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join("");
        const joined = toPieces(text, evidence).map(show).join("");
        expect(joined.replace(/[⟨⟩]/g, "")).toBe(text.replace(/\uE000\uE100|\uE001/g, ""));
      }),
    );
  });
});
