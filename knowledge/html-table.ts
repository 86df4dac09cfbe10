/** Rows of a table's HTML as words; a cell over several columns or rows stands in each of them, so that columns stay true. */
export function toTableRows(body: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const [at, row] of [...body.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/g)].entries()) {
    let column = 0;
    for (const cell of row[1]?.matchAll(/<(t[dh])\b([^>]*)>([\s\S]*?)<\/\1>/g) ?? []) {
      while (rows[at]?.[column] !== undefined) column += 1;
      const [across, down] = [span(cell[2], "colspan"), span(cell[2], "rowspan")];
      const words = toWords(cell[3] ?? "");
      for (let i = 0; i < across * down; i += 1) {
        const line = rows[at + Math.floor(i / across)] ?? [];
        line[column + (i % across)] = words;
        rows[at + Math.floor(i / across)] = line;
      }
      column += across;
    }
  }
  return rows.map((row) => Array.from(row, (cell) => cell ?? ""));
}

const WIDEST = 50;

function span(attributes: string | undefined, name: string): number {
  const found = new RegExp(`\\b${name}="(\\d{1,3})"`).exec(attributes ?? "");
  return Math.min(WIDEST, Math.max(1, Number(found?.[1] ?? 1)));
}

function toWords(html: string): string {
  return html
    .replace(/<\/(?:p|li)>|<br\b[^>]*>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
