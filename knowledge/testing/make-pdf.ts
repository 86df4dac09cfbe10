/** A line of a page, in points from below left. */
export type PdfText = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
};

/** Bytes of a PDF with these pages, set in Helvetica on A4. */
export function makePdf(pages: readonly (readonly PdfText[])[]): Uint8Array {
  const first = 4;
  const kids = pages.map((_, i) => `${first + 2 * i} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...pages.flatMap((lines, i) => {
      const content = lines.map(toOperators).join("\n");
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${first + 1 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  return Buffer.from(toFile(objects), "latin1");
}

/** Lines one below the other from the top, 14 points apart. */
export function toColumn(lines: readonly string[], size = 10): readonly PdfText[] {
  return lines.map((text, i) => ({ text, x: 72, y: 780 - 14 * i, size }));
}

function toOperators({ text, x, y, size }: PdfText): string {
  return `BT /F1 ${size} Tf ${x} ${y} Td (${text.replace(/[\\()]/g, "\\$&")}) Tj ET`;
}

function toFile(objects: readonly string[]): string {
  const offsets: number[] = [];
  let file = "%PDF-1.4\n";
  for (const [i, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
  }
  const entries = offsets
    .map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`)
    .join("");
  const size = objects.length + 1;
  return `${file}xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
}
