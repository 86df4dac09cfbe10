import type { Figure } from "../events.ts";
import { sentencesOf } from "../governance/notes.ts";
import type { TurnState } from "../turn-state.ts";

/** A text that grows, with what was kept back told behind its first paragraph. */
export type Telling = {
  /** What to show of a further piece. */
  push(piece: string): string;
  /** What is left to show once the text is over. */
  end(): string;
  /** The text as it was written, without what was put into it. */
  written(): string;
  /** Figures of the written text, where they stand in the shown one. */
  place(figures: readonly Figure[]): Figure[];
};

/** With the headings before it, without the white space behind it. */
const FIRST_PARAGRAPH = /^(?:#[^\n]*\n+)*[^#\n][\s\S]*?(?=\s*\n\s*\n)/;

/**
 * What leads comes first, and what it leaves out right behind it: whoever writes does not know of it, and "the largest" is
 * that of the others. `before` was shown already, by a model that broke off.
 */
export function tellNotes({ notes = [], denials = [] }: TurnState, before = ""): Telling {
  const refused = [...new Set(denials)].map((denial) => `Not answered: ${denial}`);
  const block = [...sentencesOf(notes), ...refused].map((note) => `\n\n_${note}._`).join("");
  const told = block === "" ? -1 : before.indexOf(block);
  let at = told < 0 ? undefined : told;
  let text = told < 0 ? before : before.replace(block, "");
  let shown = text.length;
  const isDone = () => block === "" || at !== undefined;
  const upTo = (end: number) => {
    const piece = text.slice(shown, end);
    shown = end;
    return piece;
  };
  const insert = (end: number) => {
    const first = upTo(end);
    at = end;
    return `${first}${block}${upTo(text.length)}`;
  };
  return {
    push: (piece) => {
      text += piece;
      if (isDone()) return upTo(text.length);
      const first = FIRST_PARAGRAPH.exec(text.slice(before.length))?.[0];
      // White space at the end may begin what ends the paragraph.
      return first === undefined
        ? upTo(Math.max(shown, text.trimEnd().length))
        : insert(before.length + first.length);
    },
    end: () => (isDone() ? "" : insert(text.trimEnd().length)),
    written: () => text,
    place: (figures) =>
      figures.map((figure) => {
        const by = at !== undefined && figure.start >= at ? block.length : 0;
        return { ...figure, start: figure.start + by, end: figure.end + by };
      }),
  };
}
