const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Pictures, and the scripts whose characters are as wide as two letters. */
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uFF00-\uFF60]/u;

/** Columns that the text takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of characters.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** A Markdown table's lines set in columns; lines that make no table are given back as they are. */
export function toTextTable(lines: readonly string[]): readonly string[] {
  const [head, rule, ...body] = lines.map(toCells);
  if (!head || !rule?.every((cell) => /^:?-+:?$/.test(cell))) return lines;
  const rows = [head, ...body];
  const widths = head.map((_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ""))),
  );
  const isRight = rule.map((cell, column) =>
    cell.endsWith(":") ? !cell.startsWith(":") : body.every((row) => isFigure(row[column] ?? "")),
  );
  const set = (row: readonly string[]) =>
    widths
      .map((width, column) => pad(row[column] ?? "", width, isRight[column] ?? false))
      .join("  ")
      .trimEnd();
  const line = widths.map((width) => "─".repeat(width)).join("  ");
  return [set(head), line, ...body.map(set)];
}

/** Cells between bars; an escaped bar is text. */
function toCells(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => toPlain(cell.trim().replaceAll("\\|", "|")));
}

/** Without the marks of Markdown that a terminal cannot show inside a table. */
function toPlain(text: string): string {
  return text.replaceAll(/\*\*(.+?)\*\*/g, "$1").replaceAll(/`(.+?)`/g, "$1");
}

function isFigure(cell: string): boolean {
  return cell === "" || /^[−+–-]?[$€£]?\d/.test(cell);
}

function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - textWidth(text)));
  return right ? space + text : text + space;
}
