import fc from "fast-check";
import { FOLLOWUPS_MARK } from "../prompts.ts";
import { createFollowupSplitter } from "./split-followups.ts";

function split(pieces: readonly string[]) {
  const splitter = createFollowupSplitter();
  const shown = pieces.map((piece) => splitter.push(piece));
  const { rest, followups } = splitter.end();
  return { text: shown.join("") + rest, followups };
}

/** Every way to cut the text in three. */
function cuts(text: string): string[][] {
  return Array.from({ length: text.length + 1 }, (_, first) =>
    Array.from({ length: text.length + 1 - first }, (__, length) => [
      text.slice(0, first),
      text.slice(first, first + length),
      text.slice(first + length),
    ]),
  ).flat();
}

const answers = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "-",
        "---",
        "---follow",
        " \n",
        "\n\n",
        "ups---",
        FOLLOWUPS_MARK.slice(0, -1),
      ),
      fc.string({ maxLength: 4 }),
    ),
  )
  .map((parts) => parts.join(""));

describe("createFollowupSplitter()", () => {
  test("gives the same answer and questions however the text is cut in three", () => {
    const text = `Sales --- were -5.\n\n${FOLLOWUPS_MARK}\n1. Why?\n`;
    for (const pieces of cuts(text)) {
      expect(split(pieces)).toEqual({ text: "Sales --- were -5.", followups: ["Why?"] });
    }
  });

  test("gives the same for any text in any pieces", () => {
    fc.assert(
      fc.property(
        answers,
        fc.option(answers),
        fc.array(fc.nat({ max: 12 }), { minLength: 1 }),
        (before, after, lengths) => {
          const text = after === null ? before : `${before}${FOLLOWUPS_MARK}${after}`;
          const pieces: string[] = [];
          for (let at = 0, i = 0; at < text.length; i += 1) {
            const length = (lengths[i % lengths.length] ?? 0) + 1;
            pieces.push(text.slice(at, at + length));
            at += length;
          }
          expect(split(pieces)).toEqual(split([text]));
          const end = text.indexOf(FOLLOWUPS_MARK);
          expect(split(pieces).text).toBe((end < 0 ? text : text.slice(0, end)).trimEnd());
        },
      ),
    );
  });

  test("shows text at once that cannot become the mark", () => {
    const splitter = createFollowupSplitter();
    expect(splitter.push("It is -")).toBe("It is");
    expect(splitter.push("5%.")).toBe(" -5%.");
  });

  test("takes bullets and numbers off questions, and four of them at most", () => {
    const lines = ["- One?", "* Two?", "", "3) Three?", "  • Four?", "Five?"];
    expect(split([`A.\n${FOLLOWUPS_MARK}\n${lines.join("\n")}`]).followups).toEqual([
      "One?",
      "Two?",
      "Three?",
      "Four?",
    ]);
  });
});
