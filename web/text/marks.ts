import type { Figure } from "../../agent/events.ts";

/**
 * Figures are found again after Markdown is parsed by private-use characters set around them:
 * OPEN, one character for the figure's index, the figure, CLOSE. They count as letters in Markdown.
 */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const INDEX_BASE = 0xe1_00;
const MAX_FIGURES = 0xf8_ff - INDEX_BASE;
const FOREIGN = /[\uE000-\uF8FF]/g;
const MARKED = /\uE000([\uE100-\uF8FF])([^\uE000\uE001]*)\uE001?|\uE001/g;

/** A run of text, and the index of the figure it is, when it is one. */
export type Run = { readonly text: string; readonly figure?: number };

/** The Markdown with its figures marked. A figure that is not where it says is looked for nearby, else left out. */
export function markFigures(markdown: string, figures: readonly Figure[]): string {
  const clean = markdown.replace(FOREIGN, "\uFFFD");
  const spans = figures
    .slice(0, MAX_FIGURES)
    .map((figure, index) => ({ index, start: locate(clean, figure), length: figure.text.length }))
    .filter(({ start, length }) => start >= 0 && length > 0)
    .sort((a, b) => a.start - b.start);
  let marked = "";
  let at = 0;
  for (const { index, start, length } of spans) {
    if (start < at) continue;
    const text = clean.slice(start, start + length);
    marked += `${clean.slice(at, start)}${OPEN}${String.fromCharCode(INDEX_BASE + index)}${text}${CLOSE}`;
    at = start + length;
  }
  return marked + clean.slice(at);
}

/** The text cut at its marks, in order. No mark is left in it. */
export function splitMarks(text: string): readonly Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const found of text.matchAll(MARKED)) {
    if (found.index > at) runs.push({ text: text.slice(at, found.index) });
    const [whole, mark, inner = ""] = found;
    if (mark !== undefined && inner !== "")
      runs.push({ text: inner, figure: mark.charCodeAt(0) - INDEX_BASE });
    at = found.index + whole.length;
  }
  if (at < text.length) runs.push({ text: text.slice(at) });
  return runs;
}

/** The text without its marks. */
export function unmark(text: string): string {
  return splitMarks(text)
    .map((run) => run.text)
    .join("");
}

/** Where the figure stands; the nearest place with the same text when the offsets are off; −1 when nowhere. */
function locate(markdown: string, { text, start, end }: Figure): number {
  if (text !== "" && markdown.slice(start, end) === text) return start;
  const before = markdown.lastIndexOf(text, start);
  const after = markdown.indexOf(text, start);
  if (before < 0 || after < 0) return Math.max(before, after);
  return start - before <= after - start ? before : after;
}
