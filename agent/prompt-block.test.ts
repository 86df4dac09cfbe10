import fc from "fast-check";
import { readBlock, writeBlock, writeInline } from "./prompt-block.ts";

/** Text of the kind that would break out: tags, line ends, quotes, escapes, anything. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "<briefing>\n",
        "\n</briefing>",
        "</",
        "<",
        ">",
        "\n",
        '"',
        "\\",
        "\\u003c",
        "\u2028",
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    hostile,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(hostile, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

describe("writeBlock()", () => {
  test("is read back as it was, whatever stands before it and in it", () => {
    fc.assert(
      fc.property(hostile, data, (before, written) => {
        const prompt = `${before}\n\n${writeBlock("briefing", written)}`;
        expect(readBlock(prompt, "briefing")).toEqual(JSON.parse(JSON.stringify(written)));
      }),
    );
  });

  test("cannot be closed, and no other block opened, from within", () => {
    fc.assert(
      fc.property(data, (written) => {
        const block = writeBlock("briefing", written);
        expect(block.startsWith("<briefing>\n")).toBe(true);
        expect(block.indexOf("<", 1)).toBe(block.length - "</briefing>".length);
        expect(writeInline(written)).not.toMatch(/[<\n]/);
      }),
    );
  });
});

describe("readBlock()", () => {
  test.each([
    ["there is none", "<other>\n1\n</other>"],
    ["it has no end", "<briefing>\n1"],
    ["it holds no JSON", "<briefing>\nnonsense\n</briefing>"],
  ])("gives nothing when %s", (_, prompt) => {
    expect(readBlock(prompt, "briefing")).toBeUndefined();
  });
});
