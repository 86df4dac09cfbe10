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

/** Text that cannot be read as Markdown structure. */
export function escapeCell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\|`*_[\]<>]/g, (sign) => `\\${sign}`);
}
