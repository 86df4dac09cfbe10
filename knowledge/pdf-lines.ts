/** A piece of text as pdf.js gives it. `transform` is its matrix: its height in `[2]` and `[3]`, its place in `[4]` and `[5]`, in points from below left. */
export type PdfItem = {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly fontName: string;
};

/** Text of one line; a wide gap begins a cell. `size` is the height of its letters and `y` its place, in points. */
export type PdfLine = {
  readonly cells: readonly PdfCell[];
  readonly text: string;
  readonly size: number;
  readonly font: string;
  readonly y: number;
};

export type PdfCell = { readonly text: string; readonly x: number; readonly end: number };

type Box = readonly [left: number, bottom: number, right: number, top: number];

/** Letters that nobody can read are there for machines. */
const SMALLEST_SIZE = 3;

/** Lines of a page, in its own order. Text outside of `view`, or too small to be read, is left out. */
export function toLines(items: readonly PdfItem[], view: Box): readonly PdfLine[] {
  const groups: PdfItem[][] = [];
  for (const item of items.filter((one) => isShown(one, view))) {
    const open = groups.at(-1);
    const last = open?.at(-1);
    if (open && last && isSameLine(last, item)) open.push(item);
    else groups.push([item]);
  }
  return groups.map(toLine).filter(({ text }) => text !== "");
}

function isShown(item: PdfItem, [left, bottom, right, top]: Box): boolean {
  const [x, y] = [xOf(item), yOf(item)];
  const isInside = x + item.width >= left && x <= right && y >= bottom && y <= top;
  return isInside && sizeOf(item) >= SMALLEST_SIZE;
}

function isSameLine(a: PdfItem, b: PdfItem): boolean {
  return Math.abs(yOf(a) - yOf(b)) < Math.max(sizeOf(a), sizeOf(b)) / 2;
}

function toLine(items: readonly PdfItem[]): PdfLine {
  const cells: { text: string; x: number; end: number }[] = [];
  for (const item of items.toSorted((a, b) => xOf(a) - xOf(b))) {
    const [x, end] = [xOf(item), xOf(item) + item.width];
    const open = cells.at(-1);
    const size = sizeOf(item);
    const isMark = open !== undefined && /^[•▪●◦‣∙·–-]\s*$/.test(open.text);
    if (!open || (item.str.trim() !== "" && x - open.end > size && !isMark)) {
      cells.push({ text: item.str, x, end });
    } else if (item.str.trim() === "") {
      open.text += " ";
    } else {
      open.text += `${x - open.end > 0.15 * size ? " " : ""}${item.str}`;
      open.end = end;
    }
  }
  const tidy = cells
    .map((cell) => ({ ...cell, text: cell.text.replace(/\s+/g, " ").trim() }))
    .filter(({ text }) => text !== "");
  const longest = items.reduce((a, b) => (b.str.length > a.str.length ? b : a));
  return {
    cells: tidy,
    text: tidy.map(({ text }) => text).join(" "),
    size: sizeOf(longest),
    font: longest.fontName,
    y: yOf(longest),
  };
}

function xOf({ transform }: PdfItem): number {
  return transform[4] ?? 0;
}

function yOf({ transform }: PdfItem): number {
  return transform[5] ?? 0;
}

function sizeOf({ transform }: PdfItem): number {
  return Math.hypot(transform[2] ?? 0, transform[3] ?? 0);
}
