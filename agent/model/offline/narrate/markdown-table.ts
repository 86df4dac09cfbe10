/** A column of a Markdown table. Figures are right-aligned. */
export type MarkdownColumn = { readonly title: string; readonly numeric: boolean };

/** A Markdown table; cells are escaped so that no value can break out of its cell. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ title }) => escapeCell(title))),
    line(columns.map(({ numeric }) => (numeric ? "---:" : "---"))),
    ...rows.map((row) => line(row.map(escapeCell))),
  ].join("\n");
}

/** Text that cannot be read as Markdown structure in a cell of a table. */
export function escapeCell(text: string): string {
  return escapeText(text).replaceAll("|", "\\|");
}

/** What escaped text stands for. */
export function unescapeText(text: string): string {
  return text.replaceAll(/\\([\\`*_[\]<>~|@:.#=+)-])/g, "$1");
}

/** Text that cannot be read as Markdown structure in a sentence: a value of the data is never a link or a line of its own. */
export function escapeText(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>~@#]|(?<=\w):(?=\/\/)|(?<=www)\./gi, (sign) => `\\${sign}`)
    .replace(/^(\s*)([-+=](?=[-+=\s]|$))/, "$1\\$2")
    .replace(/^(\s*\d+)([.)](?=\s|$))/, "$1\\$2");
}
