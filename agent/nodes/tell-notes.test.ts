import fc from "fast-check";
import type { Note } from "../governance/notes.ts";
import type { TurnState } from "../turn-state.ts";
import { tellNotes } from "./tell-notes.ts";

const NOTE: Note = { groups: 2, named: [], why: "they are few" };
const BLOCK = "\n\n_Not shown: 2 groups, since they are few._";
const SOURCE = { kind: "question" } as const;

function told(text: string, pieces: readonly number[], notes: readonly Note[] = [NOTE]) {
  const telling = tellNotes({ notes } as unknown as TurnState);
  let shown = "";
  let at = 0;
  for (const length of pieces) {
    shown += telling.push(text.slice(at, at + length));
    at += length;
  }
  shown += telling.push(text.slice(at));
  return { shown: shown + telling.end(), telling };
}

describe("tellNotes()", () => {
  test.each([
    ["one paragraph", "It is 5.", `It is 5.${BLOCK}`],
    ["several", "It is 5.\n\nMore.\n\nEnd.", `It is 5.${BLOCK}\n\nMore.\n\nEnd.`],
    ["a heading first", "# Usage\n\nIt is 5.\n\nMore.", `# Usage\n\nIt is 5.${BLOCK}\n\nMore.`],
    ["a table first", "| a |\n| - |\n| 5 |\n\nMore.", `| a |\n| - |\n| 5 |${BLOCK}\n\nMore.`],
    ["nothing", "", BLOCK],
  ])("puts the notes behind what leads: %s", (_, text, shown) => {
    expect(told(text, []).shown).toBe(shown);
  });

  test("leaves a text without notes as it is", () => {
    expect(told("It is 5.\n\nMore.", [3], []).shown).toBe("It is 5.\n\nMore.");
  });

  test("says the same of several look-ups once", () => {
    const { shown } = told("It is 5.", [], [NOTE, NOTE, { ...NOTE, groups: 0, named: ["days x"] }]);
    expect(shown).toBe("It is 5.\n\n_Not shown: 4 groups, days x, since they are few._");
  });

  test("says no more when a model that broke off has said it", () => {
    const broken = `It is${BLOCK} …\n\n`;
    const telling = tellNotes({ notes: [NOTE] } as unknown as TurnState, broken);
    expect(telling.push("It is 5.\n\nMore.") + telling.end()).toBe("It is 5.\n\nMore.");
    expect(telling.written()).toBe("It is …\n\nIt is 5.\n\nMore.");
  });

  test("tells the same in whatever pieces it comes, and finds every figure in its place", () => {
    const text = "Lead with 12 and\nmore.\n\n| a | 34 |\n\nEnd 56.  ";
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 })), (pieces) => {
        const { shown, telling } = told(text, pieces);
        expect(shown).toBe(told(text, []).shown);
        expect(telling.written()).toBe(text);
        const figures = [...text.matchAll(/\d+/g)].map(({ 0: found, index }) => ({
          ...{ text: found, start: index, end: index + 2, value: Number(found), source: SOURCE },
        }));
        for (const { text: found, start, end } of telling.place(figures))
          expect(shown.slice(start, end)).toBe(found);
      }),
    );
  });
});
