import { toTableRows } from "./html-table.ts";
import { toMarkdownTable } from "./markdown-table.ts";

/**
 * The HTML of a Word document as Markdown: headings, paragraphs, nested lists, tables. Links keep their words alone;
 * pictures, marks of footnotes and emphasis are left out. A short paragraph all in bold is a heading of the lowest level.
 */
export function htmlToMarkdown(html: string): string {
  const marked = withTables(html)
    .replace(/<sup><a\b[^>]*>\[\d+\]<\/a><\/sup>|<a\b[^>]*>↑<\/a>|<img\b[^>]*>/g, "")
    .replace(
      /<p>\s*<strong>((?:(?!<\/strong>).){2,80}?[^.,;:!?\s])\s*<\/strong>\s*<\/p>/g,
      "<h6>$1</h6>",
    );
  return tidy(
    withoutLists(marked)
      .replace(TAGS, toMarks)
      .replace(/<[^>]*>/g, ""),
  );
}

const TAGS = /<(h[1-6])\b[^>]*>([\s\S]*?)<\/\1>|<\/?p\b[^>]*>|<br\b[^>]*>/g;

function toMarks(tag: string, heading: string | undefined, words: string | undefined): string {
  if (heading === undefined) return tag.startsWith("<br") ? "\n" : "\n\n";
  const text = (words ?? "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return text === "" ? "" : `\n\n${"#".repeat(Number(heading[1]))} ${text}\n\n`;
}

/** Innermost tables first, so that one in a cell becomes words of that cell. */
function withTables(html: string): string {
  const inner = /<table\b[^>]*>((?:(?!<table\b)[\s\S])*?)<\/table>/g;
  let text = html;
  while (inner.test(text)) {
    text = text.replace(inner, (_, body: string, at: number) =>
      isInCell(text, at)
        ? toTableRows(body)
            .map((row) => row.filter(Boolean).join(" "))
            .join("; ")
        : `\n\n${encode(toMarkdownTable(toTableRows(body).map((row) => row.map(decode))))}\n\n`,
    );
  }
  return text;
}

function isInCell(html: string, at: number): boolean {
  return html.lastIndexOf("<table", at - 1) > html.lastIndexOf("</table", at - 1);
}

/** Lists as lines, two spaces a level. */
function withoutLists(html: string): string {
  const open: { ordered: boolean; count: number }[] = [];
  return html.replace(/<(\/?)(ul|ol|li)\b[^>]*>/g, (_, closing: string, name: string) => {
    if (name !== "li") {
      if (closing) open.pop();
      else open.push({ ordered: name === "ol", count: 0 });
      return open.length === 0 ? "\n\n" : "";
    }
    const list = open.at(-1);
    if (closing || !list) return "";
    list.count += 1;
    return `\n${"  ".repeat(open.length - 1)}${list.ordered ? `${list.count}.` : "-"} `;
  });
}

function tidy(text: string): string {
  return decode(text)
    .replace(/\u00a0/g, " ")
    .replace(/[ \t]+$/gm, "")
    .replace(/^( *(?:-|\d+\.) )\s+/gm, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const NAMES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  amp: "&",
};

function decode(text: string): string {
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => NAMES[name] ?? "");
}

function encode(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
