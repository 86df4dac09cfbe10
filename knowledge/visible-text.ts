/**
 * What a reader of a Markdown document sees, in a text of the same length: whatever is hidden, and every
 * address, becomes spaces (line breaks stay), so that an offset in one is an offset in the other.
 *
 * Comments, front matter, scripts, hidden elements, tags, images' and links' targets, invisible characters.
 * Code is left as it stands, since a reader sees it so. Linear in the text's length. Never throws.
 */
export function toVisible(markdown: string): string {
  const code = codeRanges(markdown);
  const outside = (change: (match: string) => string) => (match: string, offset: number) =>
    isInside(code, offset) ? match : change(match);
  const shown = withoutHiddenElements(markdown.replace(HIDDEN, withOffset(outside(blank))), code);
  return MARKUP.reduce(
    (text, { pattern, change }) => text.replace(pattern, withOffset(outside(change))),
    shown,
  ).replace(BETWEEN_WORDS, blank);
}

// Zero-width, bidi controls, soft hyphen, variation selectors and Unicode tags: text that steers readers
// of bytes but that no reader of a page sees.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Within a word they stay, for `withoutInvisible` to close the gap; elsewhere they are as good as a space. */
const BETWEEN_WORDS =
  /(?<![\p{L}\p{N}])\p{Default_Ignorable_Code_Point}+|\p{Default_Ignorable_Code_Point}+(?![\p{L}\p{N}])/gu;

/** A piece of visible text without the invisible characters that stand within its words. */
export function withoutInvisible(visible: string): string {
  return visible.replace(INVISIBLE, "");
}

/** Front matter, comments, declarations and elements whose content is never text. */
const HIDDEN =
  /^\ufeff?---\r?\n(?:[^\n]*\n){0,200}?---(?=\r?\n|$(?![\s\S]))|<!--[\s\S]*?(?:-->|$)|<[!?][a-z][^>]{0,2000}>|<(script|style|template|noscript|iframe|object|svg|math|head|title|textarea|select)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;

const LINK = /!?\[([^[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^[\]\n]*\])/g;

/** Text that is shown in another order than it stands in: a person reads something else than a machine. */
const OVERRIDDEN = /[\u202d\u202e][^\u202c\r\n]*\u202c?/g;

/** What is made to look like a part of a prompt, with all that it holds. */
const PROMPT_PARTS =
  /<(system|assistant|instructions?|prompt|tool_?(?:result|call|response)s?|function_?(?:result|call)s?|briefing)\b[^<>]{0,200}>[\s\S]*?<\/\1\s*>/gi;

const MARKUP = [
  { pattern: OVERRIDDEN, change: blank },
  { pattern: PROMPT_PARTS, change: blank },
  { pattern: /<\/?[a-z][a-z0-9-]{0,40}(?:\s[^<>]{0,2000}|\/)?>/gi, change: blank },
  { pattern: /^ {0,3}\[[^[\]\n]{1,500}\]:[^\n]*$/gm, change: blank },
  { pattern: LINK, change: label },
  // Again, for the link around an image.
  { pattern: LINK, change: label },
  { pattern: /<?\bhttps?:\/\/[^\s<>)\]|]+>?/gi, change: blank },
] as const;

const HIDDEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])|font-size\s*:\s*0(?![.\d]*[1-9])|color\s*:\s*(?:white|#fff(?:fff)?\b|transparent)|(?:left|top|text-indent)\s*:\s*-\d{3,}/i;

function blank(match: string): string {
  return match.replace(/[^\r\n]/g, " ");
}

/** The words of a link or an image, where they stood. */
function label(match: string): string {
  const from = match.indexOf("[") + 1;
  const to = match.indexOf("]");
  return `${" ".repeat(from)}${match.slice(from, to)}${" ".repeat(match.length - to)}`;
}

/** Adapts to the arguments of `String.replace`, where the offset stands behind a varying number of groups. */
function withOffset(change: (match: string, offset: number) => string) {
  return (match: string, ...rest: readonly unknown[]) =>
    change(match, Number(rest.find((value) => typeof value === "number") ?? 0));
}

/** Blanks elements that a page would not show, with all that they hold. */
function withoutHiddenElements(text: string, code: readonly Range[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const opening of text.matchAll(/<([a-z][a-z0-9-]{0,40})\s([^<>]{0,2000})>/gi)) {
    const { 0: tag, 1: name = "", 2: attributes = "", index } = opening;
    if (index < done || isInside(code, index) || !isHiding(attributes)) continue;
    const end = endOfElement(text, name, index + tag.length);
    pieces.push(text.slice(done, index), blank(text.slice(index, end)));
    done = end;
  }
  return pieces.join("") + text.slice(done);
}

function isHiding(attributes: string): boolean {
  return (
    /(?:^|\s)(?:hidden|aria-hidden\s*=\s*["']?true)(?=[\s="'/]|$)/i.test(attributes) ||
    HIDDEN_STYLE.test(attributes)
  );
}

/** Behind the closing tag that belongs to an element opened before `from`; the text's end when it is never closed. */
function endOfElement(text: string, name: string, from: number): number {
  const tags = new RegExp(`<(/?)${name}\\b[^<>]{0,2000}>`, "gi");
  tags.lastIndex = from;
  let depth = 1;
  for (let tag = tags.exec(text); tag; tag = tags.exec(text)) {
    depth += tag[1] ? -1 : 1;
    if (depth === 0) return tags.lastIndex;
  }
  return text.length;
}

type Range = readonly [start: number, end: number];

/** Fenced blocks and code spans, in order. What stands in a comment is no code. */
function codeRanges(markdown: string): readonly Range[] {
  const pattern =
    /(<!--[\s\S]*?(?:-->|$(?![\s\S])))|^( {0,3})(`{3,20}|~{3,20})[^\n]*\n[\s\S]*?(?:^ {0,3}\3[`~]*[ \t]*$|$(?![\s\S]))|(?<!`)(`{1,9})(?!`)[^\n]{0,500}?[^`\n]\4(?!`)/gm;
  return [...markdown.matchAll(pattern)]
    .filter((found) => found[1] === undefined)
    .map((found) => [found.index, found.index + found[0].length]);
}

function isInside(ranges: readonly Range[], offset: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [start, end] = ranges[middle] ?? [0, 0];
    if (offset < start) high = middle - 1;
    else if (offset >= end) low = middle + 1;
    else return true;
  }
  return false;
}
