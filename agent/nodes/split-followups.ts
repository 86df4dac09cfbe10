import { FOLLOWUPS_MARK } from "../prompts.ts";

/** Parts an answer as it streams: what is answer goes on at once, what may be the mark is held back until it is decided. */
export type FollowupSplitter = {
  /** Answer text that can be shown now; may be empty. */
  push(delta: string): string;
  /** What was held back, when no mark came; and the questions after it. */
  end(): { readonly rest: string; readonly followups: readonly string[] };
};

/** At most this many follow-ups are shown. */
const MAX_FOLLOWUPS = 4;

export function createFollowupSplitter(): FollowupSplitter {
  let held = "";
  let tail: string | undefined;
  return {
    push(delta) {
      if (tail !== undefined) {
        tail += delta;
        return "";
      }
      held += delta;
      const mark = held.indexOf(FOLLOWUPS_MARK);
      if (mark >= 0) {
        tail = held.slice(mark + FOLLOWUPS_MARK.length);
        const shown = held.slice(0, mark).trimEnd();
        held = "";
        return shown;
      }
      const safe = held.length - undecided(held);
      const shown = held.slice(0, safe);
      held = held.slice(safe);
      return shown;
    },
    end: () => ({
      rest: tail === undefined ? held.trimEnd() : "",
      followups: toQuestions(tail ?? ""),
    }),
  };
}

/** An answer that is there as a whole, in its two parts. */
export function splitFollowups(whole: string) {
  const splitter = createFollowupSplitter();
  const shown = splitter.push(whole);
  const { rest, followups } = splitter.end();
  return { text: shown + rest, followups };
}

/** Length of the end of the text that could still become the mark, the white space before it included. */
function undecided(text: string): number {
  for (let length = Math.min(FOLLOWUPS_MARK.length - 1, text.length); length > 0; length -= 1) {
    if (FOLLOWUPS_MARK.startsWith(text.slice(-length))) return length + spaceBefore(text, length);
  }
  return spaceBefore(text, 0);
}

function spaceBefore(text: string, length: number): number {
  const before = text.slice(0, text.length - length);
  return before.length - before.trimEnd().length;
}

function toQuestions(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s*/, "").trim())
    .filter((line) => line !== "")
    .slice(0, MAX_FOLLOWUPS);
}
