/** A Markdown table, its first row the header; short rows are filled up. Empty for no rows. Never throws. */
export function toMarkdownTable(rows: readonly (readonly string[])[]): string {
  const [header, ...others] = rows;
  if (!header) return "";
  const width = Math.max(...rows.map((row) => row.length));
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, i) => escapeCell(cells[i] ?? "")).join(" | ")} |`;
  return [line(header), line(Array<string>(width).fill("---")), ...others.map(line)].join("\n");
}

function escapeCell(cell: string): string {
  return cell.replace(/\s+/g, " ").replaceAll("|", "\\|");
}
