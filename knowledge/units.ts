import type { Block } from "./outline.ts";
import { withoutInvisible } from "./visible-text.ts";

/**
 * The smallest piece that can answer: a sentence, a list item, a row of a table. `start` and `end` are
 * offsets in the text; `words` is how it reads alone (a row names its columns).
 */
export type Unit = {
  readonly start: number;
  readonly end: number;
  readonly words: string;
  /** Offsets of the header of the table that it is a row of. */
  readonly header?: { readonly start: number; readonly end: number };
};

/** No unit is longer, so that whatever counts or embeds one stays quick on text without spaces. */
const LIMIT_CHARS = 1_200;

const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });

/** Units of a block, in order. Empty when the block has no words. */
export function toUnits(text: string, block: Block): readonly Unit[] {
  const units = block.kind === "table" ? tableUnits(text, block) : textUnits(text, block);
  return units.filter((unit) => /[\p{L}\p{N}]/u.test(unit.words));
}

function textUnits(text: string, block: Block): readonly Unit[] {
  const slice = text.slice(block.start, block.end);
  const pieces = block.kind === "code" ? lineRanges(slice) : sentenceRanges(slice);
  return pieces.flatMap(([start, end]) =>
    cut(slice, start, end).map(([from, to]) => ({
      start: block.start + from,
      end: block.start + to,
      words: toWords(slice.slice(from, to)),
    })),
  );
}

type Range = readonly [start: number, end: number];

function lineRanges(slice: string): readonly Range[] {
  return [...slice.matchAll(/[^\n]+/g)].map((m) => [m.index, m.index + m[0].length]);
}

/** Sentences, those of fewer than four words joined to the next ("No. 4", "e.g.", "Yes."). */
function sentenceRanges(slice: string): readonly Range[] {
  const ranges: Range[] = [];
  let open: number | undefined;
  for (const { segment, index } of SENTENCES.segment(
    slice.replace(/\r?\n/g, (m) => " ".repeat(m.length)),
  )) {
    const start: number = open ?? index;
    const end = index + segment.trimEnd().length;
    const isShort = slice.slice(start, end).trim().split(/\s+/).length < 4;
    open = isShort ? start : undefined;
    if (!isShort) ranges.push([start, end]);
  }
  if (open === undefined) return ranges;
  const last = ranges.pop();
  return [...ranges, [last?.[0] ?? open, slice.trimEnd().length]];
}

/** Cuts what is too long at a space where there is one. */
function cut(slice: string, start: number, end: number): readonly Range[] {
  const ranges: Range[] = [];
  let from = start;
  while (end - from > LIMIT_CHARS) {
    const space = slice.lastIndexOf(" ", from + LIMIT_CHARS);
    const to = space > from ? space : from + LIMIT_CHARS;
    ranges.push([from, to]);
    from = to;
  }
  return end > from ? [...ranges, [from, end]] : ranges;
}

/** Rows of a table, each with its columns' names; the header alone when there are no rows. */
function tableUnits(text: string, block: Block): readonly Unit[] {
  const lines = lineRanges(text.slice(block.start, block.end));
  const [head, rule, ...rows] = lines.map(([from, to]) => ({
    start: block.start + from,
    end: block.start + to,
  }));
  if (!head || !rule) return [];
  const names = toCells(text.slice(head.start, head.end));
  const header = { start: head.start, end: rule.end };
  if (rows.length === 0) return [{ ...header, words: names.join(", ") }];
  return rows.flatMap((row) =>
    cut(text, row.start, row.end).map(([start, end]) => ({
      start,
      end,
      header,
      words: namedCells(names, toCells(text.slice(start, end))),
    })),
  );
}

function toCells(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => toWords(cell.replaceAll("\\|", "|")));
}

function namedCells(names: readonly string[], cells: readonly string[]): string {
  return cells
    .map((cell, i) => (cell && names[i] && i > 0 ? `${names[i]} ${cell}` : cell))
    .filter(Boolean)
    .join(", ");
}

/** Text without marks of lists, quotes and emphasis, on one line. */
function toWords(text: string): string {
  return withoutInvisible(text)
    .replace(/^\s*(?:>\s?)*(?:[-*+•]|\d{1,3}[.)])\s+/, "")
    .replace(/^\s*>\s?/gm, " ")
    .replace(/\*\*|__|[*`~]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
