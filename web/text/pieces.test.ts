import fc from "fast-check";
import type { EvidenceEvent } from "../../agent/events.ts";
import { DOCUMENTS } from "../testing/harbour.ts";
import { markFigures } from "./marks.ts";
import { type Piece, toPieces } from "./pieces.ts";

const evidence = [DOCUMENTS as EvidenceEvent];
const toText = (piece: Piece) =>
  piece.kind === "text" ? piece.text : piece.before + piece.text + piece.after;

describe("toPieces()", () => {
  it("finds figures, signs and citations, and keeps what touches them", () => {
    const source = { kind: "unbound" } as const;
    const text = "It fell (−25.7%) 🔴, so it is behind [sales_targets.md › Thresholds].";
    const marked = markFigures(text, [{ text: "−25.7%", start: 9, end: 15, value: 0, source }]);
    expect(toPieces(marked, evidence)).toMatchObject([
      { kind: "text", text: "It fell " },
      { kind: "figure", text: "−25.7%", index: 0, before: "(", after: ")" },
      { kind: "text", text: "\u00A0" },
      { kind: "sign", text: "🔴", after: "," },
      { kind: "text", text: " so it is behind" },
      { kind: "citation", passage: { heading: "Thresholds" }, after: "." },
      { kind: "text", text: "" },
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
        const seen = text.replace(/\uE000\uE100|\uE001/g, "");
        const joined = toPieces(text, evidence).map(toText).join("");
        expect(joined.replaceAll("\u00A0", " ")).toBe(seen);
      }),
    );
  });
});
