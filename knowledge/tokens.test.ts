import fc from "fast-check";
import { getEncoding } from "js-tiktoken";
import { loadTokenCounter } from "./tokens.ts";

describe("loadTokenCounter()", () => {
  it("counts as the encoding itself does, for any text", async () => {
    const countTokens = await loadTokenCounter();
    const encoding = getEncoding("cl100k_base");
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.lorem(),
      fc.constantFrom("<|endoftext|>", " \n\n x", "don't 1234567 ---- €"),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (parts) => {
        expect(countTokens(parts.join(" "))).toBe(encoding.encode(parts.join(" "), [], []).length);
      }),
    );
  });
});
