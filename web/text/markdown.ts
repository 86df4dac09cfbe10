import { Lexer, type MarkedToken, type Token } from "marked";
import { decodeEntities, toVisible } from "./plain.ts";

/** A top-level block of a document. `offset` counts characters of the source before it. */
export type Block = { readonly token: MarkedToken; readonly offset: number };

/** Blocks of a whole document, in order. */
export function toBlocks(markdown: string): readonly Block[] {
  let offset = 0;
  const blocks: Block[] = [];
  for (const token of Lexer.lex(markdown, { gfm: true })) {
    if (token.type !== "space" && token.type !== "def") {
      blocks.push({ token: token as MarkedToken, offset });
    }
    offset += token.raw.length;
  }
  return blocks;
}

/**
 * Blocks of a text that grows at its end: only the last blocks are parsed again.
 * The same block comes back as the same object, so that it is not drawn again.
 */
export function createBlockReader(): (markdown: string) => readonly Block[] {
  let settled: readonly Block[] = [];
  let prefix = "";
  return (markdown) => {
    if (!markdown.startsWith(prefix)) {
      settled = [];
      prefix = "";
    }
    const base = prefix.length;
    const fresh = toBlocks(markdown.slice(base)).map(({ token, offset }) => ({
      token,
      offset: offset + base,
    }));
    const blocks = [...settled, ...fresh];
    // The last two may still change: a list takes up what follows, a paragraph becomes a heading.
    const firstOpen = blocks.at(-2);
    if (firstOpen !== undefined && firstOpen.offset > base) {
      settled = blocks.slice(0, -2);
      prefix = markdown.slice(0, firstOpen.offset);
    }
    return blocks;
  };
}

/** What a document says without its markup, for a screen reader. A table is read row by row. */
export function toPlain(markdown: string): string {
  return toBlocks(markdown)
    .map(({ token }) => plain(token))
    .filter((text) => text !== "")
    .join("\n");
}

function plain(token: Token): string {
  const node = token as MarkedToken;
  switch (node.type) {
    case "table":
      return [node.header, ...node.rows]
        .map((row) => row.map((cell) => inline(cell.tokens)).join(", "))
        .join("\n");
    case "list":
      return node.items.map((item) => inline(item.tokens)).join("\n");
    case "space":
    case "def":
    case "hr":
    case "checkbox":
      return "";
    case "br":
      return "\n";
    default:
      if ("tokens" in node && node.tokens !== undefined) return inline(node.tokens);
      return "text" in node ? toVisible(decodeEntities(node.text)) : "";
  }
}

function inline(tokens: readonly Token[]): string {
  return tokens.map(plain).join("");
}
