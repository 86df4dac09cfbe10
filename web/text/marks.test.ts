import fc from "fast-check";
import type { Figure } from "../../agent/events.ts";
import { markFigures, splitMarks, unmark } from "./marks.ts";

const figure = (text: string, start: number): Figure => ({
  text,
  start,
  end: start + text.length,
  value: 0,
  source: { kind: "unbound" },
});
const anyCharacter = fc.constantFrom(..."a5 $%|*\n\uE000\uE100\uE001\uF8FF🔴", "\uD83D");
const figuresIn = (markdown: string, ...figures: Figure[]) =>
  splitMarks(markFigures(markdown, figures)).filter((run) => run.figure !== undefined);

describe("markFigures()", () => {
  it("marks figures where they stand", () => {
    const runs = splitMarks(
      markFigures("Sales **$12.4M**, −4.6%", [figure("−4.6%", 18), figure("$12.4M", 8)]),
    );
    expect(runs).toEqual([
      { text: "Sales **" },
      { text: "$12.4M", figure: 1 },
      { text: "**, " },
      { text: "−4.6%", figure: 0 },
    ]);
  });

  it("finds a figure nearby when its offsets are off", () => {
    expect(figuresIn("🔴🔴 5% and 5%", figure("5%", 3))).toEqual([{ text: "5%", figure: 0 }]);
    expect(markFigures("5% and 5%", [figure("5%", 6)]).indexOf("\uE000")).toBe(7);
  });

  it("leaves out a figure that is not there, and one that overlaps another", () => {
    expect(figuresIn("12 apples", figure("13", 0))).toEqual([]);
    expect(figuresIn("1234", figure("123", 0), figure("234", 1))).toHaveLength(1);
  });

  it("takes no mark from the answer itself", () => {
    expect(unmark(markFigures("\uE000\uE1005\uE001", []))).toBe("\uFFFD\uFFFD5\uFFFD");
  });

  it("loses nothing of the text, whatever the figures", () => {
    const anyFigure = fc
      .tuple(fc.string(), fc.integer({ min: -5, max: 60 }))
      .map(([text, at]) => figure(text, at));
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.array(anyFigure), (text, figures) => {
        const clean = text.replace(/[\uE000-\uF8FF]/g, "\uFFFD");
        expect(unmark(markFigures(text, figures))).toBe(clean);
      }),
    );
  });
});

describe("splitMarks()", () => {
  it("ends a mark at the end of the text when its close was lost", () => {
    expect(splitMarks("a \uE000\uE10212")).toEqual([{ text: "a " }, { text: "12", figure: 2 }]);
    expect(splitMarks("12\uE001 b")).toEqual([{ text: "12" }, { text: " b" }]);
  });
});
