/** A line that may still become a heading, an item, a quote, a rule or a fence. */
const HALF_LINE = /^\s*(?:#{1,6}|[-+>]|\d{1,9}[.)]?|[-=*_]{2,}|[`~]{3,}[^`\n]*)\s*$/;

/** A line in italics whose end is yet to come: only then is it known what it remarks on. */
const HALF_REMARK = /^(?:_(?![_\s])[^_]*|\*(?![*\s])[^*]*)$/;

/** A link, a picture or a citation whose brackets are still open. */
const HALF_LINK = /!?\[[^[\]]*$|!?\[[^[\]]*\]\([^)]*$/;

const FENCE = /^\s*(?:```|~~~)/;
const TABLE_LINE = /^\s*\|/;

/** Half-written Markdown made whole, so that no bare mark, half row or wrong block flashes while it streams. */
export function mendTail(markdown: string): string {
  const lines = markdown.split("\n");
  const last = lines.length - 1;
  const line = lines[last] ?? "";
  const before = markdown.slice(0, markdown.length - line.length);
  // What stands in a fence is not markup; only its end may be half written.
  const isFenced = lines.slice(0, last).filter((one) => FENCE.test(one)).length % 2 === 1;
  if (isFenced) return /^\s*[`~]{1,2}$/.test(line) ? before : markdown;
  const table = halfTable(lines);
  if (table !== undefined) {
    return lines
      .slice(0, table)
      .map((one) => `${one}\n`)
      .join("");
  }
  if (HALF_LINE.test(line) || HALF_REMARK.test(line)) return before;
  return before + closeMarks(line.replace(HALF_LINK, ""));
}

/** The line from which on a table is not yet one to be shown; undefined when there is none. */
function halfTable(lines: readonly string[]): number | undefined {
  const last = lines.length - 1;
  const isWriting = TABLE_LINE.test(lines[last] ?? "");
  if (!isWriting && lines[last] !== "") return undefined;
  let head = last;
  while (TABLE_LINE.test(lines[head - 1] ?? "")) head -= 1;
  const whole = last - head;
  if (whole === 1) return head; // the head alone would be a paragraph
  return isWriting ? last : undefined;
}

type Mark = { readonly text: string; readonly at: number };

const MARKS = /\\.|`+|\*{1,2}|_{1,2}|~{1,2}/g;

/** The line with its open marks closed; those that hold nothing yet are held back. */
function closeMarks(line: string): string {
  const open = openMarks(line);
  let text = line;
  for (const { text: mark, at } of open.toReversed()) {
    const inner = text.slice(at + mark.length);
    const space = /\s*$/.exec(text)?.[0] ?? "";
    text =
      inner.trim() === ""
        ? text.slice(0, at)
        : text.slice(0, text.length - space.length) + mark + space;
  }
  return text;
}

/** The marks that nothing closes, outermost first. */
function openMarks(line: string): readonly Mark[] {
  const open: Mark[] = [];
  for (const { 0: text, index: at } of line.matchAll(MARKS)) {
    const innermost = open.at(-1);
    const isCode = innermost?.text.startsWith("`") === true;
    if (text === innermost?.text && (isCode || canClose(line, at, text))) open.pop();
    else if (!isCode && canOpen(line, at, text)) open.push({ text, at });
  }
  return open;
}

function canOpen(line: string, at: number, mark: string): boolean {
  if (mark.startsWith("\\")) return false;
  if (mark.startsWith("`")) return true;
  const after = line[at + mark.length] ?? "a";
  return !/\s/.test(after) && !(mark.startsWith("_") && isWord(line[at - 1]));
}

function canClose(line: string, at: number, mark: string): boolean {
  const isWithin = mark.startsWith("_") && isWord(line[at + mark.length]);
  return !/\s/.test(line[at - 1] ?? " ") && !isWithin;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
