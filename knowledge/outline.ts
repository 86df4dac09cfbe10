import { withoutInvisible } from "./visible-text.ts";

/** A run of lines that belong together. `start` and `end` are offsets in the text it was read from. */
export type Block = {
  readonly kind: "prose" | "item" | "table" | "code";
  readonly start: number;
  readonly end: number;
};

/** What stands under one heading. `headings` is the path to it, outermost first, without the document's title. */
export type Section = { readonly headings: readonly string[]; readonly blocks: readonly Block[] };

export type Outline = { readonly title: string | undefined; readonly sections: readonly Section[] };

type Line = { readonly text: string; readonly start: number; readonly end: number };

type LineKind = "blank" | "heading" | "fence" | "table" | "item" | "rule" | "prose";

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ITEM = /^\s{0,8}(?:[-*+•]|\d{1,3}[.)])\s+\S/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/**
 * Headings and blocks of a Markdown text. Takes `#` and underlined headings; the first heading of the
 * first level is the document's title. Sections without text are left out. Never throws.
 */
export function toOutline(text: string): Outline {
  const lines = toLines(text);
  const sections: { headings: readonly string[]; blocks: Block[] }[] = [
    { headings: [], blocks: [] },
  ];
  let title: string | undefined;
  let path: readonly Heading[] = [];
  let at = 0;
  while (at < lines.length) {
    const heading = headingAt(lines, at);
    if (!heading) {
      const next = blockEnd(lines, at);
      addBlock(sections.at(-1)?.blocks, lines.slice(at, next));
      at = next;
      continue;
    }
    if (heading.level === 1 && title === undefined) {
      title = heading.words;
      path = [];
    } else {
      path = [...path.filter((parent) => parent.level < heading.level), heading];
    }
    sections.push({ headings: path.map((parent) => parent.words), blocks: [] });
    at += heading.lines;
  }
  return { title, sections: sections.filter((section) => section.blocks.length > 0) };
}

function toLines(text: string): readonly Line[] {
  let start = 0;
  return text.split("\n").map((raw) => {
    const line = { text: raw.replace(/\r$/, ""), start, end: start + raw.length };
    start += raw.length + 1;
    return line;
  });
}

type Heading = { readonly level: number; readonly words: string; readonly lines: number };

function headingAt(lines: readonly Line[], at: number): Heading | undefined {
  const text = lines[at]?.text ?? "";
  const hashes = HEADING.exec(text);
  if (hashes) {
    return { level: hashes[1]?.length ?? 1, words: toWords(hashes[2] ?? ""), lines: 1 };
  }
  const underline = /^ {0,3}(=+|-{2,})[ \t]*$/.exec(lines[at + 1]?.text ?? "");
  const isParagraph = text.trim() !== "" && kindOf(lines, at) === "prose";
  const standsAlone = at === 0 || lines[at - 1]?.text.trim() === "";
  if (!underline || !isParagraph || !standsAlone) return undefined;
  return { level: underline[1]?.startsWith("=") ? 1 : 2, words: toWords(text), lines: 2 };
}

/** A heading's words without marks of emphasis, code or links. */
function toWords(marked: string): string {
  const heading = withoutInvisible(marked);
  return heading
    .replace(/[*_`~]+(?=\S)|(?<=\S)[*_`~]+/g, (mark, offset: number) =>
      mark === "_" && /\w/.test(heading[offset - 1] ?? "") ? "_" : "",
    )
    .replace(/\s+/g, " ")
    .trim();
}

function kindOf(lines: readonly Line[], at: number): LineKind {
  const text = lines[at]?.text ?? "";
  if (text.trim() === "") return "blank";
  if (HEADING.test(text)) return "heading";
  if (FENCE.test(text)) return "fence";
  if (isTableAt(lines, at)) return "table";
  if (/^ {0,3}(?:[-*_][ \t]*){3,}$/.test(text)) return "rule";
  return ITEM.test(text) ? "item" : "prose";
}

function isTableAt(lines: readonly Line[], at: number): boolean {
  const rule = lines[at + 1]?.text ?? "";
  return (
    (lines[at]?.text.includes("|") ?? false) &&
    rule.includes("-") &&
    rule.includes("|") &&
    TABLE_RULE.test(rule)
  );
}

/** Index of the line behind the block that begins at a line. */
function blockEnd(lines: readonly Line[], at: number): number {
  const kind = kindOf(lines, at);
  let end = at + 1;
  switch (kind) {
    case "blank":
    case "heading":
    case "rule":
      return end;
    case "fence": {
      const mark = FENCE.exec(lines[at]?.text ?? "")?.[1] ?? "```";
      while (end < lines.length && !lines[end]?.text.trim().startsWith(mark)) end += 1;
      return Math.min(end + 1, lines.length);
    }
    case "table":
      while (lines[end]?.text.includes("|")) end += 1;
      return end;
    case "item":
    case "prose":
      while (end < lines.length && kindOf(lines, end) === "prose" && !headingAt(lines, end))
        end += 1;
      return end;
  }
}

function addBlock(blocks: Block[] | undefined, lines: readonly Line[]): void {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return;
  const kind = kindOf(lines, 0);
  if (kind === "blank" || kind === "rule" || kind === "heading") return;
  const start = first.start;
  const end = last.start + last.text.length;
  blocks?.push({ kind: kind === "fence" ? "code" : kind, start, end });
}
