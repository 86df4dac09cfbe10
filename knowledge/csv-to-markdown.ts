import { toMarkdownTable } from "./markdown-table.ts";

/**
 * A CSV file as a Markdown table, its first row as the header. Comma, semicolon or tab, whichever the first line has most of.
 *
 * Quoted cells may hold separators, doubled quotes and line breaks (which become spaces). Empty for an empty text. Never throws.
 */
export function csvToMarkdown(csv: string): string {
  return toMarkdownTable(parseRows(csv, separatorOf(csv)));
}

function separatorOf(csv: string): string {
  const firstLine = csv.slice(0, csv.search(/\r?\n|$/));
  const count = (mark: string) => firstLine.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function parseRows(csv: string, separator: string): readonly (readonly string[])[] {
  const mark = separator === "\t" ? "\\t" : separator;
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${mark}\\r\\n][^${mark}\\r\\n]*)?)(${mark}|\\r?\\n|\\r|$)`,
    "y",
  );
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < csv.length) {
    const at = cell.lastIndex;
    const found = cell.exec(csv);
    if (!found) {
      // A stray quote: taken as a character, so that one bad cell does not lose the file.
      cell.lastIndex = at + 1;
      continue;
    }
    row.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? "").trim());
    if (found[3] === separator) continue;
    if (row.some(Boolean)) rows.push(row);
    row = [];
  }
  if (row.some(Boolean)) rows.push(row);
  return rows;
}
