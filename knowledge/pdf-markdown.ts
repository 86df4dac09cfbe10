import { toMarkdownTable } from "./markdown-table.ts";
import type { PdfLine } from "./pdf-lines.ts";

/**
 * Pages as Markdown: lines in larger or other letters are headings (the largest of the first page is the title, `#`, the
 * others `###` and below, so that a page's own heading fits above), columns are tables, a gap is a paragraph. Lines
 * that stand at the edge of most pages are left out.
 */
export function toPages(pages: readonly (readonly PdfLine[])[]): readonly string[] {
  const running = runningLines(pages);
  const shown = pages.map((lines) => lines.filter((line) => !running.has(maskOf(line))));
  const style = styleOf(shown.flat());
  const title = titleOf(shown[0] ?? [], style);
  return shown.map((lines) =>
    blocksOf(lines, style)
      .map((block) => toMarkdown(block, { style, title }))
      .join("\n\n"),
  );
}

type Style = {
  readonly size: number;
  readonly font: string;
  /** Sizes above that of the text, largest first. */
  readonly larger: readonly number[];
};

type Context = { readonly style: Style; readonly title: PdfLine | undefined };

/** The letters that most of the text is set in. */
function styleOf(lines: readonly PdfLine[]): Style {
  const size = mostOf(lines, (line) => round(line.size));
  const font = mostOf(lines, (line) => line.font);
  const larger = new Set(
    lines.map((line) => round(line.size)).filter((one) => one > 1.1 * (size ?? 0)),
  );
  return { size: size ?? 0, font: font ?? "", larger: [...larger].sort((a, b) => b - a) };
}

/** What most characters have. */
function mostOf<T>(lines: readonly PdfLine[], of: (line: PdfLine) => T): T | undefined {
  const counts = new Map<T, number>();
  for (const line of lines) counts.set(of(line), (counts.get(of(line)) ?? 0) + line.text.length);
  return [...counts].reduce<[T, number] | undefined>(
    (best, one) => (best && best[1] >= one[1] ? best : one),
    undefined,
  )?.[0];
}

/** The largest line of the first page, where it is larger than the text. */
function titleOf(lines: readonly PdfLine[], { larger }: Style): PdfLine | undefined {
  const largest = larger.find((size) => lines.some((line) => round(line.size) === size));
  return lines.find((line) => round(line.size) === largest);
}

const LONGEST_HEADING = 120;

/** 0 for text; 3 to 6 for a heading. */
function headingLevel(line: PdfLine, style: Style): number {
  const isShort = line.text.length <= LONGEST_HEADING && /\p{L}{2}/u.test(line.text);
  if (!isShort || line.cells.length > 1) return 0;
  const rank = style.larger.indexOf(round(line.size));
  if (rank >= 0) return Math.min(3 + rank, 5);
  const isOther = line.font !== style.font && line.text.length <= 80;
  const opens = /^(?:\d+(?:\.\d+)*\.?\s+)?[\p{Lu}\d]/u.test(line.text);
  return isOther && opens && !/[.,;:!?]$/.test(line.text) ? 6 : 0;
}

/** Lines that belong together: those of one paragraph, one list item, one table. */
function blocksOf(lines: readonly PdfLine[], { size }: Style): readonly (readonly PdfLine[])[] {
  const gaps = lines.slice(1).map((line, i) => Math.abs((lines[i]?.y ?? 0) - line.y));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const blocks: PdfLine[][] = [];
  for (const [i, line] of lines.entries()) {
    const open = blocks.at(-1);
    const last = open?.at(-1);
    const gap = gaps[i - 1] ?? 0;
    const isLarger = round(line.size) > size && gap < 2 * line.size;
    if (open && last && goesOn(last, line, gap > 1.35 * usual && !isLarger)) open.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/** A table's rows may stand apart; other lines belong together while they are set alike and close. */
function goesOn(last: PdfLine, line: PdfLine, isApart: boolean): boolean {
  const isRow = line.cells.length > 1;
  if (isRow || last.cells.length > 1) return isRow && isColumnOf(last, line);
  const isAlike = round(last.size) === round(line.size) && last.font === line.font;
  return (
    !isApart &&
    (isAlike || Math.abs(last.size - line.size) < 0.5) &&
    !BULLET.test(line.text) &&
    !isHeadingLike(last, line)
  );
}

/** A line in another font that ends short, before text: a heading of the text's own size. */
function isHeadingLike(last: PdfLine, line: PdfLine): boolean {
  return (
    last.font !== line.font &&
    last.text.length <= 80 &&
    !/[.,;:!?]$/.test(last.text) &&
    /^\p{Lu}/u.test(line.text)
  );
}

/** True when the cells stand below one another. */
function isColumnOf(last: PdfLine, line: PdfLine): boolean {
  if (last.cells.length !== line.cells.length) return false;
  return line.cells.every(({ x, end }, i) => {
    const above = last.cells[i];
    return above !== undefined && x <= above.end + 12 && end >= above.x - 12;
  });
}

const BULLET = /^[•▪●◦‣∙·–]\s+/;

function toMarkdown(block: readonly PdfLine[], { style, title }: Context): string {
  const [first] = block;
  if (!first) return "";
  if (first.cells.length > 1 && block.length > 1) {
    return toMarkdownTable(block.map(({ cells }) => cells.map(({ text }) => text)));
  }
  const text = joined(block);
  if (first === title) return `# ${text}`;
  const level = headingLevel({ ...first, text }, style);
  if (level > 0) return `${"#".repeat(level)} ${text}`;
  return text.replace(BULLET, "- ");
}

/** A paragraph's lines, words that were divided at their ends put together. */
function joined(block: readonly PdfLine[]): string {
  return block
    .map(({ text }) => text)
    .join("\n")
    .replace(/(?<=\p{Ll}{2})[-\u00ad]\n(?=\p{Ll})/gu, "")
    .replaceAll("\n", " ");
}

/** At how many pages a line must stand to belong to the paper rather than to the text. */
const RUNNING_SHARE = 0.6;

function runningLines(pages: readonly (readonly PdfLine[])[]): ReadonlySet<string> {
  if (pages.length < 3) return new Set();
  const counts = new Map<string, number>();
  for (const lines of pages) {
    const edges = new Set([...lines.slice(0, 2), ...lines.slice(-2)].map(maskOf));
    for (const mask of edges) counts.set(mask, (counts.get(mask) ?? 0) + 1);
  }
  return new Set(
    [...counts].filter(([, count]) => count >= RUNNING_SHARE * pages.length).map(([mask]) => mask),
  );
}

/** The same for "Page 3 of 9" and "Page 4 of 9" at one place. */
function maskOf({ text, y }: PdfLine): string {
  return `${Math.round(y)} ${text.replace(/\d+/g, "0")}`;
}

function round(size: number): number {
  return Math.round(size * 2) / 2;
}
