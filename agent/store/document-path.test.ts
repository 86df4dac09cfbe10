import fc from "fast-check";
import { decodeSegment, encodeSegment } from "./document-path.ts";

describe("encodeSegment()", () => {
  it.each([
    ["ada@example.com", "ada@example.com"],
    ["Quartalsumsätze 🦊", "Quartalsumsätze 🦊"],
    ["a/b", "a%2Fb"],
    ["100%", "100%25"],
    [".", "%2E"],
    ["..", "%2E."],
    ["...", "..."],
    ["__name__", "%5F_name__"],
    ["__init", "__init"],
    ["", "%"],
    ["a\tb\u0000", "a%09b%00"],
  ])("turns %j into %j", (segment, encoded) => {
    expect(encodeSegment(segment)).toBe(encoded);
  });

  it("is undone by decodeSegment(), and gives what Firestore accepts", () => {
    const odd = fc.constantFrom(..."/._%\t\u0000é🦊");
    const segments = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: odd }));
    fc.assert(
      fc.property(segments, (segment) => {
        const encoded = encodeSegment(segment);
        expect(decodeSegment(encoded)).toBe(segment);
        expect(encoded).not.toMatch(/^$|^\.\.?$|^__.*__$|[/\t]/s);
      }),
    );
  });
});
