import { type Section, toOutline } from "./outline.ts";
import type { CountTokens } from "./tokens.ts";
import { toUnits, type Unit } from "./units.ts";
import { toVisible, withoutInvisible } from "./visible-text.ts";

/** A passage of a document: never across a heading, at most `LIMIT_TOKENS`, `start` and `end` true to the document. */
export type Chunk = {
  /** Path of headings, outermost first; empty where the text stands under the title only. */
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly content: string;
  /** How its sentences and rows read alone, in order. */
  readonly units: readonly string[];
};

export type ChunkedDocument = {
  readonly title: string | undefined;
  readonly chunks: readonly Chunk[];
};

const LIMIT_TOKENS = 512;
const OVERLAP_TOKENS = 50;

/**
 * Passages of a Markdown document, in order. Consecutive ones of a section share up to 50 tokens of whole
 * sentences; a table stays whole where it fits, else each part repeats its header. Never throws.
 */
export function toChunks(markdown: string, countTokens: CountTokens): ChunkedDocument {
  const text = toVisible(markdown);
  const { title, sections } = toOutline(text);
  const chunks = sections.flatMap((section) => sectionChunks(text, section, countTokens));
  return { title, chunks };
}

type Sized = Unit & { readonly tokens: number; readonly block: number };

function sectionChunks(text: string, section: Section, countTokens: CountTokens): readonly Chunk[] {
  const sized = (unit: Unit, block: number): readonly Sized[] => {
    const tokens = countTokens(text.slice(unit.start, unit.end)) + 1;
    if (tokens <= LIMIT_TOKENS - OVERLAP_TOKENS) return [{ ...unit, block, tokens }];
    return inTwo(text, unit).flatMap((half) => sized(half, block));
  };
  const units = section.blocks.flatMap((block, index) =>
    toUnits(text, block).flatMap((unit) => sized(unit, index)),
  );
  return pack(units, (part) => countTokens(contentOf(text, part))).map((part) => ({
    headings: section.headings,
    start: part[0]?.start ?? 0,
    end: part.at(-1)?.end ?? 0,
    content: contentOf(text, part),
    units: part.map((unit) => unit.words),
  }));
}

/** Halves of a sentence too long for a chunk: text without spaces, or of a script with many tokens a character. */
function inTwo(text: string, { start, end, words }: Unit): readonly Unit[] {
  const middle = (start + end) >> 1;
  const space = text.lastIndexOf(" ", middle);
  const at = space > start + (end - start) / 4 ? space : middle;
  const cut = Math.floor((words.length * (at - start)) / (end - start));
  return [
    { start, end: at, words: words.slice(0, cut) },
    { start: at, end, words: words.slice(cut) },
  ];
}

/** Groups units so that no group's content is above the limit and a table that fits in one is in one. */
function pack(
  units: readonly Sized[],
  measure: (part: readonly Sized[]) => number,
): readonly (readonly Sized[])[] {
  const parts: Sized[][] = [];
  let part: Sized[] = [];
  for (const [index, unit] of units.entries()) {
    const startsTable = unit.header !== undefined && units[index - 1]?.block !== unit.block;
    const needed = startsTable ? wholeTable(units, index) : unit.tokens;
    const limit = part.length > 0 && needed <= LIMIT_TOKENS ? needed : unit.tokens;
    if (part.length > 0 && total(part) + limit > LIMIT_TOKENS - headerTokens(part, measure)) {
      parts.push(part);
      part = overlap(part, unit, limit);
    }
    part.push(unit);
  }
  if (part.length > 0) parts.push(part);
  return parts.flatMap((group) => halve(group, measure));
}

/** Splits a group whose exact size is above what the sum of its units promised. */
function halve(
  part: readonly Sized[],
  measure: (part: readonly Sized[]) => number,
): readonly (readonly Sized[])[] {
  if (measure(part) <= LIMIT_TOKENS) return [part];
  // A row whose header is as long as a chunk stands without it.
  if (part.length < 2) return [part.map(({ header: _, ...unit }) => unit)];
  const middle = part.length >> 1;
  return [part.slice(0, middle), part.slice(middle)].flatMap((half) => halve(half, measure));
}

function total(units: readonly Sized[]): number {
  return units.reduce((sum, unit) => sum + unit.tokens, 0);
}

function headerTokens(part: readonly Sized[], measure: (part: readonly Sized[]) => number): number {
  const [first] = part;
  return first?.header ? Math.max(0, measure([first]) - first.tokens) : 0;
}

function wholeTable(units: readonly Sized[], from: number): number {
  const block = units[from]?.block;
  return total(units.slice(from).filter((unit) => unit.block === block)) + 40;
}

/** The last whole sentences of a part that fit into the overlap, for the next part to begin with. Rows of tables are not repeated. */
function overlap(part: readonly Sized[], next: Sized, needed: number): Sized[] {
  if (next.header) return [];
  const kept: Sized[] = [];
  for (const unit of part.toReversed()) {
    const isTooMuch =
      total(kept) + unit.tokens > OVERLAP_TOKENS ||
      total(kept) + unit.tokens + needed > LIMIT_TOKENS;
    if (unit.header || isTooMuch) break;
    kept.unshift(unit);
  }
  return kept;
}

/** The text of a part as a reader sees it; rows that do not follow their header in the part have it put before. */
function contentOf(text: string, part: readonly Sized[]): string {
  const [first] = part;
  const last = part.at(-1);
  if (!first || !last) return "";
  const header = first.header;
  const start = header && first.start - header.end <= 2 ? header.start : first.start;
  const body = tidy(text.slice(start, last.end));
  return header && start !== header.start
    ? `${tidy(text.slice(header.start, header.end))}\n${body}`
    : body;
}

/** Without the spaces that hidden text left behind. Never touches the beginning of a line. */
function tidy(text: string): string {
  return withoutInvisible(text)
    .replace(/(?<=\S)[ \t]{2,}(?=\S)/g, " ")
    .replace(/[ \t\r]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
